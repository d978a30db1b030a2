// Search: actors by name, sentences that are at hand.

function finder() {
  const words = served ? "Search articles and actors" : "Find actors and sentences";
  const hits = h("div.hits", { hidden: true });
  const input = h("input", { type: "search", placeholder: words, "aria-label": words, autocomplete: "off" });
  const box = h("div.find", {}, input, h("kbd", { "aria-hidden": "true" }, "/"), hits);
  let turn = 0;
  const hide = () => {
    hits.hidden = true;
  };
  const choose = (act) => () => {
    hide();
    act();
  };
  const actorHit = (a) => h("button", { onclick: choose(() => openActor(a)) }, nameOf(a), h("span.note", {}, ` ${A.kind[a]}, ${plural(A.articles[a], "article")}`));
  const sentenceHit = (item, text) => {
    const start = Math.max(0, item.text.toLowerCase().indexOf(text) - 70);
    const named = [...new Set(item.marks.map((mark) => mark[2]))];
    const open = () => (named.length > 1 ? openPair(named[0], named[1]) : named.length && openActor(named[0]));
    return h("button", { onclick: choose(open) }, (start ? "… " : "") + cut(item.text.slice(start), 170), h("br"),
      h("span.note", {}, [item.article.date, cut(item.article.outlet, 60)].filter(Boolean).join(" · ")));
  };
  function show(actors, found, text) {
    hits.hidden = false;
    const none = found && !actors.length && !found.count;
    hits.replaceChildren(...[
      actors.length > 0 && [h("h3", {}, "Actors"), actors.map(actorHit)],
      served && h("button", { onclick: choose(() => { location.hash = searchAddress(text); }) }, "Search all articles for ", h("b", {}, cut(text, 80))),
      found?.count > 0 && [h("h3", {}, `Sentences in this file (${found.count > found.items.length ? `${found.items.length} of ` : ""}${whole(found.count)})`), found.items.map((item) => sentenceHit(item, text))],
      none && h("p.note", {}, "Nothing here. In all articles:"),
      found && commandLine(`demarche search --store STORE ${quoted(text)}`),
    ].flat(Infinity).filter(Boolean));
  }
  async function run() {
    const typed = input.value.trim();
    const text = typed.toLowerCase();
    const mine = ++turn;
    // Who has gone on already, by Enter for one, wants no suggestions.
    if (text.length < 2 || document.activeElement !== input) return hide();
    const actors = numbers(A.id.length).filter((a) => A.label[a].toLowerCase().includes(text) || A.id[a].toLowerCase() === text).slice(0, 8);
    show(actors, null, served ? typed : text);
    if (served) return undefined;
    const found = await packed.find(text, 20);
    if (mine === turn && !hits.hidden) show(actors, found, text);
    return undefined;
  }
  input.addEventListener("input", wait(run, 120));
  input.addEventListener("keydown", (event) => {
    const first = hits.querySelector("button");
    if (event.key === "Escape") {
      hide();
      input.blur();
    } else if (served && event.key === "Enter") {
      event.preventDefault();
      const words = input.value.trim();
      input.blur();
      if (words) choose(() => { location.hash = searchAddress(words); })();
    } else if (first && !hits.hidden && (event.key === "ArrowDown" || event.key === "Enter")) {
      event.preventDefault();
      if (event.key === "Enter") first.click();
      else first.focus();
    }
  });
  hits.addEventListener("keydown", (event) => {
    const buttons = [...hits.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      (buttons[at + step] || (step < 0 ? input : buttons[at])).focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      hide();
      input.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) hide();
  });
  return { box, input };
}

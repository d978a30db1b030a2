// What is open stands in the address, so that it can be linked: #actor=RUS, #pair=RUS,UKR, #outlet=TASS,USA;
// where a store feeds the page also #article=ID and #search=words,outlet:TASS,page:2.

const panel = h("aside.panel", { hidden: true, "aria-label": "Details", tabindex: -1 });
let opener = null;

const go = (kind, ...names) => {
  location.hash = `${kind}=${names.map(encodeURIComponent).join(",")}`;
};
const openActor = (a) => go("actor", A.id[a]);
const openPair = (a, b) => go("pair", A.id[a], A.id[b]);
const openTone = (o, t) => go("outlet", D.outlets[o], A.id[t]);

/** What the address asks for: a kind and numbers, or null. */
function asked() {
  const match = /^#(actor|pair|outlet|article|search)=(.*)$/.exec(location.hash);
  if (!match) return null;
  const ofStore = match[1] === "article" || match[1] === "search";
  if (ofStore && !served) return null;
  let names;
  try {
    names = match[2].split(",").map(decodeURIComponent);
  } catch {
    return null;
  }
  if (ofStore) return { kind: match[1], names };
  const actor = (name) => actorOf.get(name);
  const first = match[1] === "outlet" ? D.outlets.indexOf(names[0]) : actor(names[0]);
  const second = match[1] === "actor" ? 0 : actor(names[1]);
  if (first === undefined || first < 0 || second === undefined) return null;
  if (match[1] === "pair" && first === second) return null;
  return { kind: match[1], first, second };
}

function closePanel() {
  history.pushState(null, "", location.pathname + location.search);
  route();
}

/** Title, note and contents of what is asked for. */
function panelOf({ kind, names, first, second }) {
  if (kind === "article") return articlePanel(names[0]);
  if (kind === "search") return searchPanel(...searchOf(names));
  return { actor: actorPanel, pair: pairPanel, outlet: tonePanel }[kind](first, second);
}

/** Opens or closes the panel as the address says, and keeps the section in view in its place. */
function route() {
  const wanted = asked();
  const wasOpen = !panel.hidden;
  if (!wanted) {
    panel.hidden = true;
    document.body.classList.remove("open");
    networkView?.select(null);
    if (wasOpen) opener?.focus({ preventScroll: true });
    return;
  }
  if (!wasOpen) opener = document.activeElement;
  const inView = (section) => section.getBoundingClientRect().bottom > innerHeight * 0.35;
  const anchor = wasOpen || !scrollY ? null : [...document.querySelectorAll("main section")].find(inView);
  const before = anchor?.getBoundingClientRect().top;
  panel.hidden = false;
  document.body.classList.add("open");
  if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  const [title, note, body] = panelOf(wanted);
  panel.replaceChildren(
    h("div.panel-head", {},
      h("div", {}, h("h2", { id: "panel-title" }, title), h("p.note", {}, note)),
      h("button.icon.close", { onclick: closePanel, "aria-label": "Close" }, "✕")),
    h("div.panel-body", { tabindex: 0, role: "region", "aria-label": "Evidence and numbers" }, body));
  panel.querySelector(".panel-body").scrollTop = 0;
  panel.querySelector("button.close").focus({ preventScroll: true });
  say(title);
}

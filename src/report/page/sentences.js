// Sentences as evidence: all actors marked, label, score, why, date, outlet, link.

/** The name of a marked actor: one of the page by number, another by id. */
const markName = (actor) => (typeof actor === "number" ? nameOf(actor) : cut(actor, 60));

/** A sentence with its names marked; `a` and `b` are the actors whose pair it is. */
function markedText(item, a, b) {
  const letters = Array.from(item.text); // places are counted in characters
  const out = [];
  let at = 0;
  const marks = [...item.marks].sort((x, y) => x[0] - y[0] || y[1] - x[1]);
  for (const [start, end, actor] of marks) {
    if (start < at || end > letters.length) continue;
    const kind = actor === a ? "first" : actor === b ? "second" : "other";
    out.push(letters.slice(at, start).join(""));
    out.push(h("mark", { class: kind, title: markName(actor) }, letters.slice(start, end).join("")));
    at = end;
  }
  out.push(letters.slice(at).join(""));
  return out;
}

function articleLink(article, most = 110) {
  const address = webAddress(article.url);
  const title = cut(article.title || article.id, most);
  const outside = (text) => address && h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text);
  if (!served) return outside(title) || title;
  return [h("a", { href: `#article=${encodeURIComponent(article.id)}` }, title), address && " ", outside("source")];
}

const SIGN_CLASS = { "-1": "minus", 0: "none", 1: "plus" };

/** One sentence in a list. */
function sentenceItem(item, a, b, tone) {
  const [sign, word] = CLASSES[item.kind] || CLASSES.N;
  const label = sign > 0 ? "+ positive" : sign < 0 ? `${MINUS} negative` : "neutral";
  const about = tone || word === "neutral" ? label : `${label}: ${word}`;
  return h("li", { class: SIGN_CLASS[sign] },
    item.text && h("q", {}, markedText(item, a, b)),
    h("div.about", {},
      item.score !== null && h("span", { class: `tag ${SIGN_CLASS[sign]}` }, `${about} ${signed(item.score)}`),
      h("span", {}, item.article.date || "no date"),
      item.article.outlet && h("span", {}, cut(item.article.outlet, 60)),
      h("span", {}, item.number ? `sentence ${item.number}` : "headline")),
    h("div.about", {}, articleLink(item.article)),
    item.why && h("div.about", {}, `because of: ${item.why}`));
}

/** A command to copy. */
function commandLine(text) {
  const button = h("button.icon", {
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "copied";
      } catch {
        button.textContent = "select and copy";
      }
    },
  }, "Copy");
  return h("div.command", {}, h("pre", { tabindex: 0 }, text), button);
}

/**
 * A list of sentences that can be filtered by sign and ordered.
 * @param {Item[]} items
 * @param {{total: number, a: number|null, b: number, command: string, tone?: boolean}} about
 */
function sentenceList(items, { total, a, b, command, tone = false }) {
  const box = h("div");
  const signOf = (item) => (CLASSES[item.kind] || CLASSES.N)[0];
  let sign = null;
  let byDate = false;
  const chip = (value, word) => {
    const count = items.filter((item) => value === null || signOf(item) === value).length;
    const act = () => {
      sign = value;
      draw();
    };
    return h("button.chip", { "aria-pressed": String(sign === value), onclick: act }, `${word} ${count}`);
  };
  const order = () => {
    byDate = !byDate;
    draw();
  };
  function draw() {
    const rows = items.filter((item) => sign === null || signOf(item) === sign);
    if (!byDate) rows.sort((x, y) => Math.abs(y.score) - Math.abs(x.score));
    box.replaceChildren(
      h("div.chips", {}, chip(null, "all"), chip(-1, "negative"), chip(0, "neutral"), chip(1, "positive"),
        h("button.chip", { "aria-pressed": String(byDate), onclick: order }, "by date")),
      h("ul.sentences", {}, rows.map((item) => sentenceItem(item, a, b, tone))));
  }
  draw();
  const part = items.length < total;
  const note = !items.length && total
    ? `The sentences of this number are not in the file. ${plural(total, "sentence")} can be printed with:`
    : part
      ? `${items.length} of ${whole(total)} sentences: half of them the clearest, the others spread over time. To print all of them:`
      : `All ${plural(total, "sentence")}.`;
  return [h("p.note", {}, note), part && commandLine(command), items.length > 0 && box];
}

/** What a promise brings, once it is there. */
function later(promise, show) {
  const box = h("div", {}, h("p.note", {}, "Reading the evidence …"));
  promise.then(
    (found) => box.replaceChildren(...[show(found)].flat(Infinity).filter(Boolean)),
    (error) => box.replaceChildren(h("p.warning", {}, `The evidence cannot be read: ${error.message}`)));
  return box;
}

// Lists of evidence: what is in the file, or all of it from the store.

/** A row of the store as an item. */
function storedItem(row) {
  const marks = row.marks.map(([start, end, id]) => [start, end, actorOf.get(id) ?? id]);
  return { text: row.text, marks, number: row.sentence, kind: row.kind, score: row.score, why: row.why, article: row.article };
}

/**
 * A list that the store gives page by page.
 * @param {(page: number) => Promise<{count: number, size: number}>} load
 * @param {(found: any) => Node[]} rows of a page
 * @param {(found: any) => void} [met] hears of each page
 */
function pagedList(load, rows, met = () => {}) {
  const list = h("ul.sentences");
  const note = h("p.note");
  const more = h("button.icon", { hidden: true, onclick: () => next() });
  let page = 0;
  let turn = 0;
  async function next() {
    const mine = ++turn;
    more.hidden = true;
    note.textContent = "Reading the evidence …";
    try {
      const found = await load(page);
      if (mine !== turn) return;
      page += 1;
      list.append(...rows(found));
      const left = found.count - list.childElementCount;
      note.textContent = "";
      more.hidden = left <= 0;
      more.textContent = `Show more (${whole(left)} left)`;
      met(found);
    } catch (error) {
      if (mine === turn) note.replaceChildren(h("span.warning", {}, `The evidence cannot be read: ${error.message}`));
    }
  }
  const again = () => {
    page = 0;
    list.replaceChildren();
    next();
  };
  return { box: [list, note, more], again };
}

/** All sentences of a question, to be filtered by sign and ordered. */
function storedSentences(question, { a, b, tone = false }) {
  const chips = h("div.chips");
  let [label, sort] = [null, "clearest"];
  const { box, again } = pagedList(
    (page) => ask("evidence", { ...question, label, sort, page }),
    (found) => found.sentences.map((row) => sentenceItem(storedItem(row), a, b, tone)),
    (found) => drawChips(found.labels));
  const set = (change) => () => {
    change();
    again();
  };
  function drawChips(counts) {
    const all = counts.negative + counts.neutral + counts.positive;
    const chip = (value, word, count) => h("button.chip", { "aria-pressed": String(label === value), onclick: set(() => { label = value; }) }, `${word} ${whole(count)}`);
    chips.replaceChildren(
      chip(null, "all", all),
      ...["negative", "neutral", "positive"].map((word) => chip(word, word, counts[word])),
      h("button.chip", { "aria-pressed": String(sort === "date"), onclick: set(() => { sort = sort === "date" ? "clearest" : "date"; }) }, "by date"));
  }
  again();
  return [chips, box];
}

/**
 * The sentences behind a number.
 * @param {"stance"|"tone"} kind
 * @param {number} row
 * @param {{total: number, a: number|null, b: number, command: string, tone?: boolean}} about
 */
function sentencesOf(kind, row, about) {
  if (!served) return later(packed.rows(kind, row), (items) => sentenceList(items, about));
  const question = kind === "tone"
    ? { tone: 1, of: D.outlets[T.outlet[row]], target: A.id[T.target[row]] }
    : { source: A.id[S.source[row]], target: A.id[S.target[row]] };
  return storedSentences(question, about);
}

/** All articles that name both ends of a tie. */
function storedArticles(e) {
  const pair = `${A.id[E.source[e]]},${A.id[E.target[e]]}`;
  const { box, again } = pagedList((page) => ask("articles", { pair, page }), (found) => found.articles.map((article) => h("li", {}, articleLine(article))));
  again();
  return box;
}

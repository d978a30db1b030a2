// The section on time.

let timeActors = [];

/** Four of most articles, then those whose attention changed most. */
function startActors() {
  const known = numbers(A.id.length).filter((a) => D.time.attention[a]);
  const changed = D.time.changes
    .filter((c) => c.kind === "attention" && c.q !== null && c.q <= 0.01 && c.articles >= 30 && !c.corpus && D.time.attention[c.source])
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .map((c) => c.source);
  return [...new Set([...known.slice(0, 4), ...changed, ...known])].slice(0, 6);
}

const timePairs = () => Object.keys(D.time.stance).map(Number)
  .filter((k) => foreign(S.source[k], S.target[k]) && D.time.stance[k].length > 2)
  .sort((a, b) => S.articles[b] - S.articles[a])
  .slice(0, 6);

/** Charts side by side in one picture. */
function gridPicture(items, draw, columns, width, height) {
  const rows = Math.ceil(items.length / columns);
  const size = [columns * (width + 18), rows * (height + 14)];
  return s("svg", frame(size[0], size[1], "Series by period"), items.map((item, i) => {
    const chart = draw(item);
    chart.setAttribute("x", (i % columns) * (width + 18));
    chart.setAttribute("y", Math.floor(i / columns) * (height + 14));
    return chart;
  }));
}

const opening = (chart, label, act) => h("button.plain", { "aria-label": label, onclick: act }, chart);

function attentionCells(a) {
  return attentionOf(a).map(([k, articles, share, low, high]) => [D.time.periods[k], A.id[a], articles, D.time.totals[k], share, low, high]);
}

function timeSection() {
  if (!D.time) return null;
  timeActors = startActors();
  const [shares, attitudes] = [h("div.card"), h("div.card.below")];
  const choose = (change) => {
    timeActors = change(timeActors);
    draw();
  };
  const chip = (a) => h("button.chip", { "aria-label": `Take away ${nameOf(a)}`, onclick: () => choose((list) => list.filter((x) => x !== a)) }, `${nameOf(a, 26)} ✕`);
  const adding = () => h("select", { "aria-label": "Add an actor", onchange: (event) => choose((list) => [...new Set([Number(event.target.value), ...list])].slice(0, 12)) },
    h("option", {}, "add an actor …"),
    numbers(A.id.length).filter((a) => D.time.attention[a]).map((a) => h("option", { value: a }, nameOf(a, 40))));
  function draw() {
    const inner = Math.max(260, (shares.clientWidth || 1184) - 38);
    const columns = inner < 560 ? 1 : inner < 900 ? 2 : 3;
    const width = Math.floor((inner - (columns - 1) * 22) / columns);
    const pairs = timePairs();
    shares.replaceChildren(volumeChart(inner),
      h("div.chips", {}, timeActors.map(chip), adding()),
      h("div.series", {}, timeActors.map((a) => opening(attentionChart(a, { width, height: 150, title: true }), `Open ${nameOf(a)}`, () => openActor(a)))));
    attitudes.hidden = !pairs.length;
    attitudes.replaceChildren(h("h3", {}, "Attitudes over time"),
      h("p.note", {}, "Each mark is a period, its size the number of articles: discs above 0, squares below; coloured where the interval leaves out 0."),
      h("div.series", {}, pairs.map((k) => opening(stanceChart(k, { width, height: 150, title: true }), `Open ${nameOf(S.source[k])} and ${nameOf(S.target[k])}`, () => openPair(S.source[k], S.target[k])))));
  }
  redrawn.push(draw);
  requestAnimationFrame(draw);
  addEventListener("resize", wait(draw, 150));
  const first = firstPeriod();
  const early = first > 0 ? ` Periods before ${D.time.periods[first]} have too few articles to show; they are in attention.csv.` : "";
  return section("time", "Over time",
    saving("attention", "share of articles by period",
      (p) => gridPicture(timeActors, (a) => attentionChart(a, { width: 372, height: 150, p, title: true, still: true }), 3, 372, 150),
      () => [["Period", "Actor", "Articles", "Total", "Share", "ShareLow", "ShareHigh"], timeActors.flatMap(attentionCells)]),
    `Share of each period’s articles that mention an actor, with 95 % intervals. Triangles mark changes that a test finds (Q ≤ 0.05); pale ones lie where the corpus itself changes.${early}`,
    shares, attitudes);
}

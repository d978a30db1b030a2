// Attitudes between actors: a matrix, and the clearest pairs with their intervals.

let matrixSize = innerWidth < 700 ? 10 : 16;

/** The actors of most judged articles, those of a community side by side. */
function matrixActors(count) {
  const weight = new Map();
  S.source.forEach((a, k) => {
    for (const end of [a, S.target[k]]) weight.set(end, (weight.get(end) || 0) + S.articles[k]);
  });
  const top = [...weight].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, count).map(([a]) => a);
  const rank = (a) => communityRank.get(A.community[a]) ?? 99;
  return top.sort((a, b) => rank(a) - rank(b) || A.articles[b] - A.articles[a]);
}

const attitudeTip = (k) => [
  `${nameOf(S.source[k])} → ${nameOf(S.target[k])}`,
  `score ${signed(S.score[k])}, 95 % interval ${ends(S.low[k], S.high[k])}; Q ${probability(S.q[k])}`,
  `${plural(S.articles[k], "article")}: ${plural(S.positive[k], "sentence")} positive, ${S.negative[k]} negative`,
].join("\n");

/** A picture's group for an attitude: a button unless the picture is still. */
const attitudeGroup = (k, still) => (still ? {} : {
  ...pressable(`${nameOf(S.source[k])} towards ${nameOf(S.target[k])}: ${decimal(S.score[k])}`, () => openPair(S.source[k], S.target[k])),
  ...hint(() => attitudeTip(k)),
});

function matrixCell(k, x, y, cell, most, p, still) {
  const side = (cell - 3) * (0.34 + 0.66 * Math.sqrt(S.articles[k] / most) ** 0.8);
  const known = clear(S.low[k], S.high[k]);
  const colour = known ? scoreColour(S.score[k], p) : mixed(scoreColour(S.score[k], p), p.ground, 0.45);
  return s("g", attitudeGroup(k, still),
    s("rect", { x, y, width: cell, height: cell, fill: "transparent" }),
    s("rect", { x: x + (cell - side) / 2, y: y + (cell - side) / 2, width: side, height: side, fill: colour, rx: 2 }),
    known && s("text", { x: x + cell / 2, y: y + cell / 2 + 4.5, "font-size": 13, "font-weight": 700, "text-anchor": "middle", fill: inkOn(colour) }, S.score[k] > 0 ? "+" : MINUS));
}

function matrixLegend(p, x, y) {
  return s("g", { transform: `translate(${x},${y})` },
    [-1, -0.5, 0, 0.5, 1].map((v, i) => [
      s("rect", { x: i * 34, y: 0, width: 34, height: 10, fill: scoreColour(v * scale(), p) }),
      s("text", { x: i * 34 + 17, y: 22, "font-size": 10.5, "text-anchor": "middle", fill: p.soft }, v ? signed(v * scale()) : "0"),
    ]),
    s("text", { x: 184, y: 9, "font-size": 11, fill: p.soft }, `+ ${MINUS} : 95 % interval leaves out 0`),
    s("text", { x: 184, y: 23, "font-size": 11, fill: p.soft }, "size: number of articles"));
}

function matrixChart(p, still) {
  const actors = matrixActors(matrixSize);
  const cell = matrixSize > 18 ? 21 : 28;
  const [left, top] = [136, 108];
  const width = Math.max(left + actors.length * cell + 64, left + 340);
  const height = top + actors.length * cell + 46;
  const at = (a, b) => stanceOf.get(orderedKey(a, b));
  const found = actors.flatMap((a) => actors.map((b) => at(a, b))).filter((k) => k !== undefined);
  const most = Math.max(1, ...found.map((k) => S.articles[k]));
  const label = (a, i) => [
    s("text", { x: left - 8, y: top + i * cell + cell / 2 + 4, "font-size": 12, "text-anchor": "end", fill: p.ink }, nameOf(a, 18)),
    s("text", { transform: `translate(${left + i * cell + cell / 2 + 4},${top - 7}) rotate(-55)`, "font-size": 12, fill: p.ink }, nameOf(a, 18)),
  ];
  const square = (a, row, b, column) => {
    const [x, y] = [left + column * cell, top + row * cell];
    if (a === b) return s("rect", { x: x + 1, y: y + 1, width: cell - 2, height: cell - 2, fill: "none", stroke: p.line });
    const k = at(a, b);
    if (k === undefined || S.score[k] === null) return s("rect", { x: x + cell / 2 - 1, y: y + cell / 2 - 1, width: 2, height: 2, fill: p.line });
    return matrixCell(k, x, y, cell, most, p, still);
  };
  return s("svg", frame(width, height, "Attitudes: rows towards columns", still ? "img" : "group"),
    s("text", { x: left - 8, y: 16, "font-size": 11, fill: p.soft, "text-anchor": "end" }, "row towards column"),
    actors.map(label),
    actors.map((a, row) => actors.map((b, column) => square(a, row, b, column))),
    matrixLegend(p, left, height - 30));
}

/** The coldest and warmest attitudes between countries whose interval leaves out 0; else those with the smallest Q. */
function clearestPairs() {
  const usable = numbers(S.source.length).filter((k) => S.articles[k] >= 5 && S.score[k] !== null && foreign(S.source[k], S.target[k]));
  const known = usable.filter((k) => clear(S.low[k], S.high[k])).sort((a, b) => S.score[a] - S.score[b]);
  if (known.length >= 6) return { rule: "At least five articles, interval without 0: the coldest and the warmest.", pairs: known.length <= 24 ? known : [...known.slice(0, 12), ...known.slice(-12)] };
  const tested = usable.filter((k) => S.q[k] !== null).sort((a, b) => S.q[a] - S.q[b] || b - a).slice(0, 24);
  return { rule: "At least five articles: those that differ most clearly from neutral text (smallest Q). Most intervals hold 0.", pairs: tested.sort((a, b) => S.score[a] - S.score[b]) };
}

function forestRow(k, row, { x, left, width, p, still }) {
  const y = 38 + row * 22;
  const colour = scoreColour(S.score[k] > 0 ? 1 : -1, p);
  return s("g", attitudeGroup(k, still),
    s("rect", { x: 0, y: y - 11, width, height: 22, fill: "transparent" }),
    s("text", { x: left - 12, y: y + 4, "font-size": 12, "text-anchor": "end", fill: p.ink }, `${nameOf(S.source[k], 16)} → ${nameOf(S.target[k], 16)}`),
    S.low[k] !== null && s("line", { x1: x(Math.max(-1, S.low[k])), x2: x(Math.min(1, S.high[k])), y1: y, y2: y, stroke: colour, "stroke-width": 2.4, opacity: 0.6 }),
    S.score[k] > 0
      ? s("circle", { cx: x(S.score[k]), cy: y, r: 4.6, fill: colour })
      : s("rect", { x: x(S.score[k]) - 4.2, y: y - 4.2, width: 8.4, height: 8.4, fill: colour }),
    s("text", { x: width - 2, y: y + 4, "font-size": 11, "text-anchor": "end", fill: p.soft }, whole(S.articles[k])));
}

function forestChart(p, still) {
  const { pairs } = clearestPairs();
  const [left, width, height] = [246, 576, 42 + pairs.length * 22];
  const x = (v) => left + ((v + 1) / 2) * (width - left - 66);
  return s("svg", frame(width, height, "Clearest attitudes with intervals", still ? "img" : "group"),
    [-1, -0.5, 0, 0.5, 1].map((v) => [
      s("line", { x1: x(v), x2: x(v), y1: 24, y2: height - 6, stroke: v ? p.line : p.faint }),
      s("text", { x: x(v), y: 15, "font-size": 11, "text-anchor": "middle", fill: p.soft }, v ? signed(v, 1) : "0"),
    ]),
    s("text", { x: width - 2, y: 15, "font-size": 11, "text-anchor": "end", fill: p.soft }, "articles"),
    pairs.map((k, row) => forestRow(k, row, { x, left, width, p, still })));
}

const stanceHead = ["Source", "Target", "Articles", "Score", "Low", "High", "P", "Q"];
const stanceCells = (k) => [A.id[S.source[k]], A.id[S.target[k]], S.articles[k], S.score[k], S.low[k], S.high[k], S.p[k], S.q[k]];

function attitudesSection() {
  if (!S.source.length) return null;
  const [matrix, forest] = [h("div.scroll", { tabindex: 0, role: "region", "aria-label": "Matrix of attitudes" }), h("div.scroll")];
  const draw = () => {
    matrix.replaceChildren(matrixChart(palette(), false));
    forest.replaceChildren(forestChart(palette(), false));
  };
  redrawn.push(draw);
  draw();
  const choose = h("select", {
    "aria-label": "Actors in the matrix",
    onchange: (event) => {
      matrixSize = Number(event.target.value);
      draw();
    },
  }, [10, 16, 24].map((n) => h("option", { value: n, selected: n === matrixSize }, `${n} actors`)));
  return section("attitudes", "Who stands where towards whom",
    [choose, ...saving("attitudes", "attitudes", (p) => matrixChart(p, true), () => [stanceHead, numbers(S.source.length).map(stanceCells)])],
    `The attitude that sentences report of one actor towards another, from ${MINUS}1 (hostile) to +1 (friendly). Full colour and a sign: the interval leaves out 0. Click one to read the sentences.`,
    h("div.two", {},
      h("div.card", {}, h("h3", {}, "Matrix"), matrix),
      h("div.card", {}, h("h3", {}, "The clearest, between countries"), h("p.note", {}, clearestPairs().rule), forest)));
}

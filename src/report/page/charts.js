// Small charts: an interval, the neighbourhood of an actor.

/** A score on its scale with its interval. */
function intervalChart(score, low, high, width = 440, p = palette()) {
  const x = (v) => 14 + ((v + 1) / 2) * (width - 28);
  const colour = scoreColour(score > 0 ? 1 : score < 0 ? -1 : 0, p);
  const word = { "-1": `${MINUS}1 hostile`, 0: "0", 1: "friendly +1" };
  const tick = (v) => [
    s("line", { x1: x(v), x2: x(v), y1: 9, y2: 19, stroke: v ? p.line : p.faint }),
    s("text", {
      x: v === -1 ? 1 : v === 1 ? width - 1 : x(v), y: 34, "font-size": 11, fill: p.soft,
      "text-anchor": v === -1 ? "start" : v === 1 ? "end" : "middle",
    }, word[v] ?? signed(v, 1)),
  ];
  return s("svg", frame(width, 40, `Score ${decimal(score)}, 95 % interval ${ends(low, high)}`),
    s("line", { x1: x(-1), x2: x(1), y1: 14, y2: 14, stroke: p.line, "stroke-width": 2 }),
    [-1, -0.5, 0, 0.5, 1].map(tick),
    low !== null && s("line", {
      x1: x(Math.max(-1, low)), x2: x(Math.min(1, high)), y1: 14, y2: 14, stroke: colour, "stroke-width": 5,
      "stroke-linecap": "round", opacity: 0.45,
    }),
    score !== null && s("circle", { cx: x(score), cy: 14, r: 6, fill: colour, stroke: p.ground, "stroke-width": 1.5 }));
}

/** An actor and its strongest ties. */
function egoChart(a, ties, p = palette(), width = 448, height = 230) {
  const most = Math.max(...ties.map((e) => E.weight[e]));
  const place = (i) => {
    const turn = -Math.PI / 2 + ((i + 0.5) / ties.length) * 2 * Math.PI;
    return [width / 2 + Math.cos(turn) * 112, height / 2 + Math.sin(turn) * 82];
  };
  const line = (e, i) => {
    const [x, y] = place(i);
    const known = edgeClear(e);
    return s("line", {
      x1: width / 2, y1: height / 2, x2: x, y2: y, "stroke-width": 1 + 6 * Math.sqrt(E.weight[e] / most),
      stroke: known ? scoreColour(E.stance[e] > 0 ? scale() : -scale(), p) : p.edge,
      "stroke-dasharray": known && E.stance[e] < 0 ? "6 4" : null,
    });
  };
  const disc = (e, i) => {
    const [x, y] = place(i);
    const other = otherEnd(e, a);
    const side = x > width / 2 + 5 ? 1 : x < width / 2 - 5 ? -1 : 0;
    return s("g", { class: "hit", onclick: () => openActor(other), ...hint(`${nameOf(other)}: ${whole(E.weight[e])} articles with both`) },
      s("circle", { cx: x, cy: y, r: 7, fill: communityColour(other, p), stroke: p.ground, "stroke-width": 1.5 }),
      s("text", {
        x: x + side * 11, y: side ? y + 4 : y + (y > height / 2 ? 20 : -12), "font-size": 12, fill: p.ink,
        "text-anchor": side > 0 ? "start" : side < 0 ? "end" : "middle",
      }, nameOf(other, 14)));
  };
  return s("svg", frame(width, height, "Its strongest ties"),
    ties.map(line),
    ties.map(disc),
    s("circle", { cx: width / 2, cy: height / 2, r: 11, fill: communityColour(a, p), stroke: p.ground, "stroke-width": 2 }));
}

// Series over time: shares with their intervals, attitudes, the number of articles.

/** Articles that a period needs to be drawn: three, or a tenth of the median. */
function floor() {
  const sorted = [...D.time.totals].sort((a, b) => a - b);
  return Math.max(3, 0.1 * (sorted[sorted.length >> 1] || 0));
}

/** The first period from which nearly all have enough articles. */
function firstPeriod() {
  const totals = D.time.totals;
  const least = floor();
  const steady = (k) => {
    const rest = totals.slice(k);
    return rest[0] >= least && rest.filter((n) => n >= least).length >= 0.9 * rest.length;
  };
  return Math.max(0, totals.findIndex((_, k) => steady(k)));
}

/** Share of an actor in every period: number of the period, articles, share, low, high. */
function attentionOf(a) {
  const found = new Map((D.time.attention[a] || []).map((point) => [point[0], point]));
  return D.time.totals.map((total, k) => {
    const [, articles, low, high] = found.get(k) || [k, 0, 0, D.time.none_high[k]];
    return [k, articles, total ? articles / total : null, low, high];
  });
}

const changesOf = (a) => D.time.changes.filter((c) => c.kind === "attention" && c.source === a && c.q !== null && c.q <= 0.05);

const roundUp = (x) => [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8].find((v) => v >= x) || 1;

/** Labels of the horizontal axis, as many as there is room for. */
function timeAxis(p, x, y, first) {
  const periods = D.time.periods;
  const yearly = periods.length - first > 30 && /^\d{4}-/.test(periods[first] || "");
  const out = [];
  let taken = -Infinity; // right end of the label before
  let year = "";
  for (let k = first; k < periods.length; k++) {
    const text = yearly ? periods[k].slice(0, 4) : periods[k];
    if (yearly && text === year) continue;
    year = text;
    const at = x(k);
    const anchor = !out.length ? "start" : k === periods.length - 1 ? "end" : "middle";
    const room = 6.6 * text.length;
    const left = at - { start: 0, middle: room / 2, end: room }[anchor];
    if (left < taken + 9) continue;
    taken = left + room;
    out.push(
      s("line", { x1: at, x2: at, y1: y, y2: y + 4, stroke: p.faint }),
      s("text", { x: at, y: y + 15, "font-size": 11, fill: p.soft, "text-anchor": anchor }, text));
  }
  return out;
}

/** The articles of each period. */
function volumeChart(width, p = palette(), height = 84) {
  const m = { left: 44, right: 10, top: 22, bottom: 20 };
  const first = firstPeriod();
  const totals = D.time.totals.slice(first);
  const step = (width - m.left - m.right) / totals.length;
  const top = Math.max(1, ...totals);
  const x = (k) => m.left + (k - first + 0.5) * step;
  const y = (n) => m.top + (1 - n / top) * (height - m.top - m.bottom);
  return s("svg", frame(width, height, "Articles per period"),
    s("text", { x: 0, y: 13, "font-size": 13.5, "font-weight": 600, fill: p.ink }, "Articles per period"),
    width > 480 && s("text", { x: width - m.right, y: 13, "font-size": 11.5, "text-anchor": "end", fill: p.soft }, "what each share below is a share of"),
    [0, top].map((n) => s("text", { x: m.left - 5, y: y(n) + 4, "font-size": 11, "text-anchor": "end", fill: p.soft }, whole(n))),
    totals.map((n, i) => s("rect", {
      x: m.left + i * step + Math.min(1, step * 0.12), width: Math.max(0.7, step - Math.min(2, step * 0.24)),
      y: y(n), height: height - m.bottom - y(n), fill: n < floor() ? p.line : p.edge,
      ...hint(`${D.time.periods[first + i]}: ${plural(n, "article")}`),
    })),
    timeAxis(p, x, height - m.bottom, first));
}

/** Runs of points in successive periods. */
function runs(points) {
  const out = [];
  for (const point of points) {
    const last = out.at(-1);
    if (last && last.at(-1)[0] === point[0] - 1) last.push(point);
    else out.push([point]);
  }
  return out;
}

/** The share of an actor by period, with its band and the changes that a test finds. */
function attentionChart(a, { width, height = 92, p = palette(), title = false, still = false }) {
  const m = { left: 44, right: 10, top: title ? 24 : 8, bottom: 20 };
  const first = firstPeriod();
  const count = D.time.periods.length;
  const points = attentionOf(a).filter(([k, , share]) => k >= first && share !== null && D.time.totals[k] >= floor());
  const highs = points.map((q) => q[4] ?? 0).sort((x, y) => x - y);
  const top = roundUp(Math.max(0.001, ...points.map((q) => q[2]), highs[Math.floor(highs.length * 0.95)] || 0));
  const x = (k) => (count - 1 === first ? width / 2 : m.left + ((k - first) / (count - 1 - first)) * (width - m.left - m.right));
  const y = (v) => m.top + (1 - Math.min(v, top) / top) * (height - m.top - m.bottom);
  const at = (k, v) => `${x(k).toFixed(1)},${y(v).toFixed(1)}`;
  const base = height - m.bottom;
  const digits = Math.abs(top * 50 - Math.round(top * 50)) > 1e-9 ? 1 : 0;
  const picture = s("svg", frame(width, height, `Share of articles that mention ${nameOf(a)}, by period`),
    title && s("text", { x: 0, y: 14, "font-size": 13.5, "font-weight": 600, fill: p.ink }, nameOf(a, 30)),
    title && s("text", { x: width - m.right, y: 14, "font-size": 11.5, "text-anchor": "end", fill: p.soft }, plural(A.articles[a], "article")),
    [0, top / 2, top].map((v) => [
      s("line", { x1: m.left, x2: width - m.right, y1: y(v), y2: y(v), stroke: p.line }),
      s("text", { x: m.left - 5, y: y(v) + 3.5, "font-size": 11, "text-anchor": "end", fill: p.soft }, percent(v, v ? digits : 0)),
    ]),
    runs(points).map((run) => [
      s("path", {
        d: `M${run.map((q) => at(q[0], q[4] ?? q[2])).join("L")}L${[...run].reverse().map((q) => at(q[0], q[3] ?? q[2])).join("L")}Z`,
        fill: p.band, opacity: 0.18,
      }),
      run.length > 1
        ? s("path", { d: `M${run.map((q) => at(q[0], q[2])).join("L")}`, fill: "none", stroke: p.band, "stroke-width": 1.7, "stroke-linejoin": "round" })
        : s("circle", { cx: x(run[0][0]), cy: y(run[0][2]), r: 2, fill: p.band }),
    ]),
    changesOf(a).filter((c) => c.period >= first).slice(0, 8).map((c) => changeMark(c, x(c.period), m.top, base, p)),
    timeAxis(p, x, base, first));
  if (!still) followPointer(picture, { a, first, count, x, base, m, width, p });
  return picture;
}

/** A dotted line with a triangle up or down; pale where the corpus itself changes. */
function changeMark(change, x, top, base, p) {
  const opacity = change.corpus ? 0.35 : 0.85;
  const up = change.after > change.before;
  return [
    s("line", { x1: x, x2: x, y1: top, y2: base, stroke: p.ink, "stroke-dasharray": "2 3", opacity }),
    s("path", { d: up ? `M${x - 4},${top + 6}l4,-7l4,7z` : `M${x - 4},${top - 1}l4,7l4,-7z`, fill: p.ink, opacity }),
  ];
}

/** Shows the numbers of the period below the pointer. */
function followPointer(picture, { a, first, count, x, base, m, width, p }) {
  const line = s("line", { y1: m.top, y2: base, stroke: p.soft, opacity: 0 });
  const points = attentionOf(a);
  picture.append(line);
  picture.addEventListener("mousemove", (event) => {
    const box = picture.getBoundingClientRect();
    const share = (((event.clientX - box.left) * width) / box.width - m.left) / (width - m.left - m.right);
    const k = Math.max(first, Math.min(count - 1, Math.round(first + share * (count - 1 - first))));
    const [, articles, part, low, high] = points[k];
    const change = changesOf(a).find((c) => Math.abs(c.period - k) < 2);
    line.setAttribute("x1", x(k));
    line.setAttribute("x2", x(k));
    line.setAttribute("opacity", "0.6");
    const lines = [`${nameOf(a)}, ${D.time.periods[k]}`, `${articles} of ${D.time.totals[k]} articles: ${percent(part)}`];
    if (high !== null) lines.push(`95 % interval ${percent(low)} to ${percent(high)}`);
    if (change) lines.push(`change in ${D.time.periods[change.period]}: ${percent(change.before)} → ${percent(change.after)} (Q ${probability(change.q)})`);
    if (change?.corpus) lines.push(`but the corpus itself changes here: ${change.corpus.replace(";", " and ")}`);
    showTip(lines.join("\n"), event.clientX, event.clientY);
  });
  picture.addEventListener("mouseleave", () => {
    line.setAttribute("opacity", "0");
    showTip("");
  });
}

/** An attitude by period: a dot each, its size the number of articles. */
function stanceChart(k, { width, height = 120, p = palette(), title = false }) {
  const m = { left: 38, right: 14, top: title ? 24 : 8, bottom: 20 };
  const first = firstPeriod();
  const count = D.time.periods.length;
  const points = (D.time.stance[k] || []).filter((q) => q[0] >= first && q[2] !== null);
  const x = (q) => m.left + 8 + (count - 1 === first ? 0.5 : (q - first) / (count - 1 - first)) * (width - m.left - m.right - 16);
  const y = (v) => m.top + ((1 - v) / 2) * (height - m.top - m.bottom);
  const name = `${nameOf(S.source[k], 20)} → ${nameOf(S.target[k], 20)}`;
  const dot = ([period, articles, score, low, high]) => {
    const known = clear(low, high);
    const colour = known ? scoreColour(score > 0 ? 1 : -1, p) : p.edge;
    const size = Math.min(7.5, 2 + Math.sqrt(articles) * 0.5);
    return [
      low !== null && s("line", { x1: x(period), x2: x(period), y1: y(Math.min(1, high)), y2: y(Math.max(-1, low)), stroke: colour, "stroke-width": 2, opacity: 0.5 }),
      score < 0
        ? s("rect", { x: x(period) - size, y: y(score) - size, width: 2 * size, height: 2 * size, fill: colour, stroke: p.ground, "stroke-width": 0.7 })
        : s("circle", { cx: x(period), cy: y(score), r: size, fill: colour, stroke: p.ground, "stroke-width": 0.7 }),
      s("circle", { cx: x(period), cy: y(score), r: 10, fill: "transparent", ...hint(`${D.time.periods[period]}: ${signed(score)} in ${plural(articles, "article")}\n95 % interval ${ends(low, high)}`) }),
    ];
  };
  return s("svg", frame(width, height, `Attitude of ${nameOf(S.source[k])} towards ${nameOf(S.target[k])}, by period`),
    title && s("text", { x: 0, y: 14, "font-size": 13.5, "font-weight": 600, fill: p.ink }, cut(name, 34)),
    title && s("text", { x: width - m.right, y: 14, "font-size": 11.5, "text-anchor": "end", fill: p.soft }, `${signed(S.score[k])} in ${whole(S.articles[k])}`),
    [-1, 0, 1].map((v) => [
      s("line", { x1: m.left, x2: width - m.right, y1: y(v), y2: y(v), stroke: v ? p.line : p.faint }),
      s("text", { x: m.left - 5, y: y(v) + 3.5, "font-size": 11, "text-anchor": "end", fill: p.soft }, v ? signed(v, 0) : "0"),
    ]),
    points.map(dot),
    timeAxis(p, x, height - m.bottom, first));
}

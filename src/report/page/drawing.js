// The network as marks: one drawing, made on canvas or as SVG.

const NARROW = innerWidth < 700;
const filter = { q: 0.05, weight: 1, colour: "community", within: false };
let shownEdges = [];
let shownActors = [];
let placeX = new Float64Array(0);
let placeY = new Float64Array(0);
let heaviest = 1;

/** Places as the program laid them out, turned where the window is narrow. */
function placeAll() {
  const number = (v) => v ?? 0;
  placeX = Float64Array.from(NARROW ? A.y : A.x, number);
  placeY = Float64Array.from(NARROW ? A.x : A.y, number);
  heaviest = Math.sqrt(Math.max(1, ...E.weight));
}

/** Which pairs and actors the sliders let through; ties within a state only where they are asked for. */
function applyFilter() {
  const passes = (e) => (filter.within || !E.within[e]) && E.weight[e] >= filter.weight && (filter.q >= 1 || (E.q[e] !== null && E.q[e] <= filter.q));
  shownEdges = numbers(E.source.length).filter((e) => passes(e) && A.x[E.source[e]] !== null && A.x[E.target[e]] !== null);
  const ends = new Set(shownEdges.flatMap((e) => [E.source[e], E.target[e]]));
  shownActors = [...ends].sort((a, b) => A.articles[b] - A.articles[a] || a - b);
}

/** The smallest weight with which the picture stays legible. */
function startFilter() {
  const most = NARROW ? 90 : 240;
  for (const weight of WEIGHTS) {
    filter.weight = weight;
    applyFilter();
    if (shownEdges.length <= most) return;
  }
}

const WEIGHTS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 500, 1000, 2000, 5000, 10000];
const radiusOf = (a) => A.radius[a] ?? 4;
const widthOf = (e) => 0.7 + (6.5 * Math.sqrt(E.weight[e])) / heaviest;
/** By how much discs and lines grow: with the drawing while it is small, more slowly when it is enlarged. */
const grow = (view) => (view.zoom < 1 ? Math.max(0.45, view.zoom) : Math.min(1.8, Math.sqrt(view.zoom)));

function actorColour(a, p) {
  if (filter.colour === "community") return communityColour(a, p);
  return filter.colour === "attitude" ? scoreColour(A.tone[a], p) : kindColour(a, p);
}

/** How the drawing fits into a rectangle. */
function fitView(width, height, edge = 46) {
  if (!shownActors.length) return { zoom: 1, x: width / 2, y: height / 2, width, height };
  const xs = shownActors.map((a) => placeX[a]);
  const ys = shownActors.map((a) => placeY[a]);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const zoom = Math.min((width - edge * 2) / Math.max(60, right - left), (height - edge * 2) / Math.max(60, bottom - top), 2.2);
  return { zoom, x: width / 2 - ((left + right) / 2) * zoom, y: height / 2 - ((top + bottom) / 2) * zoom, width, height };
}

/**
 * Draws the network.
 * @param {any} pen has line, lines, disc, width, word
 * @param {any} p palette
 * @param {any} view from fitView
 * @param {{actors: number[], edges: Set<number>}|null} lit what stands out; the rest fades
 * @param {number} names at most
 */
function drawNetwork(pen, p, view, lit, names) {
  const x = (a) => placeX[a] * view.zoom + view.x;
  const y = (a) => placeY[a] * view.zoom + view.y;
  const size = grow(view);
  drawTies(pen, p, { x, y, size, lit });
  const near = lit && new Set(lit.actors);
  for (const a of [...shownActors].reverse()) {
    pen.disc(x(a), y(a), radiusOf(a) * size, actorColour(a, p), p.ground, near && !near.has(a) ? 0.15 : 1);
  }
  drawNames(pen, p, { x, y, size, view, near, order: lit ? lit.actors : shownActors, names });
}

/** Grey ties of one width in one stroke, then those with a clear attitude one by one. */
function drawTies(pen, p, { x, y, size, lit }) {
  const on = (e) => !lit || lit.edges.has(e);
  const crowded = shownEdges.length > 900;
  const strokes = new Map();
  for (const e of shownEdges) {
    if (edgeClear(e)) continue;
    const key = Math.max(1, Math.round(widthOf(e) * size * 2)) + (on(e) ? 0 : 1000);
    if (!strokes.has(key)) strokes.set(key, []);
    strokes.get(key).push(x(E.source[e]), y(E.source[e]), x(E.target[e]), y(E.target[e]));
  }
  for (const [key, ends] of strokes) {
    pen.lines(ends, (key % 1000) / 2, p.edge, key >= 1000 ? 0.07 : lit ? 0.8 : crowded ? 0.25 : 0.42);
  }
  for (const e of shownEdges) {
    if (!edgeClear(e)) continue;
    const least = 0.6 * scale();
    const score = E.stance[e] > 0 ? Math.max(least, E.stance[e]) : Math.min(-least, E.stance[e]);
    pen.line([x(E.source[e]), y(E.source[e]), x(E.target[e]), y(E.target[e])], widthOf(e) * size, scoreColour(score, p), on(e) ? 0.9 : 0.06, score < 0);
  }
}

/** Names where there is room, those of most articles first. */
function drawNames(pen, p, { x, y, size, view, near, order, names }) {
  const taken = [];
  for (const a of order) {
    if (near && !near.has(a)) continue;
    const letters = Math.round(Math.max(11, Math.min(17, 9.5 + radiusOf(a) * 0.33 * size)));
    const bold = A.kind[a] === "state" || Boolean(near);
    const name = nameOf(a, 26);
    const width = pen.width(name, letters);
    const [cx, cy, r] = [x(a), y(a), radiusOf(a) * size];
    if (cx < -40 || cy < -20 || cx > view.width + 40 || cy > view.height + 20) continue;
    const places = [[cx + r + 3, cy + letters * 0.35], [cx - r - 3 - width, cy + letters * 0.35], [cx - width / 2, cy - r - 4], [cx - width / 2, cy + r + letters]];
    const box = ([left, base]) => [left - 2, base - letters, left + width + 2, base + letters * 0.3];
    const fits = (place) => {
      const b = box(place);
      return b[0] >= 2 && b[2] <= view.width - 2 && !taken.some((o) => b[0] < o[2] && b[2] > o[0] && b[1] < o[3] && b[3] > o[1]);
    };
    const place = places.find(fits);
    if (!place) continue;
    taken.push(box(place));
    pen.word(place[0], place[1], name, letters, { ink: p.ink, halo: p.ground, bold });
    if (taken.length >= names) return;
  }
}

/** The lines that the legend explains. */
const legendLines = (p) => [
  [p.positive, null, "friendly: interval above 0"],
  [p.negative, "7 4", "hostile: interval below 0"],
  [p.edge, null, "no clear attitude"],
];

const rule = () => `Q ≤ ${filter.q >= 1 ? "any" : filter.q}, ${filter.weight} articles or more`;

/** The network as SVG, with legend and rule. */
function networkSvg(p, width = 1180, height = 720) {
  const out = [];
  drawNetwork(svgPen(out), p, fitView(width, height - 40), null, 140);
  const wide = width > 900;
  return s("svg", frame(width, height, "Network of actors"), out,
    legendLines(p).map(([colour, dash, text], i) => s("g", { transform: `translate(${12 + i * (wide ? 210 : 168)},${height - 22})` },
      s("path", { d: "M1,7L27,7", stroke: colour, "stroke-width": 4, "stroke-dasharray": dash }),
      s("text", { x: 34, y: 11, "font-size": 12, fill: p.soft }, text))),
    s("text", { x: width - 10, y: height - 11, "font-size": 12, "text-anchor": "end", fill: p.soft },
      `${whole(shownEdges.length)} of ${whole(D.limits.edges_all)} ties: ${rule()}${wide ? "; disc: articles; width: articles with both" : ""}`));
}

/** Draws into a list of SVG elements. */
function svgPen(out) {
  const meter = h("canvas").getContext("2d");
  const n = (v) => v.toFixed(1);
  const line = ([x1, y1, x2, y2], width, stroke, opacity, dashed) =>
    out.push(s("line", { x1: n(x1), y1: n(y1), x2: n(x2), y2: n(y2), stroke, "stroke-width": width.toFixed(2), opacity, "stroke-dasharray": dashed ? "7 4" : null }));
  return {
    line,
    lines(ends, width, colour, opacity) {
      for (let i = 0; i < ends.length; i += 4) line(ends.slice(i, i + 4), width, colour, opacity, false);
    },
    disc(cx, cy, r, fill, stroke, opacity) {
      out.push(s("circle", { cx: n(cx), cy: n(cy), r: n(r), fill, stroke, "stroke-width": 1.5, opacity: opacity < 1 ? opacity : null }));
    },
    width(text, size) {
      meter.font = `${size}px Helvetica, Arial, sans-serif`;
      return meter.measureText(text).width * 1.06;
    },
    word(x, y, text, size, { ink, halo, bold }) {
      out.push(s("text", { x: n(x), y: n(y), "font-size": size, fill: ink, stroke: halo, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke", "font-weight": bold ? 600 : null }, text));
    },
  };
}

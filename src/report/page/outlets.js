// The section on outlets: how each writes of whom.

let toneMode = "score";

/** Outlets and targets of most judged articles. */
function toneAxes() {
  const [outlets, targets] = [new Map(), new Map()];
  T.outlet.forEach((o, k) => {
    outlets.set(o, (outlets.get(o) || 0) + T.articles[k]);
    targets.set(T.target[k], (targets.get(T.target[k]) || 0) + T.articles[k]);
  });
  const top = (map, most) => [...map].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most).map(([n]) => n);
  return [top(outlets, 14), top(targets, 16)];
}

const toneTip = (k) => [
  `${outletName(T.outlet[k])} on ${nameOf(T.target[k])}`,
  `score ${signed(T.score[k])} (${ends(T.low[k], T.high[k])}), ${plural(T.articles[k], "article")}`,
  T.contrast[k] !== null && `against all others ${signed(T.contrast[k])} (${ends(T.contrast_low[k], T.contrast_high[k])})`,
].filter(Boolean).join("\n");

function toneCell(k, x, y, { width, height, p, still }) {
  const scoring = toneMode === "score";
  const value = scoring ? T.score[k] : T.contrast[k];
  const known = scoring ? clear(T.low[k], T.high[k]) : clear(T.contrast_low[k], T.contrast_high[k]);
  const full = scoreColour(value, p, 0.4);
  const colour = value === null ? p.ground : known ? full : mixed(full, p.ground, 0.6);
  const [o, t] = [T.outlet[k], T.target[k]];
  const act = still ? {} : { ...pressable(`${outletName(o)} on ${nameOf(t)}: ${decimal(value)}`, () => openTone(o, t)), ...hint(() => toneTip(k)) };
  return s("g", act,
    s("rect", { x: x + 1, y: y + 1, width: width - 2, height: height - 2, rx: 3, fill: colour }),
    s("text", { x: x + width / 2, y: y + height / 2 + 4, "font-size": 12, "text-anchor": "middle", "font-weight": known ? 700 : 400, fill: inkOn(colour) }, value === null ? "" : signed(value)));
}

function toneChart(p, still) {
  const [outlets, targets] = toneAxes();
  const [width, height, left, top] = [54, 34, 170, 112];
  const size = [left + targets.length * width + 60, top + outlets.length * height + 14];
  const square = (o, row, t, column) => {
    const [x, y] = [left + column * width, top + row * height];
    const k = toneOf.get(orderedKey(o, t));
    if (k !== undefined && T.articles[k] >= 3) return toneCell(k, x, y, { width, height, p, still });
    return s("text", { x: x + width / 2, y: y + height / 2 + 4, "font-size": 11, "text-anchor": "middle", fill: p.faint }, k === undefined ? "·" : "few");
  };
  return s("svg", frame(size[0], size[1], "Tone of outlets towards actors", still ? "img" : "group"),
    outlets.map((o, row) => s("text", { x: left - 10, y: top + row * height + height / 2 + 4, "font-size": 12.5, "text-anchor": "end", fill: p.ink }, outletName(o, 24))),
    targets.map((t, column) => s("text", { transform: `translate(${left + column * width + width / 2},${top - 8}) rotate(-50)`, "font-size": 12, fill: p.ink }, nameOf(t, 18))),
    outlets.map((o, row) => targets.map((t, column) => square(o, row, t, column))));
}

const toneHead = ["Outlet", "Target", "Articles", "Score", "Low", "High", "Contrast", "ContrastLow", "ContrastHigh"];
const toneCells = (k) => [D.outlets[T.outlet[k]], A.id[T.target[k]], T.articles[k], T.score[k], T.low[k], T.high[k], T.contrast[k], T.contrast_low[k], T.contrast_high[k]];

function outletsSection() {
  if (!T.outlet.length) return null;
  const map = h("div.scroll", { tabindex: 0, role: "region", "aria-label": "Tone of outlets" });
  const draw = () => map.replaceChildren(toneChart(palette(), false));
  redrawn.push(draw);
  draw();
  const mode = h("select", {
    "aria-label": "What the cells show",
    onchange: (event) => {
      toneMode = event.target.value;
      draw();
    },
  }, h("option", { value: "score" }, "score"), h("option", { value: "contrast" }, "against all others"));
  return section("outlets", "How outlets write",
    [mode, ...saving("outlets", "tone of outlets", (p) => toneChart(p, true), () => [toneHead, numbers(T.outlet.length).map(toneCells)])],
    "The attitude of each outlet’s own wording towards an actor. Bold and full colour: the interval leaves out 0. “few”: fewer than three articles.",
    h("div.card", {}, map));
}

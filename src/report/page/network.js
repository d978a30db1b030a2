// The section on the network: canvas, sliders, legend.

/** @type {NetworkCanvas|null} */
let networkView = null;
const Q_STEPS = [1e-12, 1e-9, 1e-6, 1e-4, 0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1];

/** A slider over a list of values. */
function slider(label, values, start, act) {
  return h("input", {
    type: "range", min: 0, max: values.length - 1, step: 1, value: Math.max(0, values.indexOf(start)), "aria-label": label,
    oninput: (event) => act(values[Number(event.target.value)]),
  });
}

/** The communities in the picture, named by their largest members. */
function communityButtons(p, light) {
  const rows = [...communityRank].slice(0, 6).map(([community, rank]) => {
    const members = shownActors.filter((a) => A.community[a] === community);
    return { rank, members };
  });
  const show = (members) => {
    const inside = new Set(members);
    light({ actors: members, edges: new Set(shownEdges.filter((e) => inside.has(E.source[e]) && inside.has(E.target[e]))) });
  };
  return rows.filter(({ members }) => members.length > 1).map(({ rank, members }) => h("button", { onclick: () => show(members) },
    s("svg", { width: 12, height: 12, "aria-hidden": "true" }, s("circle", { cx: 6, cy: 6, r: 5, fill: p.communities[rank % 8] })),
    `${members.slice(0, 2).map((a) => nameOf(a, 18)).join(", ")} …`));
}

/** What the legend says of discs. */
function kindMarks(p) {
  const used = KINDS.filter((kind) => shownActors.some((a) => A.kind[a] === kind));
  return used.map((kind) => h("span", {},
    s("svg", { width: 12, height: 12, "aria-hidden": "true" }, s("circle", { cx: 6, cy: 6, r: 5, fill: p.communities[KINDS.indexOf(kind) % 8] })), kind));
}

function networkLegend(light) {
  const p = palette();
  const lines = legendLines(p).map(([colour, dash, text]) => h("span", {},
    s("svg", { width: 28, height: 12, viewBox: "0 0 28 14", "aria-hidden": "true" }, s("path", { d: "M1,7L27,7", stroke: colour, "stroke-width": 4, "stroke-dasharray": dash })), text));
  return [lines, filter.colour === "community" ? communityButtons(p, light) : filter.colour === "type" ? kindMarks(p) : h("span", {}, "disc: tone of the writers")];
}

const tieHead = ["Source", "Target", "Weight", "Expected", "NPMI", "Q", "Stance", "StanceLow", "StanceHigh", "Fragile"];
const tieCells = (e) => [A.id[E.source[e]], A.id[E.target[e]], E.weight[e], E.expected[e], E.npmi[e], E.q[e], E.stance[e], E.low[e], E.high[e], E.fragile[e]];

function networkSection() {
  if (!E.source.length) return null;
  placeAll();
  startFilter();
  const view = new NetworkCanvas();
  networkView = view;
  const count = h("span.note");
  const legend = h("div.legend");
  const inPrint = h("div.print");
  const [qValue, weightValue] = [h("output"), h("output")];
  const weights = WEIGHTS.filter((w) => w <= Math.max(...E.weight));
  const drawLegend = () => legend.replaceChildren(...networkLegend((lit) => view.light(lit)).flat(Infinity));
  function change() {
    applyFilter();
    qValue.textContent = filter.q >= 1 ? "any" : probability(filter.q);
    weightValue.textContent = `${filter.weight}+`;
    count.textContent = `${plural(shownActors.length, "actor")}, ${plural(shownEdges.length, "tie")} shown of ${whole(D.limits.edges_all)}`;
    if (!view.moved && view.element.clientWidth) view.view = fitView(view.element.clientWidth, view.element.clientHeight);
    drawLegend();
    view.light(view.base());
  }
  const set = (name) => (value) => {
    filter[name] = value;
    change();
  };
  redrawn.push(() => {
    drawLegend();
    view.ask();
  });
  addEventListener("beforeprint", () => inPrint.replaceChildren(networkSvg(PALETTES.light, 860, 640)));
  const controls = h("div.controls", {},
    h("label", {}, "Beyond chance: Q ≤", slider("Largest Q", Q_STEPS, filter.q, set("q")), qValue),
    h("label", {}, "Articles with both", slider("Fewest articles with both", weights, filter.weight, set("weight")), weightValue),
    h("label", {}, "Colour", h("select", { onchange: (event) => set("colour")(event.target.value) }, ["community", "type", "attitude"].map((t) => h("option", { value: t }, t)))),
    E.within.some(Boolean) && h("label", { title: "Ties of a state or body and its own persons and bodies, which meet by nature" },
      h("input", { type: "checkbox", onchange: (event) => set("within")(event.target.checked) }), "within states"),
    count);
  const zoomButtons = h("div.zoom", {},
    h("button.icon", { onclick: () => view.zoom(1.3), "aria-label": "Zoom in" }, "+"),
    h("button.icon", { onclick: () => view.zoom(1 / 1.3), "aria-label": "Zoom out" }, MINUS),
    h("button.icon", { onclick: () => view.fit() }, "Fit"));
  change();
  return section("network", "Who appears with whom",
    saving("network", "who appears with whom", (p) => networkSvg(p), () => [tieHead, shownEdges.map(tieCells)]),
    "Two actors are tied where more articles name both than chance explains. Click a disc for an actor, a line for the articles and sentences behind it; drag to rearrange.",
    h("div.net", {}, controls, h("div.stage", {}, view.element, zoomButtons), inPrint, legend),
    D.not_drawn && h("p.note.below", {}, D.not_drawn));
}

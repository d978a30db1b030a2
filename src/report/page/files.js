// Files that the page makes: CSV of what is shown, pictures with title, legend and source.

/** Offers data as a file. */
function save(name, type, data) {
  const link = h("a", { href: URL.createObjectURL(new Blob([data], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 4000);
}

/** A cell of a CSV file; text that a spreadsheet would run gets a quote mark in front. */
function csvCell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^[\s\u0000-\u001f]*[=+\-@＝＋－＠]/.test(value) ? `'${value}` : String(value);
  return /[",;\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csvText = (head, rows) => [head, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");

const svgText = (picture) => {
  picture.setAttribute("xmlns", SVG);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}`;
};

/** Saves a picture as PNG, three dots for each unit. */
async function savePng(picture, name) {
  const [width, height] = ["width", "height"].map((side) => 3 * Number(picture.getAttribute(side)));
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svgText(picture)], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = h("canvas", { width, height });
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((blob) => blob && save(`${name}.png`, "image/png", blob));
}

/** A picture for a paper: light colours, title above, source below. */
function figure(draw, title) {
  const p = PALETTES.light;
  const inner = draw(p, true);
  const [width, height] = ["width", "height"].map((side) => Number(inner.getAttribute(side)));
  inner.setAttribute("y", "34");
  return s("svg", { ...frame(width, height + 62, title), "font-family": "Helvetica, Arial, sans-serif" },
    s("rect", { width, height: height + 62, fill: p.ground }),
    s("text", { x: 8, y: 20, "font-size": 14, "font-weight": 600, fill: p.ink }, cut(title, Math.floor(width / 8))),
    inner,
    s("text", { x: 8, y: height + 52, "font-size": 9.5, fill: p.soft }, cut(D.source, Math.floor(width / 4.8))));
}

/**
 * The buttons beside a heading.
 * @param {string} name of the files
 * @param {string} title of the picture
 * @param {(p: any, still: boolean) => SVGElement} draw
 * @param {() => [string[], any[][]]} rows of the CSV file: head and rows
 */
function saving(name, title, draw, rows) {
  const button = (kind, act) => h("button.icon", { "aria-label": `Save ${name} as ${kind}`, onclick: act }, kind);
  const full = () => `${D.title}: ${title}`;
  return [
    button("SVG", () => save(`${name}.svg`, "image/svg+xml", svgText(figure(draw, full())))),
    button("PNG", () => savePng(figure(draw, full()), name)),
    button("CSV", () => save(`${name}.csv`, "text/csv", csvText(...rows()))),
  ];
}

// Head, findings, methods, footer: what is read.

/** A section with its heading, buttons and lead. */
function section(id, title, tools, lead, ...body) {
  return h("section", { id, "aria-label": title },
    h("div.section-head", {}, h("h2", {}, title), tools.length > 0 && h("div.tools", {}, tools)),
    lead && h("p.lead", {}, lead), body);
}

function headPart() {
  return h("div.head", {},
    h("h1", {}, cut(D.title, 240)),
    D.subtitle && h("p.sub", {}, D.subtitle),
    h("div.facts", {}, D.facts.map(([value, word]) => h("div", {}, h("b", {}, value), h("span", {}, word)))));
}

/** Opens what a finding is about. */
function openFinding([kind, first, second]) {
  if (kind === "actor") go("actor", first);
  else go(kind, first, second);
}

function findingCard(finding) {
  const at = finding.sign ? finding.sentence.lastIndexOf(": ") + 2 : finding.sentence.length;
  return h("button.finding", { onclick: () => openFinding(finding.open) },
    h("span.kind", {}, finding.kind),
    h("span.says", {}, finding.sentence.slice(0, at), h("span", { class: finding.sign < 0 ? "minus" : "plus" }, finding.sentence.slice(at))),
    h("span.detail", {}, finding.detail));
}

function findingsSection() {
  const [first, ...rest] = D.cautions;
  return section("findings", "What stands out", [], null,
    h("div.findings", {}, D.findings.map(findingCard),
      first && h("div.finding.care", {}, h("span.kind", {}, "Read with care"), h("span.says", {}, first), h("span.detail", {}, rest.join(" ")))));
}

function summaryTable() {
  const row = ([measure, value, low, high, note]) => h("tr", {}, h("td", {}, measure), h("td.n", {}, value === null ? "" : String(value), low !== null && ` (${low} to ${high})`), h("td.note", {}, note));
  return h("details", {}, h("summary", {}, "The network as a whole"),
    h("div.scroll", { tabindex: 0, role: "region", "aria-label": "Measures of the network" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Measure"), h("th.n", { scope: "col" }, "Value"), h("th", { scope: "col" }, "Meaning"))), h("tbody", {}, D.summary.map(row)))));
}

function methodsSection() {
  const m = D.manifest;
  const list = (items) => h("ul", {}, items.map((item) => h("li", {}, item)));
  const inputs = m.inputs.map((input) => `input ${cut(input.name, 120)}: ${whole(input.bytes)} bytes, digest ${input.digest}`);
  const repeat = [D.command, `dictionary ${m.dictionary}`, `model ${m.model}`, ...inputs].join("\n");
  return section("methods", "Methods and limits", [], null, h("div.prose", {},
    D.methods.map((text) => h("p", {}, text)),
    h("h3", {}, served ? "What this page leaves out" : "What this report leaves out"), list(D.left_out),
    h("h3", {}, "Do not read into it"), list(D.misreadings),
    D.notes.length > 0 && [h("h3", {}, "About this run"), list(D.notes)],
    h("h3", {}, "Repeat it"),
    h("p.note", {}, `STORE, here and under the lists of sentences, stands for the folder of the store${served ? "" : ": after analyze, the folder “store” beside this file"}.`),
    commandLine(repeat),
    h("h3", {}, "Cite it"), h("p", {}, D.cite),
    D.summary.length > 0 && summaryTable(),
    h("details", {}, h("summary", {}, "Manifest"), h("pre", { tabindex: 0 }, JSON.stringify(m, null, 1)))));
}

function footerPart() {
  if (served) return h("footer", {}, `Made with demarche ${D.manifest.version} from a store on this machine; nothing leaves it.`);
  return h("footer", {}, `Made with demarche ${D.manifest.version}. `, D.limits.text ? "Sentences are quoted from the articles as evidence; the rights stay with their publishers." : "No sentences are quoted.");
}

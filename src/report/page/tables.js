// Tables: sort, filter, save what is shown.

/** A column: heading, value of a row, whether it is a number, how it is shown. */
const column = (heading, value, format = null) => ({ heading, value, number: format !== null, format });

/** The tables of the report, by name. */
function tableKinds() {
  return {
    Actors: {
      columns: [column("Actor", (a) => A.label[a]), column("Id", (a) => A.id[a]), column("Type", (a) => A.kind[a]), column("Articles", (a) => A.articles[a], whole), column("Stories", (a) => A.stories[a], whole),
        column("Actors met", (a) => A.degree[a], whole), column("PageRank", (a) => A.pagerank[a], (v) => decimal(v, 4)), column("Betweenness", (a) => A.betweenness[a], (v) => decimal(v, 4)), column("Tone", (a) => A.tone[a], signed)],
      rows: A.id.length, sort: [3, -1], open: openActor, file: "actors",
    },
    Ties: {
      columns: [column("One", (e) => A.label[E.source[e]]), column("Other", (e) => A.label[E.target[e]]), column("Articles", (e) => E.weight[e], whole), column("Expected", (e) => E.expected[e], (v) => decimal(v, 1)),
        column("NPMI", (e) => E.npmi[e], decimal), column("Q", (e) => E.q[e], probability), column("Models", (e) => E.consensus[e], whole), column("Attitude", (e) => E.stance[e], signed), column("Fragile", (e) => E.fragile[e])],
      rows: E.source.length, sort: [5, 1], open: (e) => openPair(E.source[e], E.target[e]), file: "ties",
    },
    Attitudes: {
      columns: [column("From", (k) => A.label[S.source[k]]), column("Towards", (k) => A.label[S.target[k]]), column("Articles", (k) => S.articles[k], whole), column("Score", (k) => S.score[k], signed),
        column("Low", (k) => S.low[k], decimal), column("High", (k) => S.high[k], decimal), column("Q", (k) => S.q[k], probability)],
      rows: S.source.length, sort: [2, -1], open: (k) => openPair(S.source[k], S.target[k]), file: "attitudes",
    },
    Outlets: {
      columns: [column("Outlet", (k) => D.outlets[T.outlet[k]]), column("On", (k) => A.label[T.target[k]]), column("Articles", (k) => T.articles[k], whole), column("Score", (k) => T.score[k], signed),
        column("Low", (k) => T.low[k], decimal), column("High", (k) => T.high[k], decimal), column("Against others", (k) => T.contrast[k], signed)],
      rows: T.outlet.length, sort: [2, -1], open: (k) => openTone(T.outlet[k], T.target[k]), file: "outlets",
    },
  };
}

const missing = (v) => v === null || v === undefined || v === "";

/** The rows that hold a text, in the order asked for; missing values last. */
function sortedRows(table, text) {
  const wanted = text.toLowerCase();
  const holds = (row) => !wanted || table.columns.some((c) => !c.number && String(c.value(row) ?? "").toLowerCase().includes(wanted));
  const [by, direction] = table.sort;
  const value = table.columns[by].value;
  const compare = (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (missing(x) || missing(y)) return Number(missing(x)) - Number(missing(y)) || a - b;
    return (typeof x === "number" ? x - y : String(x).localeCompare(String(y), "en")) * direction || a - b;
  };
  return numbers(table.rows).filter(holds).sort(compare);
}

function tableRow(table, row) {
  return h("tr", { onclick: () => table.open(row) }, table.columns.map((c, i) => {
    const value = c.value(row);
    const shown = missing(value) ? "" : c.number ? c.format(value) : cut(value, 60);
    const sign = c.format === signed ? (value > 0 ? "plus" : value < 0 ? "minus" : "") : "";
    return h("td", { class: c.number ? `n ${sign}` : "" }, i === 0 ? h("button.link", {}, shown || "(none)") : shown);
  }));
}

/** Links to the tables as the command line writes them, with all rows and columns. */
function wholeTables() {
  const link = ([name, rows]) => [h("a", { href: storeAddress(`export/${encodeURIComponent(name)}.csv`), download: `${name}.csv` }, name), ` (${whole(rows)}) `];
  return h("p.note.below", {}, "Whole tables as CSV, with their numbers of rows: ", D.tables.map(link));
}

function tablesSection() {
  const kinds = Object.fromEntries(Object.entries(tableKinds()).filter(([, table]) => table.rows));
  let [name, text, most] = [Object.keys(kinds)[0], "", 100];
  if (!name) return null;
  const wrap = h("div.table", { tabindex: 0, role: "region", "aria-label": "Table" });
  const note = h("span.note");
  const tabs = h("div.chips", { role: "group", "aria-label": "Which table" });
  const set = (change) => () => {
    change();
    draw();
  };
  const heading = (table, c, i) => h("th", { class: c.number ? "n" : "", scope: "col", "aria-sort": table.sort[0] === i ? (table.sort[1] > 0 ? "ascending" : "descending") : null },
    h("button", { onclick: set(() => { table.sort = table.sort[0] === i ? [i, -table.sort[1]] : [i, c.number ? -1 : 1]; }) }, c.heading));
  function draw() {
    const table = kinds[name];
    const rows = sortedRows(table, text);
    tabs.replaceChildren(...Object.keys(kinds).map((kind) => h("button.chip", { "aria-pressed": String(kind === name), onclick: set(() => { [name, most] = [kind, 100]; }) }, `${kind} ${whole(kinds[kind].rows)}`)));
    wrap.replaceChildren(h("table", {},
      h("thead", {}, h("tr", {}, table.columns.map((c, i) => heading(table, c, i)))),
      h("tbody", {}, rows.slice(0, most).map((row) => tableRow(table, row))),
      rows.length > most && h("tfoot", {}, h("tr", {}, h("td", { colspan: table.columns.length }, h("button.icon", { onclick: set(() => { most += 400; }) }, `Show more (${whole(rows.length - most)} left)`))))));
    note.textContent = plural(rows.length, "row");
  }
  const saveRows = () => {
    const table = kinds[name];
    save(`${table.file}.csv`, "text/csv", csvText(table.columns.map((c) => c.heading), sortedRows(table, text).map((row) => table.columns.map((c) => c.value(row)))));
  };
  draw();
  return section("tables", "Tables", [], null,
    h("div.table-bar", {}, tabs,
      h("input", { type: "search", placeholder: "filter", "aria-label": "Filter rows", oninput: (event) => set(() => { [text, most] = [event.target.value, 100]; })() }),
      note, h("button.icon", { onclick: saveRows }, "CSV of these rows")),
    wrap,
    served && wholeTables());
}

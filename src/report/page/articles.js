// Articles of the store: one with all its sentences, and searches for many.

/** A judgement under its sentence. */
function judgementTag(judged, label) {
  const [sign] = CLASSES[judged.kind] || CLASSES.N;
  const who = judged.source === null ? `the article on ${label(judged.target)}` : `${label(judged.source)} → ${label(judged.target)}`;
  return h("span", { class: `tag ${SIGN_CLASS[sign]}`, title: judged.why && `because of: ${judged.why}` }, `${who} ${signed(judged.score)}`);
}

function articlePanel(id) {
  const show = ({ article, sentences, labels }) => {
    byId("panel-title").textContent = cut(article.title || article.id, 240);
    const label = (actor) => cut(labels[actor] || actor, 40);
    const address = webAddress(article.url);
    const actors = Object.keys(labels).filter((actor) => actorOf.has(actor)).sort((x, y) => label(x).localeCompare(label(y), "en"));
    const marks = (sentence) => sentence.marks.map(([start, end, actor]) => [start, end, actorOf.get(actor) ?? label(actor)]);
    let paragraph = null;
    const row = (sentence, number) => {
      const begins = sentence.paragraph !== paragraph;
      paragraph = sentence.paragraph;
      return h("li", { class: begins && number ? "begins" : null }, h("q", {}, markedText({ text: sentence.text, marks: marks(sentence) }, null, null)),
        sentence.judged.length > 0 && h("div.about", {}, sentence.judged.map((judged) => judgementTag(judged, label))));
    };
    return [
      h("p.note", {}, [article.date || "no date", article.outlet, article.id].filter(Boolean).map((text) => cut(text, 80)).join(" · "), address && [" · ", h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, "source")]),
      actors.length > 0 && h("div.chips", {}, actors.map((actor) => h("button.chip", { onclick: () => openActor(actorOf.get(actor)) }, label(actor)))),
      h("ul.sentences.whole", {}, sentences.map(row)),
    ];
  };
  return ["Article", "All sentences, with the actors found and what was judged.", later(ask(`article/${encodeURIComponent(id)}`), show)];
}

/** A snippet with the words found marked. */
function snippet({ snippet: text, marks }) {
  return markedText({ text, marks: marks.map(([start, end]) => [start, end, "found"]) }, "found", null);
}

function searchHit(hit) {
  return h("li", {},
    h("div.hit-title", {}, articleLink(hit.article)),
    hit.snippet && h("q", {}, snippet(hit)),
    h("div.about", {}, h("span", {}, hit.article.date || "no date"), hit.article.outlet && h("span", {}, cut(hit.article.outlet, 60))));
}

/** Values of a facet, each of which narrows the search. */
function facetPart(heading, values, narrowed) {
  if (values.length < 2) return null;
  return [h("h3", {}, heading), h("div.chips", {}, values.map(([value, count, label]) => h("a.chip", { href: narrowed(value) }, `${cut(label || value || "(none)", 40)} ${whole(count)}`)))];
}

/** The query with what is asked of facets; the outlet is a part of the lens. */
function narrowedQuery(words, { actor, year }) {
  const parts = [actor && `actor:"${actor}"`, year && `date:${year}`].filter(Boolean);
  if (!parts.length) return words;
  return [words === "*" ? null : `(${words})`, ...parts].filter(Boolean).join(" AND ");
}

function searchPanel(words, given) {
  const { page = "0", sort = "relevance", ...facets } = given;
  const number = Number(page) || 0;
  const to = (change) => searchAddress(words, { ...given, page: 0, ...change });
  const without = (name) => searchAddress(words, Object.fromEntries(Object.entries(facets).filter(([own]) => own !== name)));
  const order = (value) => h("a.chip", { href: to({ sort: value }), "aria-current": value === sort ? "true" : null }, value);
  const show = (found) => {
    const { outlets, years, actors } = found.facets;
    const open = (name) => facets[name] === undefined;
    const chosen = Object.entries(facets).map(([name, value]) => h("a.chip", { href: without(name), "aria-label": `Without ${name} ${value}` }, `${name}: ${cut(value, 40)} ✕`));
    const leaf = (step, word) => h("a.icon", { href: searchAddress(words, { ...given, page: number + step }) }, word);
    return [
      found.hints.map((hint) => h("p.warning", {}, hint)),
      h("p.note", {}, found.count ? `${plural(found.count, "article")}${found.pages > 1 ? `; page ${number + 1} of ${found.pages}` : ""}` : "No article is found."),
      h("div.chips", {}, chosen, ["relevance", "newest", "oldest"].map(order)),
      found.count > 0 && h("details", {}, h("summary", {}, "Narrow by outlet, year, actor"),
        open("outlet") && facetPart("Outlets", outlets, (value) => to({ outlet: value })),
        open("year") && facetPart("Years", years.filter(([year]) => year), (value) => to({ year: value })),
        open("actor") && facetPart("Actors", actors, (value) => to({ actor: value }))),
      h("ul.sentences", {}, found.hits.map(searchHit)),
      h("div.chips", {}, number > 0 && leaf(-1, "Page before"), number + 1 < found.pages && leaf(1, "Next page")),
    ];
  };
  const question = { q: narrowedQuery(words, facets), outlet: facets.outlet, sort, page: number };
  return [words === "*" ? "All articles" : `“${cut(words, 120)}”`, "Full-text search in the articles of the lens.", later(ask("search", question), show)];
}

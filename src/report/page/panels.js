// What opens beside the page: an actor, a pair of actors, an outlet's tone towards an actor.

/** Pairs of value and meaning. */
function facts(...pairs) {
  return h("div.facts-grid", {}, pairs.map(([value, word, title]) => h("div", { title }, h("b", {}, value), h("span", {}, word))));
}

const scoreWord = (score) => h("span", { class: score > 0 ? "plus" : score < 0 ? "minus" : "" }, signed(score));

function attitudeRow(k, towards) {
  const [a, b] = [S.source[k], S.target[k]];
  return h("button.row", { onclick: () => openPair(a, b) },
    h("span", {}, towards ? `→ ${nameOf(b, 44)}` : `${nameOf(a, 44)} →`),
    h("b", {}, scoreWord(S.score[k])),
    h("span.note", {}, plural(S.articles[k], "article")),
    h("span.note", {}, ends(S.low[k], S.high[k])));
}

/** Attitudes of an actor: those whose interval leaves out 0, else those of most articles. */
function attitudesOf(a, towards) {
  const own = numbers(S.source.length).filter((k) => (towards ? S.source[k] : S.target[k]) === a && S.score[k] !== null);
  const known = own.filter((k) => clear(S.low[k], S.high[k])).sort((x, y) => S.score[x] - S.score[y]);
  const heading = towards ? "Its attitude towards others" : "Others’ attitude towards it";
  if (!own.length) return [];
  if (!known.length) {
    const heaviest = own.sort((x, y) => S.articles[y] - S.articles[x]).slice(0, 4);
    return [h("h3", {}, heading), h("p.note", {}, "No interval leaves out 0. Those of most articles:"), heaviest.map((k) => attitudeRow(k, towards))];
  }
  const shown = known.length > 8 ? [...known.slice(0, 4), ...known.slice(-4)] : known;
  return [h("h3", {}, heading), shown.map((k) => attitudeRow(k, towards))];
}

function tieRow(a, e) {
  const other = otherEnd(e, a);
  return h("button.row", { onclick: () => openPair(a, other) },
    h("span", {}, nameOf(other, 44)),
    h("b", {}, whole(E.weight[e])),
    h("span.note", {}, `expected ${decimal(E.expected[e], 1)}; Q ${probability(E.q[e])}`),
    h("span.note", {}, E.stance[e] === null ? "" : signed(E.stance[e])));
}

function actorPanel(a) {
  const ties = edgesAt[a].filter((e) => E.q[e] !== null && E.q[e] <= 0.05 && !E.within[e]).sort((x, y) => E.weight[y] - E.weight[x]).slice(0, 10);
  const note = [A.kind[a], A.country[a], A.id[a]].filter(Boolean).map((t) => cut(t, 80)).join(" · ");
  const body = [
    A.articles[a] > 0 && facts(
      [whole(A.articles[a]), "articles", `${percent(A.articles[a] / D.articles)} of all`],
      [whole(A.stories[a]), "stories", "near-identical articles count once"],
      [whole(A.mentions[a]), "mentions"],
      [whole(A.degree[a]), "actors met"],
      [`${A.positive[a]} / ${A.negative[a]}`, "friendly / hostile ties", "ties whose interval leaves out 0"],
      [scoreWord(A.tone[a]), "tone of the writers"]),
    D.time?.attention[a] && [h("h3", {}, "Share of articles, by period"), attentionChart(a, { width: 448 })],
    ties.length > 0 && [h("h3", {}, "Appears with, beyond chance"), egoChart(a, ties), ties.map((e) => tieRow(a, e))],
    attitudesOf(a, true),
    attitudesOf(a, false),
    h("h3", {}, "Its articles"),
    served ? h("p", {}, h("a", { href: searchAddress("*", { actor: A.id[a] }) }, "All articles in which it acts")) : commandLine(`demarche search --store STORE --actor ${quoted(A.id[a])} '*'`),
  ];
  networkView?.select(a);
  return [nameOf(a), note, body];
}

function tieFacts(e) {
  const fragile = E.fragile[e]
    ? h("p.warning", {}, `Fragile: the tie vanishes without one ${E.fragile[e].split(";").join(" or one ")}. The largest outlet has ${percent(E.outlet_share[e], 0)} of its articles, the largest story ${percent(E.story_share[e], 0)}.`)
    : E.outlet_share[e] > 0.6 && h("p.warning", {}, `One outlet has ${percent(E.outlet_share[e], 0)} of these articles.`);
  return [
    facts(
      [whole(E.weight[e]), D.limits.by_article ? "articles with both" : "units with both"],
      [decimal(E.expected[e], 1), "expected by chance"],
      [probability(E.q[e]), "Q", "probability of so many or more by chance, corrected for all pairs"],
      [whole(E.stories[e]), "stories"],
      [decimal(E.npmi[e]), `NPMI (${MINUS}1 to 1)`],
      [E.consensus[e] === null ? "–" : `${E.consensus[e]} of 4`, "null models keep it"]),
    E.within[e] && h("p.note", {}, "One is the other’s own person, body or leader: they meet by nature, so the pictures leave the tie out."),
    fragile,
  ];
}

function directionPart(a, b) {
  const k = stanceOf.get(orderedKey(a, b));
  if (k === undefined) return null;
  const neutral = S.sentences[k] - S.positive[k] - S.negative[k];
  const command = `demarche evidence --store STORE --source ${quoted(A.id[a])} --target ${quoted(A.id[b])}`;
  return [
    h("h3", {}, `${nameOf(a)} → ${nameOf(b)}`),
    intervalChart(S.score[k], S.low[k], S.high[k]),
    h("p.note", {}, `Score ${signed(S.score[k])}, 95 % interval ${ends(S.low[k], S.high[k])}, Q ${probability(S.q[k])}; ${plural(S.articles[k], "article")}, ${plural(S.stories[k], "story")}; sentences: ${S.positive[k]} positive, ${S.negative[k]} negative, ${neutral} neutral.`),
    (D.time?.stance[k]?.length || 0) > 2 && stanceChart(k, { width: 448, height: 110 }),
    sentencesOf("stance", k, { total: S.sentences[k], a, b, command }),
  ];
}

const articleLine = (article) => h("p.article", {}, articleLink(article), h("br"), h("span.note", {}, [article.date, cut(article.outlet, 60)].filter(Boolean).join(" · ")));

function articlesPart(e) {
  const [a, b] = [E.source[e], E.target[e]];
  const show = (articles) => [
    h("p.note", {}, articles.length < E.articles[e] ? `${articles.length} of ${whole(E.articles[e])}, spread evenly over time.` : `All ${whole(E.articles[e])}.`),
    articles.length < E.articles[e] && commandLine(`demarche evidence --store STORE --pair ${quoted(`${A.id[a]},${A.id[b]}`)} --articles`),
    articles.map(articleLine),
  ];
  return [h("h3", {}, "Articles with both"), served ? storedArticles(e) : later(packed.articles(e), show)];
}

function pairPanel(a, b) {
  const e = edgeOf.get(pairKey(a, b));
  const parts = [directionPart(a, b), directionPart(b, a)].filter(Boolean);
  const body = [
    e !== undefined && tieFacts(e),
    parts,
    !parts.length && h("p.note", {}, "No sentence that names both was judged."),
    e !== undefined && articlesPart(e),
    e === undefined && h("p.note", {}, `The pair itself is not among those ${served ? "on this page" : "in this file"}.`),
  ];
  networkView?.select(a, b);
  return [`${nameOf(a)} and ${nameOf(b)}`, `${cut(A.id[a], 60)} · ${cut(A.id[b], 60)}`, body];
}

function tonePanel(o, t) {
  const title = `${outletName(o)} on ${nameOf(t)}`;
  const note = "The outlet’s own wording, not what it quotes.";
  const k = toneOf.get(orderedKey(o, t));
  if (k === undefined) return [title, note, h("p.note", {}, "No sentence was judged.")];
  const command = `demarche evidence --store STORE --tone --target ${quoted(A.id[t])} --outlet ${quoted(D.outlets[o])}`;
  const contrast = T.contrast[k];
  return [title, note, [
    facts([scoreWord(T.score[k]), "score"], [whole(T.articles[k]), "articles"], [whole(T.sentences[k]), "sentences"]),
    intervalChart(T.score[k], T.low[k], T.high[k]),
    contrast !== null && h("p.note", {}, `${contrast < 0 ? "Colder" : "Warmer"} than all other outlets about the same actor by ${decimal(Math.abs(contrast))} (95 % interval ${ends(T.contrast_low[k], T.contrast_high[k])}).`),
    h("h3", {}, "Sentences"),
    sentencesOf("tone", k, { total: T.sentences[k], a: null, b: t, command, tone: true }),
  ]];
}

// What the report holds: columns of numbers, and indexes over them.

/** @type {any} */ let D = null; // all of it
/** @type {any} */ let A = null; // actors
/** @type {any} */ let E = null; // pairs of actors
/** @type {any} */ let S = null; // attitudes
/** @type {any} */ let T = null; // tones
let edgeOf = new Map(); // by both ends
let stanceOf = new Map(); // by source and target
let toneOf = new Map(); // by outlet and target
let actorOf = new Map(); // by id
let edgesAt = []; // by actor
let communityRank = new Map();

const pairKey = (a, b) => (a < b ? a * 65536 + b : b * 65536 + a);
const orderedKey = (a, b) => a * 65536 + b;

/** Takes in the contents of a report. */
function take(contents) {
  D = contents;
  A = D.actors;
  E = D.edges;
  S = D.stance;
  T = D.tone;
  edgeOf = new Map(E.source.map((a, e) => [pairKey(a, E.target[e]), e]));
  stanceOf = new Map(S.source.map((a, k) => [orderedKey(a, S.target[k]), k]));
  toneOf = new Map(T.outlet.map((o, k) => [orderedKey(o, T.target[k]), k]));
  actorOf = new Map(A.id.map((id, a) => [id, a]));
  edgesAt = A.id.map(() => []);
  E.source.forEach((a, e) => {
    edgesAt[a].push(e);
    edgesAt[E.target[e]].push(e);
  });
  communityRank = rankCommunities();
}

/** Communities of those who are drawn, the one of most articles first. */
function rankCommunities() {
  const size = new Map();
  A.x.forEach((x, a) => {
    const community = A.community[a];
    if (x !== null && community !== null) size.set(community, (size.get(community) || 0) + A.articles[a]);
  });
  const order = [...size].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return new Map(order.map(([community], rank) => [community, rank]));
}

const nameOf = (a, most = 60) => cut(A.label[a], most);
const outletName = (o, most = 60) => cut(D.outlets[o] || "(no outlet)", most);
const otherEnd = (e, a) => (E.source[e] === a ? E.target[e] : E.source[e]);
const foreign = (a, b) => !A.country[a] || !A.country[b] || A.country[a] !== A.country[b];
const edgeClear = (e) => clear(E.low[e], E.high[e]);
const numbers = (n) => Array.from({ length: n }, (_, i) => i);
const CLASSES = {
  MC: [-1, "material conflict"],
  VC: [-1, "verbal conflict"],
  N: [0, "neutral"],
  C: [0, "contact"],
  VP: [1, "verbal cooperation"],
  MP: [1, "material cooperation"],
};

/**
 * A sentence of evidence.
 * @typedef {{text: string, marks: number[][], number: number, kind: string, score: number|null, why: string,
 *   article: {id: string, date: string, outlet: string, title: string, url: string}}} Item
 */

/** Evidence that is packed into the file; unpacked when it is first asked for. */
const packed = {
  /** @type {Promise<any>|null} */ unpacking: null,
  all() {
    this.unpacking ??= (async () => {
      const text = atob(byId("evidence").textContent);
      const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
      return JSON.parse(await new Response(stream).text());
    })();
    return this.unpacking;
  },
  article(all, number) {
    const [id, date, outlet, title, url] = all.articles[number];
    return { id, date, outlet, title, url };
  },
  item(all, number, kind = "N", score = null, why = "") {
    const [article, sentence, text, flat] = all.sentences[number];
    const marks = [];
    for (let i = 0; i < flat.length; i += 3) marks.push(flat.slice(i, i + 3));
    return { text, marks, number: sentence, kind, score, why, article: this.article(all, article) };
  },
  async rows(list, row) {
    const all = await this.all();
    return (all[list][row] || []).map(([sentence, kind, score, why]) => this.item(all, sentence, kind, score, why));
  },
  async articles(edge) {
    const all = await this.all();
    return (all.edges[edge] || []).map((number) => this.article(all, number));
  },
  /** Sentences that hold a text, and how many there are. */
  async find(text, most) {
    const all = await this.all();
    const wanted = text.toLowerCase();
    const found = numbers(all.sentences.length).filter((i) => all.sentences[i][2].toLowerCase().includes(wanted));
    return { count: found.length, items: found.slice(0, most).map((i) => this.item(all, i)) };
  },
};

/** Whether a store feeds the page; else all that it shows is in its file. */
let served = false;

// The store, where the program serves the page: questions to it, about the articles of the lens in the address.

const LENS = ["query", "from", "to", "outlet", "actor", "lang"];

/** The lens in the address of the page. */
function lens() {
  const given = [...new URLSearchParams(location.search)];
  return new URLSearchParams(given.filter(([name, value]) => LENS.includes(name) && value));
}

/** The address of a question; parameters that are null are left out, those of the lens take the place of its own. */
function storeAddress(path, parameters = {}) {
  const all = lens();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined) all.set(name, value);
  }
  const text = all.toString();
  return `/api/${path}${text ? `?${text}` : ""}`;
}

/** Asks the store. */
async function ask(path, parameters = {}) {
  let response;
  try {
    response = await fetch(storeAddress(path, parameters), { credentials: "same-origin" });
  } catch {
    throw new Error("demarche does not answer any more. Start it again and open the address that it prints.");
  }
  const found = await response.json();
  if (!response.ok) throw new Error(found.error);
  return found;
}

/** What the page shows of the lens. The token leaves the address: a cookie takes its place. */
async function fromStore() {
  const asked = lens().toString();
  history.replaceState(null, "", `/${asked ? `?${asked}` : ""}${location.hash}`);
  const waiting = h("p.note", { role: "status" }, "Counting the articles …");
  byId("root").replaceChildren(h("main", { id: "main" }, lensForm(false), waiting));
  const contents = await ask("report");
  document.title = contents.title;
  return contents;
}

/** Where a search is shown: words, and values of facets that the hits must have. */
function searchAddress(words, facets = {}) {
  const more = Object.entries(facets).map(([name, value]) => `${name}:${value}`);
  return `#search=${[words, ...more].map(encodeURIComponent).join(",")}`;
}

/** The same read again. */
function searchOf(names) {
  const pair = (text) => [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)];
  return [names[0], Object.fromEntries(names.slice(1).map(pair))];
}

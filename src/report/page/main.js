// The page.

const PARTS = [
  ["findings", "Overview", findingsSection],
  ["network", "Network", networkSection],
  ["attitudes", "Attitudes", attitudesSection],
  ["time", "Time", timeSection],
  ["outlets", "Outlets", outletsSection],
  ["tables", "Tables", tablesSection],
  ["methods", "Methods", methodsSection],
];

/** Marks the link of the section in view. */
function followScroll(links) {
  const current = (id) => links.forEach(([name, link]) => {
    if (name === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  const observer = new IntersectionObserver((entries) => {
    const seen = entries.find((entry) => entry.isIntersecting);
    if (seen) current(seen.target.id);
  }, { rootMargin: "-20% 0px -70% 0px" });
  links.forEach(([id]) => observer.observe(byId(id)));
}

function listenToKeys(find) {
  addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName || "");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      find.input.focus();
    } else if (event.key === "Escape" && !panel.hidden) closePanel();
    else if (event.key === "t") setTheme(theme === "dark" ? "light" : "dark");
  });
}

function build() {
  const find = finder();
  const made = PARTS.map(([id, word, make]) => [id, word, make()]).filter(([, , part]) => part);
  const jump = (id) => (event) => {
    event.preventDefault();
    const part = byId(id);
    part.scrollIntoView();
    part.setAttribute("tabindex", "-1");
    part.focus({ preventScroll: true });
  };
  const links = made.map(([id, word]) => [id, h("a", { href: `#${id}`, onclick: jump(id) }, word)]);
  const bar = h("header.bar", {}, h("div.inside", {},
    h("span.brand", {}, "demarche"),
    h("nav", { "aria-label": "Sections" }, links.map(([, link]) => link)),
    find.box,
    h("button.icon", { "aria-label": "Light or dark", onclick: () => setTheme(theme === "dark" ? "light" : "dark") }, "◐"),
    h("button.icon.wide", { onclick: () => print() }, "Print")));
  document.body.append(tip);
  byId("root").replaceChildren(bar, h("main", { id: "main" }, served && lensForm(false), headPart(), made.map(([, , part]) => part), footerPart()), panel);
  followScroll(links);
  listenToKeys(find);
  addEventListener("hashchange", route);
  addEventListener("popstate", route);
  route();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

/** Shows what is in the file, or asks the store for it. */
async function start() {
  theme = chosenTheme();
  document.documentElement.dataset.theme = theme;
  const own = JSON.parse(byId("contents").textContent);
  served = own === null;
  try {
    take(own || (await fromStore()));
    build();
  } catch (error) {
    if (!served) throw error;
    byId("root").replaceChildren(h("main", { id: "main" }, lensForm(true), h("p.warning", { role: "alert" }, error.message)));
    document.documentElement.dataset.ready = "0";
  }
}

start();

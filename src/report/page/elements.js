// Elements. Text always becomes a text node, never markup; the page's policy would refuse markup anyway.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Sets attributes and listeners (`on…`), and appends children; missing ones are passed over.
 * @template {Element} T
 * @param {T} element
 * @param {Record<string, any>} attributes
 * @param {any[]} children
 * @returns {T}
 */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/** An HTML element; `tag` may name classes, as in `p.note`. */
function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  return fill(element, attributes, children);
}

/** An SVG element. */
function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Attributes of a picture of that size. */
function frame(width, height, label, role = "img") {
  return { width, height, viewBox: `0 0 ${width} ${height}`, role, "aria-label": label };
}

/** Attributes that make an SVG group a button. */
function pressable(label, act) {
  return {
    class: "hit",
    tabindex: 0,
    role: "button",
    "aria-label": label,
    onclick: act,
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      act();
    },
  };
}

const byId = (id) => document.getElementById(id);

/** Tells readers of the screen. */
function say(text) {
  byId("live").textContent = text;
}

const tip = h("div.tip", { hidden: true, role: "tooltip" });

/** Shows a hint beside the pointer; none for an empty text. */
function showTip(text, x = 0, y = 0) {
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  const box = tip.getBoundingClientRect();
  const below = y + 18 + box.height <= innerHeight;
  tip.style.left = `${Math.max(6, Math.min(innerWidth - box.width - 8, x + 14))}px`;
  tip.style.top = `${below ? y + 18 : y - box.height - 12}px`;
}

/** Listeners that show a hint. */
function hint(text) {
  return {
    onmousemove: (event) => showTip(typeof text === "function" ? text() : text, event.clientX, event.clientY),
    onmouseleave: () => showTip(""),
  };
}

const wait = (act, milliseconds) => {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
};

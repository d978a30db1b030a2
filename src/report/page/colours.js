// Colours: sign never by colour alone, orange to blue, which all common forms of colour blindness tell apart.

const PALETTES = {
  light: {
    ground: "#ffffff", ink: "#1c2127", soft: "#59636e", faint: "#6a737c", line: "#e3e0d8", middle: "#d9d5cb",
    positive: "#1d6996", negative: "#b4451f", band: "#24507a", edge: "#a9a496",
    communities: ["#6f5aa8", "#3d8a57", "#b08d1e", "#b55a8c", "#5b6b7a", "#8a5a3c", "#3a9a98", "#9aa53a"],
  },
  dark: {
    ground: "#191e25", ink: "#e8e6e1", soft: "#a5adb6", faint: "#8f99a4", line: "#2a313a", middle: "#4a515a",
    positive: "#62b1dc", negative: "#f08a62", band: "#8fbbe3", edge: "#636b75",
    communities: ["#a494dd", "#74c08d", "#d9b64a", "#e08fbb", "#9fb0c0", "#c79471", "#6cc9c7", "#c8d36c"],
  },
};
const KINDS = ["person", "group", "organisation", "region", "state", "place", "outlet", "other"];

let theme = "light";
const palette = () => PALETTES[theme];
/** What is drawn anew when the theme changes. @type {(() => void)[]} */
const redrawn = [];

function setTheme(next) {
  theme = next;
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("demarche-theme", next);
  } catch {
    // A file may have no storage.
  }
  redrawn.forEach((draw) => draw());
}

/** The theme of last time, or that of the system. */
function chosenTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  try {
    return localStorage.getItem("demarche-theme") === "dark" ? "dark" : localStorage.getItem("demarche-theme") ? "light" : system;
  } catch {
    return system;
  }
}

const channels = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));

/** A colour between two. */
function mixed(from, to, share) {
  const [a, b] = [channels(from), channels(to)];
  const part = (v, i) => Math.round(v + (b[i] - v) * share).toString(16).padStart(2, "0");
  return `#${a.map(part).join("")}`;
}

/** Black or white, whichever is easier to read on a colour. */
function inkOn(colour) {
  const linear = (v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const [red, green, blue] = channels(colour).map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.36 ? "#14181d" : "#ffffff";
}

let scaleEnd = 0;

/** Where the scale of scores ends: near the 85th percentile of the attitudes of five articles or more. */
function scale() {
  if (scaleEnd) return scaleEnd;
  const values = numbers(S.source.length)
    .filter((k) => S.articles[k] >= 5 && S.score[k] !== null)
    .map((k) => Math.abs(S.score[k]))
    .sort((a, b) => a - b);
  const high = values[Math.floor(values.length * 0.85)] || 0.4;
  scaleEnd = [0.1, 0.2, 0.3, 0.4, 0.5].find((end) => end >= high) || 0.5;
  return scaleEnd;
}

/** The colour of a score. */
function scoreColour(score, p = palette(), end = scale()) {
  if (!score) return p.middle;
  return mixed(p.middle, score > 0 ? p.positive : p.negative, Math.min(1, 0.12 + (0.88 * Math.abs(score)) / end));
}

function communityColour(a, p = palette()) {
  const rank = communityRank.get(A.community[a]);
  return rank === undefined || rank > 7 ? p.faint : p.communities[rank];
}

const kindColour = (a, p = palette()) => p.communities[Math.max(0, KINDS.indexOf(A.kind[a])) % 8];

// Numbers and names as they are read.

const MINUS = "−";
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const whole = (n) => (n === null || n === undefined ? "" : Math.round(n).toLocaleString("en"));

/** A decimal with a real minus; a dash where it is missing. */
function decimal(x, digits = 2) {
  if (x === null || x === undefined) return "–";
  return (x < 0 ? MINUS : "") + Math.abs(x).toFixed(digits);
}

/** The same with a plus. */
function signed(x, digits = 2) {
  if (x === null || x === undefined) return "–";
  return (x > 0 ? "+" : x < 0 ? MINUS : "") + Math.abs(x).toFixed(digits);
}

/** A probability: two digits or a power of ten. */
function probability(p) {
  if (p === null || p === undefined) return "–";
  if (p === 0) return "0";
  if (p >= 0.001) return String(Number(p.toPrecision(2)));
  if (p <= 1e-299) return "< 10⁻²⁹⁹";
  const [digit, power] = p.toExponential(0).split("e-");
  return `${digit} × 10⁻${[...power].map((c) => RAISED[Number(c)]).join("")}`;
}

function percent(share, digits = 1) {
  return share === null || share === undefined ? "–" : `${(100 * share).toFixed(digits)} %`;
}

const plural = (n, noun) => `${whole(n)} ${n === 1 ? noun : noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;

// Characters that turn the direction of the text after them; a name may hold them, a page not.
const TURNS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u0000-\u001f\u007f-\u009f]/g;

/** A name cut to a number of characters. */
function cut(text, most) {
  const clean = String(text).replace(TURNS, "");
  const letters = Array.from(clean);
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : clean;
}

/** Whether an interval leaves out 0. */
const clear = (low, high) => low !== null && high !== null && low !== undefined && (low > 0 || high < 0);

/** Both ends of an interval. */
const ends = (low, high) => (low === null || low === undefined ? "no interval" : `${decimal(low)} to ${decimal(high)}`);

/** An address that may be linked, or null. */
function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Quoted for a shell. */
const quoted = (text) => (/^[A-Za-z0-9_.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

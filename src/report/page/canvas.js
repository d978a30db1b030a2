// The network on canvas: hover, drag, zoom, keys.

/** Draws on a canvas. */
function canvasPen(context) {
  const widths = new Map();
  let font = "";
  const setFont = (next) => {
    if (next !== font) context.font = font = next;
  };
  const stroke = (width, colour, opacity, dash) => {
    context.globalAlpha = opacity;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash ? [7, 4] : []);
    context.beginPath();
  };
  return {
    line([x1, y1, x2, y2], width, colour, opacity, dash) {
      stroke(width, colour, opacity, dash);
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.stroke();
    },
    lines(ends, width, colour, opacity) {
      stroke(width, colour, opacity, false);
      for (let i = 0; i < ends.length; i += 4) {
        context.moveTo(ends[i], ends[i + 1]);
        context.lineTo(ends[i + 2], ends[i + 3]);
      }
      context.stroke();
    },
    disc(x, y, r, colour, rim, opacity) {
      stroke(1.5, rim, opacity, false);
      context.fillStyle = colour;
      context.arc(x, y, r, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    },
    width(text, size) {
      const key = `${size} ${text}`;
      if (!widths.has(key)) {
        setFont(`${size}px system-ui, sans-serif`);
        widths.set(key, context.measureText(text).width * 1.03);
      }
      return widths.get(key);
    },
    word(x, y, text, size, { ink, halo, bold }) {
      context.globalAlpha = 1;
      setFont(`${bold ? "600 " : ""}${size}px system-ui, sans-serif`);
      context.lineJoin = "round";
      context.setLineDash([]);
      context.strokeStyle = halo;
      context.lineWidth = 3.5;
      context.strokeText(text, x, y);
      context.fillStyle = ink;
      context.fillText(text, x, y);
    },
  };
}

/** The shortest distance of a point from a line between two points. */
function distanceToLine(px, py, x1, y1, x2, y2) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.max(0, Math.min(1, ((px - x1) * dx + (py - y1) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x1 + along * dx - px, y1 + along * dy - py);
}

const edgeTip = (e) => [
  `${nameOf(E.source[e])} – ${nameOf(E.target[e])}`,
  `${whole(E.weight[e])} ${D.limits.by_article ? "articles" : "units"} with both, ${decimal(E.expected[e], 1)} expected; Q ${probability(E.q[e])}`,
  E.stance[e] === null ? "no attitude judged" : `attitude ${signed(E.stance[e])} (${ends(E.low[e], E.high[e])}) in ${E.judged[e]}`,
  E.fragile[e] && `fragile: rests on one ${E.fragile[e].replace(";", " or ")}`,
].filter(Boolean).join("\n");

const actorTip = (a, ties) => `${nameOf(a)}\n${plural(A.articles[a], "article")}, ${plural(ties, "tie")} shown\nwriters’ tone ${signed(A.tone[a])}`;

/** A canvas with the network on it. */
class NetworkCanvas {
  constructor() {
    this.element = h("canvas", {
      tabindex: 0, role: "application",
      "aria-label": "Network of actors. Arrow keys walk from actor to actor, Enter opens one, plus and minus zoom, 0 fits. The table of ties below holds the same.",
    });
    this.context = this.element.getContext("2d");
    this.pen = canvasPen(this.context);
    this.view = null;
    this.moved = false;
    this.waiting = false;
    this.lit = null;
    this.selected = null;
    this.current = null;
    this.pointers = new Map();
    this.drag = null;
    this.listen();
  }

  x(a) { return placeX[a] * this.view.zoom + this.view.x; }

  y(a) { return placeY[a] * this.view.zoom + this.view.y; }

  /** Paints in the next frame. */
  ask() {
    if (this.waiting || !this.view) return;
    this.waiting = true;
    requestAnimationFrame(() => this.paint());
  }

  paint() {
    this.waiting = false;
    const dots = devicePixelRatio || 1;
    const p = palette();
    this.context.setTransform(dots, 0, 0, dots, 0, 0);
    this.context.globalAlpha = 1;
    this.context.fillStyle = p.ground;
    this.context.fillRect(0, 0, this.view.width, this.view.height);
    const picture = this.drag?.picture;
    if (picture) {
      this.context.setTransform(1, 0, 0, 1, 0, 0);
      this.context.drawImage(picture, (this.view.x - this.drag.x) * dots, (this.view.y - this.drag.y) * dots);
      return;
    }
    drawNetwork(this.pen, p, this.view, this.lit, NARROW ? 34 : this.view.zoom > 1.6 ? 220 : 90);
    if (this.drag?.pans) this.keepPicture();
  }

  /** While the whole picture is dragged it is moved as it is; it is drawn anew where it stops. */
  keepPicture() {
    const { width, height } = this.element;
    const picture = h("canvas", { width, height });
    picture.getContext("2d").drawImage(this.element, 0, 0);
    Object.assign(this.drag, { picture, x: this.view.x, y: this.view.y });
  }

  resize() {
    const dots = devicePixelRatio || 1;
    const [width, height] = [this.element.clientWidth, this.element.clientHeight];
    if (!width) return;
    this.element.width = width * dots;
    this.element.height = height * dots;
    this.view = this.view && this.moved ? { ...this.view, width, height } : fitView(width, height);
    this.ask();
  }

  fit() {
    this.moved = false;
    this.resize();
  }

  zoom(factor, x = this.view.width / 2, y = this.view.height / 2) {
    const next = Math.max(0.15, Math.min(9, this.view.zoom * factor));
    const by = next / this.view.zoom;
    this.view.x = x - (x - this.view.x) * by;
    this.view.y = y - (y - this.view.y) * by;
    this.view.zoom = next;
    this.moved = true;
    this.ask();
  }

  /** An actor with its ties. */
  around(a) {
    const shown = new Set(shownEdges);
    const edges = new Set(edgesAt[a].filter((e) => shown.has(e)));
    const others = [...edges].map((e) => otherEnd(e, a)).sort((x, y) => A.articles[y] - A.articles[x]);
    return { actors: [a, ...others], edges };
  }

  /** What stands out when nothing is pointed at. */
  base() {
    if (!this.selected) return null;
    const [a, b] = this.selected;
    // Who is not drawn cannot stand out.
    if (!shownActors.includes(a)) return null;
    if (b === undefined) return this.around(a);
    return { actors: [a, b], edges: new Set([edgeOf.get(pairKey(a, b))]) };
  }

  select(a, b) {
    this.selected = a === null ? null : b === undefined ? [a] : [a, b];
    this.lit = this.base();
    this.ask();
  }

  light(lit) {
    this.lit = lit;
    this.ask();
  }

  /** The actor or else the tie at a point. */
  pick(x, y) {
    let best = null;
    let nearest = 5;
    for (const a of shownActors) {
      const distance = Math.hypot(this.x(a) - x, this.y(a) - y) - radiusOf(a) * grow(this.view);
      if (distance < nearest) [best, nearest] = [a, distance];
    }
    if (best !== null) return { actor: best };
    nearest = 6;
    for (const e of shownEdges) {
      const [a, b] = [E.source[e], E.target[e]];
      const distance = distanceToLine(x, y, this.x(a), this.y(a), this.x(b), this.y(b)) - widthOf(e) / 2;
      if (distance < nearest) [best, nearest] = [e, distance];
    }
    return best === null ? {} : { edge: best };
  }

  at(event) {
    const box = this.element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  listen() {
    const on = (name, act, options) => this.element.addEventListener(name, act.bind(this), options);
    on("pointerdown", this.press);
    on("pointermove", this.move);
    on("pointerup", this.release);
    on("pointercancel", this.release);
    on("pointerleave", () => {
      showTip("");
      this.light(this.base());
    });
    on("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== this.element) return;
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), ...this.at(event));
    }, { passive: false });
    on("dblclick", (event) => this.zoom(1.7, ...this.at(event)));
    on("keydown", this.key);
    new ResizeObserver(() => this.resize()).observe(this.element);
  }

  press(event) {
    this.element.setPointerCapture(event.pointerId);
    const point = this.at(event);
    this.pointers.set(event.pointerId, point);
    this.drag = this.pointers.size === 1 ? { ...this.pick(...point), travelled: 0 } : null;
    showTip("");
  }

  move(event) {
    const [x, y] = this.at(event);
    if (this.pointers.has(event.pointerId)) {
      this.dragTo(event.pointerId, x, y);
      return;
    }
    const found = this.pick(x, y);
    const something = found.actor !== undefined || found.edge !== undefined;
    this.element.style.cursor = something ? "pointer" : "grab";
    const e = found.edge;
    const next = found.actor !== undefined ? this.around(found.actor) : e !== undefined ? { actors: [E.source[e], E.target[e]], edges: new Set([e]) } : this.base();
    if (next !== this.lit) this.light(next);
    const text = found.actor !== undefined ? actorTip(found.actor, next.edges.size) : e !== undefined ? edgeTip(e) : "";
    showTip(text, event.clientX, event.clientY);
  }

  /** Drags an actor or the whole picture; two fingers zoom. */
  dragTo(pointer, x, y) {
    const [px, py] = this.pointers.get(pointer);
    this.pointers.set(pointer, [x, y]);
    if (this.pointers.size === 2) {
      const [ox, oy] = [...this.pointers].find(([id]) => id !== pointer)[1];
      const [before, after] = [Math.hypot(px - ox, py - oy), Math.hypot(x - ox, y - oy)];
      if (before > 0) this.zoom(after / before, (x + ox) / 2, (y + oy) / 2);
      return;
    }
    if (!this.drag) return;
    this.drag.travelled += Math.abs(x - px) + Math.abs(y - py);
    if (this.drag.travelled <= 4) return;
    this.moved = true;
    if (this.drag.actor !== undefined) {
      placeX[this.drag.actor] += (x - px) / this.view.zoom;
      placeY[this.drag.actor] += (y - py) / this.view.zoom;
    } else {
      this.drag.pans = true;
      this.view.x += x - px;
      this.view.y += y - py;
    }
    this.ask();
  }

  release(event) {
    this.pointers.delete(event.pointerId);
    const drag = this.drag;
    this.drag = null;
    if (drag?.pans) this.ask();
    if (!drag || drag.travelled > 4 || event.type !== "pointerup") return;
    if (drag.actor !== undefined) openActor(drag.actor);
    else if (drag.edge !== undefined) openPair(E.source[drag.edge], E.target[drag.edge]);
    else if (this.selected) closePanel();
  }

  key(event) {
    const zooms = { "+": 1.25, "=": 1.25, "-": 0.8 };
    if (zooms[event.key]) this.zoom(zooms[event.key]);
    else if (event.key === "0") this.fit();
    else if (event.key === "Enter" && this.current !== null) openActor(this.current);
    else if (event.key.startsWith("Arrow")) this.walk(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Goes to the nearest actor in a direction. */
  walk(key) {
    if (!shownActors.length) return;
    if (this.current === null || !shownActors.includes(this.current)) [this.current] = shownActors;
    else {
      const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] || [0, 0];
      let [best, least] = [this.current, Infinity];
      for (const a of shownActors) {
        const [vx, vy] = [placeX[a] - placeX[this.current], placeY[a] - placeY[this.current]];
        const cost = Math.hypot(vx, vy) + 2 * Math.abs(vx * dy - vy * dx);
        if (a !== this.current && vx * dx + vy * dy > 0 && cost < least) [best, least] = [a, cost];
      }
      this.current = best;
    }
    const lit = this.around(this.current);
    this.light(lit);
    say(`${nameOf(this.current)}, ${plural(A.articles[this.current], "article")}, ${plural(lit.edges.size, "tie")}`);
  }
}

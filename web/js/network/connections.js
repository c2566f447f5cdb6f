/** The lines between stages: from each stage to those it feeds, drawn under the diagram. */

/** @typedef {import("./stage.js").StageView} StageView */

const SVG = "http://www.w3.org/2000/svg";

export class Connections {
  /** @param {HTMLElement} container the element that the stages lie in */
  constructor(container) {
    this.container = container;
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("class", "connections");
    this.svg.setAttribute("aria-hidden", "true");
    /** @type {{ path: SVGPathElement, from: StageView, to: StageView }[]} */
    this.lines = [];
    container.prepend(this.svg);
  }

  /** @param {Map<string, StageView>} stages */
  connect(stages) {
    this.lines = [];
    for (const to of stages.values()) {
      for (const name of to.stage.inputs) {
        const from = stages.get(name);
        if (from) {
          this.lines.push({ path: document.createElementNS(SVG, "path"), from, to });
        }
      }
    }
    this.svg.replaceChildren(...this.lines.map(({ path }) => path));
    this.draw();
  }

  /** Measure all, then draw all: one layout for all lines. */
  draw() {
    const origin = this.container.getBoundingClientRect();
    const { scrollLeft, scrollWidth, scrollHeight } = this.container;
    const boxes = new Map(
      this.lines.flatMap(({ from, to }) => [from, to]).map((stage) => [stage, stage.canvas.getBoundingClientRect()]),
    );
    this.svg.setAttribute("width", String(scrollWidth));
    this.svg.setAttribute("height", String(scrollHeight));
    for (const { path, from, to } of this.lines) {
      const [a, b] = [boxes.get(from), boxes.get(to)];
      if (a && b) {
        path.setAttribute("d", between(shift(a, origin, scrollLeft), shift(b, origin, scrollLeft)));
      }
    }
  }
}

/**
 * @param {DOMRect} box
 * @param {DOMRect} origin
 * @param {number} scrolled
 */
function shift(box, origin, scrolled) {
  return new DOMRect(box.x - origin.x + scrolled, box.y - origin.y, box.width, box.height);
}

/**
 * A curve from one box to the next: rightwards where that lies beside it, downwards where it lies below.
 * @param {DOMRect} a
 * @param {DOMRect} b
 */
function between(a, b) {
  if (b.left >= a.right) {
    const [y1, y2, middle] = [a.top + a.height / 2, b.top + b.height / 2, (a.right + b.left) / 2];
    return `M${a.right} ${y1}C${middle} ${y1} ${middle} ${y2} ${b.left} ${y2}`;
  }
  const [x1, x2, middle] = [a.left + a.width / 2, b.left + b.width / 2, (a.bottom + b.top) / 2];
  return `M${x1} ${a.bottom}C${x1} ${middle} ${x2} ${middle} ${x2} ${b.top}`;
}

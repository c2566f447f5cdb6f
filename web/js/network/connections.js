/**
 * The lines between stages, drawn under the diagram: from every stage to those that are computed from it. A layer that
 * mixes its inputs is a fan, or a wedge where there is little room; one that works map by map is a bundle of lines.
 */

import { bundle, fan, isNarrow, rail, wedge } from "./lines.js";

/** @typedef {import("./stage.js").StageView} StageView */
/** @typedef {import("./lines.js").Box} Box */
/** @typedef {import("./lines.js").Part} Part */
/** @typedef {StageView["stage"]["links"][number]} Link */
/** @typedef {{ path: SVGPathElement, from: StageView, to: StageView, link: Link, part: Part }} Line */

const SVG = "http://www.w3.org/2000/svg";

export class Connections {
  /** @param {HTMLElement} container the element that the stages lie in */
  constructor(container) {
    this.container = container;
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("class", "connections");
    this.svg.setAttribute("aria-hidden", "true");
    /** @type {Line[]} */
    this.lines = [];
    container.prepend(this.svg);
  }

  /** @param {Map<string, StageView>} stages */
  connect(stages) {
    this.lines = [];
    for (const to of stages.values()) {
      const parts = partsOf(to, stages);
      to.stage.links.forEach((link, number) => {
        const from = stages.get(link.source);
        if (from) {
          this.lines.push({ path: pathOf(link, to), from, to, link, part: parts[number] });
        }
      });
    }
    this.svg.replaceChildren(...this.lines.map(({ path }) => path));
  }

  /**
   * Measure all, then draw all: one layout for all lines.
   * @param {boolean} asRail whether the stages stand below each other
   */
  draw(asRail) {
    this.svg.setAttribute("width", "0"); // its own size of before must not count in what it shall cover
    this.svg.setAttribute("height", "0");
    const origin = this.container.getBoundingClientRect();
    const { scrollLeft, scrollWidth, scrollHeight } = this.container;
    const views = [...new Set(this.lines.flatMap(({ from, to }) => [from, to]))];
    const boxes = new Map(
      views.map((view) => {
        const { x, y, width, height } = view.canvas.getBoundingClientRect();
        return [view, { x: x - origin.x + scrollLeft, y: y - origin.y, width, height }];
      }),
    );
    this.svg.setAttribute("width", String(scrollWidth));
    this.svg.setAttribute("height", String(scrollHeight));
    for (const line of this.lines) {
      const [a, b] = [/** @type {Box} */ (boxes.get(line.from)), /** @type {Box} */ (boxes.get(line.to))];
      const isSurface = line.link.mixes && (asRail || isNarrow(a, b));
      line.path.setAttribute("d", asRail ? rail(a, b, line.link.mixes) : between(line, a, b));
      line.path.classList.toggle("surface", isSurface);
    }
  }
}

/**
 * @param {Link} link
 * @param {StageView} to
 */
function pathOf({ source, mixes }, to) {
  const path = document.createElementNS(SVG, "path");
  Object.assign(path.dataset, { from: source, to: to.stage.name, kind: mixes ? "mixes" : "each" });
  return path;
}

/**
 * Where in a stage the maps of each stage that feeds it go: concatenated one after the other, else everywhere.
 * @param {StageView} to
 * @param {Map<string, StageView>} stages
 * @returns {Part[]} one for each link
 */
function partsOf({ stage: { links, shape } }, stages) {
  const maps = links.map(({ source }) => stages.get(source)?.stage.shape[0] ?? 0);
  const isConcat = links.every(({ join, mixes }) => join === "concat" && !mixes);
  if (!isConcat || maps.reduce((sum, count) => sum + count, 0) !== shape[0]) {
    return links.map(() => ({ from: 0, to: 1 }));
  }
  let first = 0;
  return maps.map((count) => {
    first += count;
    return { from: (first - count) / shape[0], to: first / shape[0] };
  });
}

/**
 * The lines between two stages that stand beside each other.
 * @param {Line} line
 * @param {Box} a
 * @param {Box} b
 */
function between({ from, to, link, part }, a, b) {
  const [start, end] = [
    { box: a, rows: from.layout.rows },
    { box: b, rows: to.layout.rows },
  ];
  if (!link.mixes) {
    return bundle(start, end, part);
  }
  return isNarrow(a, b) ? wedge(a, b) : fan(start, end);
}

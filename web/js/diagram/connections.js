/**
 * The lines between stages, drawn under the diagram: from every stage to those that are computed from it. A layer that
 * mixes its inputs is a fan, or a wedge where there is little room; one that works map by map is a bundle of lines. A
 * connection that skips stages is an arc around them.
 */

import { bundle, fan, isNarrow, rail, wedge } from "./lines.js";
import { arcBeside, arcOver, breadthOf, lanesIn, levels, roomAbove, signOf, waysOf } from "./skip-connections.js";

/** @import { Port, Way } from "./skip-connections.js" */
/** @import { Box, Part } from "./lines.js" */
/** @import { StageView } from "./stage.js" */

/** @typedef {StageView["stage"]["links"][number]} Link */
/**
 * @typedef {object} Line
 * @property {SVGPathElement} path
 * @property {StageView} from
 * @property {StageView} to
 * @property {Link} link
 * @property {Part} part
 * @property {Way} wide from column to column
 * @property {Way} run from stage to stage, where they stand below each other
 */

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
    /** @type {StageView[][]} */
    this.columns = [];
    /** @type {Map<StageView, SVGPathElement>} the signs where arcs end */
    this.signs = new Map();
    container.prepend(this.svg);
  }

  /** @param {StageView[][]} columns */
  connect(columns) {
    this.columns = columns;
    const views = columns.flat();
    const stages = new Map(views.map((view) => [view.stage.name, view]));
    const pairs = views.flatMap((to) => {
      const parts = partsOf(to, stages);
      return to.stage.links.flatMap((link, number) => {
        const from = stages.get(link.source);
        return from ? [{ path: pathOf(link, to), from, to, link, part: parts[number] }] : [];
      });
    });
    const columnOf = (/** @type {StageView} */ view) => columns.findIndex((column) => column.includes(view));
    const wide = waysOf(pairs.map(({ from, to }) => ({ from: columnOf(from), to: columnOf(to) })));
    const run = waysOf(pairs.map(({ from, to }) => ({ from: views.indexOf(from), to: views.indexOf(to) })));
    this.lines = pairs.map((pair, number) => ({ ...pair, wide: wide[number], run: run[number] }));
    const joining = this.lines.filter((line) => line.wide.lane > 0 || line.run.lane > 0);
    this.signs = new Map(joining.map(({ to, link }) => [to, signPath(to, link)]));
    this.svg.replaceChildren(...this.lines.map(({ path }) => path), ...this.signs.values());
    this.makeRoom();
  }

  /** Keep room for the arcs: above the maps, and beside the rail. */
  makeRoom() {
    const lanes = lanesIn(this.lines.map(({ run }) => run));
    this.container.style.setProperty("--rail", `${breadthOf(lanes)}px`);
    const ways = this.skips().map(({ wide }) => wide);
    const free = this.columns.map((column) => (column.length > 1 ? 0 : column[0].free));
    const room = roomAbove(ways, free);
    this.columns.forEach((column, place) => {
      const isUnder = ways.some(({ from, to }) => from <= place && place <= to);
      for (const view of column) {
        view.element.style.setProperty("--over", isUnder || !view.isVector ? room : "0px");
      }
    });
  }

  /** The lines that are arcs over other columns, the innermost first. */
  skips() {
    return this.lines.filter(({ wide }) => wide.lane > 0).sort((one, other) => one.wide.lane - other.wide.lane);
  }

  /**
   * Measure all, then draw all: one layout for all lines.
   * @param {boolean} asRail whether the stages stand below each other
   */
  draw(asRail) {
    const origin = this.container.getBoundingClientRect();
    const { scrollLeft } = this.container;
    const boxOf = (/** @type {Element} */ element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: x - origin.x + scrollLeft, y: y - origin.y, width, height };
    };
    const ports = new Map(
      this.columns.flat().map((view) => {
        const { parentElement, previousElementSibling } = view.element;
        const column = boxOf(/** @type {Element} */ (parentElement));
        return [view, { box: boxOf(view.canvas), column, isFirst: !previousElementSibling }];
      }),
    );
    const portOf = (/** @type {StageView} */ view) => /** @type {Port} */ (ports.get(view));
    for (const line of this.lines) {
      const [a, b] = [portOf(line.from).box, portOf(line.to).box];
      const isArc = (asRail ? line.run : line.wide).lane > 0;
      line.path.classList.toggle("arc", isArc);
      line.path.classList.toggle("surface", line.link.mixes && !isArc && (asRail || isNarrow(a, b)));
      if (!isArc) {
        line.path.setAttribute("d", asRail ? rail(a, b, line.link.mixes) : between(line, a, b));
      }
    }
    for (const sign of this.signs.values()) {
      sign.setAttribute("d", "");
    }
    if (asRail) {
      this.drawBeside(portOf);
    } else {
      this.drawOver(portOf);
    }
  }

  /** @param {(view: StageView) => Port} portOf */
  drawBeside(portOf) {
    const lanes = lanesIn(this.lines.map(({ run }) => run));
    for (const line of this.lines.filter(({ run }) => run.lane > 0)) {
      this.drawArc(line, arcBeside(portOf(line.from).box, portOf(line.to).box, line.run.lane, lanes));
    }
  }

  /** @param {(view: StageView) => Port} portOf */
  drawOver(portOf) {
    const skips = this.skips();
    const tops = this.columns.map((column) => Math.min(...column.map((view) => portOf(view).box.y)));
    const heights = levels(
      skips.map(({ wide }) => wide),
      tops,
    );
    skips.forEach((line, number) => {
      this.drawArc(line, arcOver(portOf(line.from), portOf(line.to), heights[number]));
    });
  }

  /**
   * @param {Line} line
   * @param {ReturnType<typeof arcOver>} arc
   */
  drawArc({ path, to, link }, { path: way, end }) {
    path.setAttribute("d", way);
    this.signs.get(to)?.setAttribute("d", signOf(end, link.join));
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
 * The sign where arcs end at a stage.
 * @param {StageView} to
 * @param {Link} link
 */
function signPath({ stage }, { join }) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", "sign");
  Object.assign(path.dataset, { at: stage.name, join });
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

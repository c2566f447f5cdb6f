/**
 * The connections between stages, drawn under the diagram: from every stage to those computed from it. A layer that
 * mixes its input maps is a fan, or a wedge where there is little space; a layer that works map by map is a bundle of
 * lines; a skip connection is an arc around the stages between.
 */

import { bundle, fan, isNarrow, wedge } from "./lines.js";
import { arcLevels, arcOver, assignTracks, joinSymbol, marginForArcs, trackCount } from "./skip-connections.js";

/** @import { Stage } from "../protocol/messages.js" */
/** @import { Edge, Port } from "./skip-connections.js" */
/** @import { Box, Part } from "./lines.js" */
/** @import { StageView } from "./stage.js" */

/** @typedef {Stage["links"][number]} Link */
/**
 * @typedef {object} Connection
 * @property {SVGPathElement} path
 * @property {StageView} from
 * @property {StageView} to
 * @property {Link} link
 * @property {Part} part of the target's height that the source's maps become
 * @property {Edge} horizontal between columns
 */

const SVG = "http://www.w3.org/2000/svg";

export class Connections {
  /** @param {HTMLElement} container the element that contains the stages */
  constructor(container) {
    this.container = container;
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("class", "connections");
    this.svg.setAttribute("aria-hidden", "true");
    /** @type {Connection[]} */
    this.connections = [];
    /** @type {StageView[][]} */
    this.columns = [];
    /** @type {Map<StageView, SVGPathElement>} the symbols where arcs end */
    this.symbols = new Map();
    container.prepend(this.svg);
  }

  /**
   * @param {StageView[][]} columns
   * @param {Map<Stage, Link[]>} linksOf what each of them is computed from
   */
  connect(columns, linksOf) {
    this.columns = columns;
    const views = columns.flat();
    const stages = new Map(views.map((view) => [view.stage.name, view]));
    const links = views.flatMap((to) => {
      const own = linksOf.get(to.stage) ?? [];
      const parts = partsOf(to, own, stages);
      return own.flatMap((link, number) => {
        const from = stages.get(link.source);
        return from ? [{ path: pathOf(link, to), from, to, link, part: parts[number] }] : [];
      });
    });
    const columnOf = (/** @type {StageView} */ view) => columns.findIndex((column) => column.includes(view));
    const horizontal = assignTracks(links.map(({ from, to }) => ({ from: columnOf(from), to: columnOf(to) })));
    this.connections = links.map((link, number) => ({ ...link, horizontal: horizontal[number] }));
    this.symbols = new Map(this.skips().map(({ to, link }) => [to, symbolPath(to, link)]));
    this.svg.replaceChildren(...this.connections.map(({ path }) => path), ...this.symbols.values());
    this.container.style.setProperty("--over", `${this.margin}px`); // reserves space for the arcs
  }

  /** The height that the arcs need above the maps, in CSS pixels. */
  get margin() {
    return marginForArcs(trackCount(this.connections.map(({ horizontal }) => horizontal)));
  }

  /** The connections that are arcs over other columns, the innermost first. */
  skips() {
    const arcs = this.connections.filter(({ horizontal }) => horizontal.track > 0);
    return arcs.sort((one, other) => one.horizontal.track - other.horizontal.track);
  }

  /** Draw all connections. Everything is measured before anything is drawn, so that there is only one layout. */
  draw() {
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
        const labels = view.labels && boxOf(view.labels);
        const box = withLabels(boxOf(view.canvas), labels);
        return [view, { box, column, isFirst: !previousElementSibling }];
      }),
    );
    const portOf = (/** @type {StageView} */ view) => /** @type {Port} */ (ports.get(view));
    for (const connection of this.connections) {
      const { path, link, horizontal } = connection;
      const [a, b] = [portOf(connection.from).box, portOf(connection.to).box];
      const isArc = horizontal.track > 0;
      path.classList.toggle("arc", isArc);
      path.classList.toggle("surface", link.mixes && !isArc && isNarrow(a, b));
      if (!isArc) {
        path.setAttribute("d", between(connection, a, b));
      }
    }
    this.drawArcs(portOf);
  }

  /** @param {(view: StageView) => Port} portOf */
  drawArcs(portOf) {
    const skips = this.skips();
    const tops = this.columns.map((column) => Math.min(...column.map((view) => portOf(view).box.y)));
    const levels = arcLevels(
      skips.map(({ horizontal }) => horizontal),
      tops,
    );
    skips.forEach((connection, number) => {
      this.drawArc(connection, arcOver(portOf(connection.from), portOf(connection.to), levels[number]));
    });
  }

  /**
   * @param {Connection} connection
   * @param {ReturnType<typeof arcOver>} arc
   */
  drawArc({ path, to, link }, arc) {
    path.setAttribute("d", arc.path);
    this.symbols.get(to)?.setAttribute("d", joinSymbol(arc.end, link.join));
  }
}

/**
 * The place of a stage's maps with the labels to the left of them.
 * @param {Box} maps
 * @param {Box | null} labels
 */
function withLabels(maps, labels) {
  return labels && labels.width > 0 ? { ...maps, x: labels.x, width: maps.x + maps.width - labels.x } : maps;
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
 * The symbol where arcs end at a stage.
 * @param {StageView} to
 * @param {Link} link
 */
function symbolPath({ stage }, { join }) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", "sign");
  Object.assign(path.dataset, { at: stage.name, join });
  return path;
}

/**
 * The part of a stage that the maps of each of its sources become: one after the other if concatenated, else all of it.
 * @param {StageView} to
 * @param {Link[]} links of that stage
 * @param {Map<string, StageView>} stages
 * @returns {Part[]} one for each link
 */
function partsOf({ stage: { shape } }, links, stages) {
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
 * The path between two stages in adjacent columns.
 * @param {Connection} connection
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

/**
 * The connections between stages, drawn under the diagram: from every stage to those computed from it. A layer that
 * mixes its input maps is a fan, or a wedge where there is little space; a layer that works map by map is a bundle of
 * lines; a skip connection is an arc around the stages between.
 */

import { bundle, fan, isNarrow, rail, wedge } from "./lines.js";
import {
  arcBeside,
  arcLevels,
  arcOver,
  assignTracks,
  joinSymbol,
  marginForArcs,
  railWidth,
  trackCount,
} from "./skip-connections.js";

/** @import { Edge, Port } from "./skip-connections.js" */
/** @import { Box, Part } from "./lines.js" */
/** @import { StageView } from "./stage.js" */

/** @typedef {StageView["stage"]["links"][number]} Link */
/**
 * @typedef {object} Connection
 * @property {SVGPathElement} path
 * @property {StageView} from
 * @property {StageView} to
 * @property {Link} link
 * @property {Part} part of the target's height that the source's maps become
 * @property {Edge} horizontal between columns, in the horizontal layout
 * @property {Edge} vertical between stages, in the vertical layout
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

  /** @param {StageView[][]} columns */
  connect(columns) {
    this.columns = columns;
    const views = columns.flat();
    const stages = new Map(views.map((view) => [view.stage.name, view]));
    const links = views.flatMap((to) => {
      const parts = partsOf(to, stages);
      return to.stage.links.flatMap((link, number) => {
        const from = stages.get(link.source);
        return from ? [{ path: pathOf(link, to), from, to, link, part: parts[number] }] : [];
      });
    });
    const columnOf = (/** @type {StageView} */ view) => columns.findIndex((column) => column.includes(view));
    const horizontal = assignTracks(links.map(({ from, to }) => ({ from: columnOf(from), to: columnOf(to) })));
    const vertical = assignTracks(links.map(({ from, to }) => ({ from: views.indexOf(from), to: views.indexOf(to) })));
    this.connections = links.map((link, number) => ({
      ...link,
      horizontal: horizontal[number],
      vertical: vertical[number],
    }));
    const arcs = this.connections.filter((line) => line.horizontal.track > 0 || line.vertical.track > 0);
    this.symbols = new Map(arcs.map(({ to, link }) => [to, symbolPath(to, link)]));
    this.svg.replaceChildren(...this.connections.map(({ path }) => path), ...this.symbols.values());
    this.reserveSpace();
  }

  /** Reserve space for the arcs, above the maps and beside the rail. */
  reserveSpace() {
    const tracks = trackCount(this.connections.map(({ vertical }) => vertical));
    this.container.style.setProperty("--rail", `${railWidth(tracks)}px`);
    const edges = this.skips().map(({ horizontal }) => horizontal);
    const free = this.columns.map((column) => (column.length > 1 ? 0 : column[0].free));
    const margin = marginForArcs(edges, free);
    this.columns.forEach((column, position) => {
      const isUnderArc = edges.some(({ from, to }) => from <= position && position <= to);
      for (const view of column) {
        view.element.style.setProperty("--over", isUnderArc || !view.isVector ? margin : "0px");
      }
    });
  }

  /** The connections that are arcs over other columns, the innermost first. */
  skips() {
    const arcs = this.connections.filter(({ horizontal }) => horizontal.track > 0);
    return arcs.sort((one, other) => one.horizontal.track - other.horizontal.track);
  }

  /**
   * Draw all connections. Everything is measured before anything is drawn, so that there is only one layout.
   * @param {boolean} isVertical whether the stages stand below each other
   */
  draw(isVertical) {
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
    for (const connection of this.connections) {
      const { path, link, horizontal, vertical } = connection;
      const [a, b] = [portOf(connection.from).box, portOf(connection.to).box];
      const isArc = (isVertical ? vertical : horizontal).track > 0;
      path.classList.toggle("arc", isArc);
      path.classList.toggle("surface", link.mixes && !isArc && (isVertical || isNarrow(a, b)));
      if (!isArc) {
        path.setAttribute("d", isVertical ? rail(a, b, link.mixes) : between(connection, a, b));
      }
    }
    for (const symbol of this.symbols.values()) {
      symbol.setAttribute("d", "");
    }
    if (isVertical) {
      this.drawArcsBeside(portOf);
    } else {
      this.drawArcsOver(portOf);
    }
  }

  /** @param {(view: StageView) => Port} portOf */
  drawArcsBeside(portOf) {
    const tracks = trackCount(this.connections.map(({ vertical }) => vertical));
    for (const connection of this.connections.filter(({ vertical }) => vertical.track > 0)) {
      const { from, to, vertical } = connection;
      this.drawArc(connection, arcBeside(portOf(from).box, portOf(to).box, vertical.track, tracks));
    }
  }

  /** @param {(view: StageView) => Port} portOf */
  drawArcsOver(portOf) {
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

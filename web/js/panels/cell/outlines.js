/**
 * Outlines over maps: a light line on a dark one, so that it can be seen on any colour. The drawing is as large as the
 * maps have cells, and the browser scales it; the lines keep their width.
 */

import { corner } from "../../diagram/map-layout.js";
import { outline } from "./mask-outline.js";

/** @import { Layout } from "../../diagram/map-layout.js" */
/** @import { Place, Reach } from "../../protocol/questions.js" */

/** @typedef {"cell" | "back" | "forward"} Kind the cell itself, what it is computed from, what it feeds */

const SVG = "http://www.w3.org/2000/svg";

export class Outlines {
  constructor() {
    this.element = document.createElementNS(SVG, "svg");
    this.element.setAttribute("class", "marks");
    this.element.setAttribute("preserveAspectRatio", "none");
    this.element.setAttribute("aria-hidden", "true");
    /** @type {Record<Kind, { group: SVGGElement, path: string }>} */
    this.kinds = { back: this.lines("back"), forward: this.lines("forward"), cell: this.lines("cell") };
  }

  /**
   * A dark line with a light one on it.
   * @param {Kind} kind
   */
  lines(kind) {
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", `mark ${kind}`);
    for (const name of ["casing", "line"]) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", name);
      group.append(path);
    }
    this.element.append(group);
    return { group, path: "" };
  }

  /**
   * @param {number} width of what lies below, in cells
   * @param {number} height
   */
  resize(width, height) {
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }

  /**
   * @param {Kind} kind
   * @param {string} path "" for none
   */
  draw(kind, path) {
    const lines = this.kinds[kind];
    if (lines.path !== path) {
      lines.path = path;
      for (const element of lines.group.children) {
        element.setAttribute("d", path);
      }
    }
  }
}

/**
 * The outline of one cell.
 * @param {Layout} layout
 * @param {Place} place
 */
export function cellPath(layout, { channel, row, column }) {
  const { x, y } = corner(layout, channel);
  return `M${x + column} ${y + row}h1v1h-1z`;
}

/**
 * The outline of a field on all maps that it reaches.
 * @param {Layout} layout
 * @param {Reach} reach
 * @param {Float32Array} numbers of the answer that the reach came in
 */
export function reachPath(layout, { channels, mask }, numbers) {
  if (layout.gap === 0) {
    return vectorPath(layout, channels);
  }
  const { offset, shape } = mask;
  const [height = 1, width = 1] = shape;
  const isIn = (/** @type {number} */ row, /** @type {number} */ column) => numbers[offset + row * width + column] > 0;
  if (channels === null && numbers.subarray(offset, offset + height * width).every((cell) => cell > 0)) {
    return `M0 0h${layout.width}v${layout.height}h${-layout.width}z`; // all of the stage
  }
  const maps = channels ?? Array.from({ length: layout.count }, (_, channel) => channel);
  const box = { width, height, has: isIn };
  return maps
    .map((channel) => {
      const { x, y } = corner(layout, channel);
      return outline(box, x, y);
    })
    .join("");
}

/**
 * The outline of a vector's cells, which touch each other.
 * @param {Layout} layout
 * @param {number[] | null} channels
 */
function vectorPath({ columns, width, height }, channels) {
  const reached = channels && new Set(channels);
  const has = (/** @type {number} */ row, /** @type {number} */ column) =>
    reached === null || reached.has(row * columns + column);
  return outline({ width, height, has }, 0, 0);
}

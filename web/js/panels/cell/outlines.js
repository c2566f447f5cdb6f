/**
 * Outlines over maps, as SVG: each is a light line on a dark casing, visible on any colour. Below them a veil dims the maps
 * that have nothing to do with the selected cell. One unit of the SVG is one cell; the browser scales the drawing, and the
 * strokes keep their width.
 */

import { corner } from "../../diagram/map-layout.js";
import { edgesOf, maskOutline, pathOf } from "./mask-outline.js";

/** @import { Layout } from "../../diagram/map-layout.js" */
/** @import { Place, Reach } from "../../protocol/questions.js" */

/** @import { Edge } from "./mask-outline.js" */

/** @typedef {"veil" | "cell" | "back" | "forward"} Kind back: the receptive field; forward: the reach */

const SVG = "http://www.w3.org/2000/svg";

export class Outlines {
  constructor() {
    this.element = document.createElementNS(SVG, "svg");
    this.element.setAttribute("class", "marks");
    this.element.setAttribute("preserveAspectRatio", "none");
    this.element.setAttribute("aria-hidden", "true");
    /** @type {Record<Kind, { group: SVGGElement, path: string }>} the later ones lie on top */
    this.kinds = {
      veil: this.addKind("veil", ["surface"]),
      back: this.addKind("back", ["casing", "line"]),
      forward: this.addKind("forward", ["casing", "line"]),
      cell: this.addKind("cell", ["casing", "line"]),
    };
  }

  /**
   * @param {Kind} kind
   * @param {string[]} paths the class of each
   */
  addKind(kind, paths) {
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", `mark ${kind}`);
    for (const name of paths) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", name);
      group.append(path);
    }
    this.element.append(group);
    return { group, path: "" };
  }

  /**
   * @param {number} width of the maps below, in cells
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
    const drawn = this.kinds[kind];
    if (drawn.path !== path) {
      drawn.path = path;
      for (const element of drawn.group.children) {
        element.setAttribute("d", path);
      }
    }
  }
}

/**
 * The outline of one cell.
 * @param {Layout} layout
 * @param {Place} cell
 */
export function cellPath(layout, { channel, row, column }) {
  const { x, y } = corner(layout, channel);
  return `M${x + column} ${y + row}h1v1h-1z`;
}

/**
 * The outlines of a receptive field, or of a reach, on all maps that it includes.
 * @param {Layout} layout
 * @param {Reach} reach
 * @param {Float32Array} numbers of the answer that contains the reach
 */
export function reachPath(layout, { channels, mask }, numbers) {
  if (layout.gap === 0) {
    return vectorPath(layout, channels);
  }
  const edges = edgesOfReach(mask, numbers);
  if (!edges && channels === null) {
    return `M0 0h${layout.width}v${layout.height}h${-layout.width}z`; // the whole stage
  }
  const [height = 1, width = 1] = mask.shape;
  const ofMap = edges ?? edgesOf({ width, height, has: () => true });
  const maps = channels ?? Array.from({ length: layout.count }, (_, channel) => channel);
  return maps
    .map((channel) => {
      const { x, y } = corner(layout, channel);
      return pathOf(ofMap, x, y);
    })
    .join("");
}

/**
 * The area of a stage without the maps that stay bright.
 * @param {Layout} layout
 * @param {number[] | null} lit these maps; null for all
 */
export function veilPath(layout, lit) {
  if (lit === null) {
    return "";
  }
  const { width, height, mapWidth, mapHeight } = layout;
  const holes = lit.map((channel) => {
    const { x, y } = corner(layout, channel);
    return `M${x} ${y}h${mapWidth}v${mapHeight}h${-mapWidth}z`;
  });
  return `M0 0h${width}v${height}h${-width}z${holes.join("")}`;
}

/** @type {WeakMap<object, Edge[] | null>} by the mask of an answer, which is drawn on many maps */
const knownEdges = new WeakMap();

/**
 * The edges of a mask; null if it covers whole maps.
 * @param {Reach["mask"]} mask
 * @param {Float32Array} numbers of the answer
 */
function edgesOfReach(mask, numbers) {
  const known = knownEdges.get(mask);
  if (known !== undefined) {
    return known;
  }
  const { offset, shape } = mask;
  const [height = 1, width = 1] = shape;
  const has = (/** @type {number} */ row, /** @type {number} */ column) => numbers[offset + row * width + column] > 0;
  const isWhole = numbers.subarray(offset, offset + height * width).every((cell) => cell > 0);
  const edges = isWhole ? null : edgesOf({ width, height, has });
  knownEdges.set(mask, edges);
  return edges;
}

/**
 * The outline of some cells of a vector; its cells have no gap between them.
 * @param {Layout} layout
 * @param {number[] | null} channels null for all
 */
function vectorPath({ columns, width, height }, channels) {
  const included = channels && new Set(channels);
  const has = (/** @type {number} */ row, /** @type {number} */ column) =>
    included === null || included.has(row * columns + column);
  return maskOutline({ width, height, has }, 0, 0);
}

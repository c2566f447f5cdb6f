/** The scene: every stage is a pane of glass; the panes stand one behind the other, the image in front. */

import { layOut } from "../../diagram/map-layout.js";

/** @import { Layout } from "../../diagram/map-layout.js" */
/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Point3 } from "./projection.js" */

/** @typedef {{ width: number, height: number }} Size */

/**
 * @typedef {object} Pane the maps of a stage
 * @property {Stage} stage
 * @property {Layout} layout of its maps
 * @property {number} width in units of the scene
 * @property {number} height
 * @property {Point3} centre
 * @property {number} depth how many panes, or groups of them, stand before it
 */

const LARGEST = 100; // length of the largest pane, in units of the scene
const SMALLEST = 0.5; // of that
const CONTRAST = 0.6; // exponent: small maps are drawn larger than their number of cells
const THICKNESS = 8; // of a vector, in units of the scene
const VECTOR_LENGTH = 80; // in units of the scene
const LONGEST_LINE = 40; // cells of a vector; the rest is in further lines
const SLIM = 0.55; // width ÷ height of a pane in a wide view, where the panes stand side by side
const FLAT = 2.4; // the same in a high view, where they lie one below the other
const SPACE = 8; // between stages of equal depth, in units of the scene
const LEAST_EXTENT = 30; // for which a pane takes space on the axis, in units of the scene

/**
 * Arrange the stages along the z axis, in the order in which they are computed.
 * @param {Stage[][]} columns stages of equal depth, the image first
 * @param {boolean} isPortrait whether the view is higher than wide
 * @param {number} spacing of the panes, as a multiple of their extent
 * @returns {Pane[]}
 */
export function arrangePanes(columns, isPortrait, spacing) {
  const layouts = new Map(columns.flat().map((stage) => [stage, layOut(stage, columnsOf(stage, isPortrait))]));
  const longest = Math.max(...[...layouts.values()].map(({ width, height }) => (isPortrait ? width : height)));
  let z = 0;
  return columns.flatMap((stages, depth) => {
    const panes = stages.map((stage) => {
      const layout = /** @type {Layout} */ (layouts.get(stage));
      return { stage, layout, depth, ...sizeOf(stage, layout, longest, isPortrait) };
    });
    const half =
      (spacing * Math.max(LEAST_EXTENT, ...panes.map((pane) => (isPortrait ? pane.height : pane.width)))) / 2;
    z -= depth > 0 ? half : 0;
    const placed = besideEachOther(panes, isPortrait).map((pane) => ({ ...pane, centre: { ...pane.centre, z } }));
    z -= half;
    return placed;
  });
}

/**
 * The number of columns with which a stage's maps fill about the wanted shape; the numbers of a vector form a line.
 * @param {Stage} stage
 * @param {boolean} isPortrait
 */
function columnsOf(stage, isPortrait) {
  const [count] = stage.shape;
  if (stage.shape.length === 1) {
    const lines = Math.ceil(count / LONGEST_LINE);
    return isPortrait ? Math.ceil(count / lines) : lines;
  }
  const error = (/** @type {number} */ columns) => {
    const { width, height, rows } = layOut(stage, columns);
    const empty = 1 - count / (rows * columns);
    return Math.abs(Math.log(width / height / (isPortrait ? FLAT : SLIM))) + empty;
  };
  const possible = Array.from({ length: count }, (_, index) => index + 1);
  return possible.reduce((best, columns) => (error(columns) < error(best) ? columns : best));
}

/**
 * @param {Stage} stage
 * @param {Layout} layout
 * @param {number} longest of all stages, in cells
 * @param {boolean} isPortrait
 * @returns {Size} in units of the scene
 */
function sizeOf({ shape }, { width, height, columns, rows }, longest, isPortrait) {
  if (shape.length === 1) {
    const lines = THICKNESS * Math.min(columns, rows);
    return isPortrait ? { width: VECTOR_LENGTH, height: lines } : { width: lines, height: VECTOR_LENGTH };
  }
  const cells = isPortrait ? width : height;
  const length = LARGEST * Math.max(SMALLEST, (cells / longest) ** CONTRAST);
  return { width: (width / cells) * length, height: (height / cells) * length };
}

/**
 * Centre the panes of one depth on the axis, one above the other, or side by side in a high view.
 * @template {Size} T
 * @param {T[]} panes
 * @param {boolean} isPortrait
 */
function besideEachOther(panes, isPortrait) {
  const lengths = panes.map(({ width, height }) => (isPortrait ? width : height));
  const total = lengths.reduce((sum, length) => sum + length, SPACE * (panes.length - 1));
  const shrunk = Math.min(1, (1.2 * LARGEST) / total);
  let start = (-total * shrunk) / 2;
  return panes.map((pane, number) => {
    const middle = start + (lengths[number] * shrunk) / 2;
    start += (lengths[number] + SPACE) * shrunk;
    const centre = isPortrait ? { x: middle, y: 0, z: 0 } : { x: 0, y: middle, z: 0 };
    return { ...pane, width: pane.width * shrunk, height: pane.height * shrunk, centre };
  });
}

/**
 * A point of a pane.
 * @param {Pane} pane
 * @param {number} x from the left edge to the right: 0 … 1
 * @param {number} y from the upper edge to the lower: 0 … 1
 * @returns {Point3}
 */
export function pointOf({ width, height, centre }, x, y) {
  return { x: centre.x + (x - 0.5) * width, y: centre.y + (y - 0.5) * height, z: centre.z };
}

/**
 * The four corners of a pane, clockwise.
 * @param {Pane} pane
 */
export function cornersOf(pane) {
  return [pointOf(pane, 0, 0), pointOf(pane, 1, 0), pointOf(pane, 1, 1), pointOf(pane, 0, 1)];
}

/** The layout of a stage's maps on its canvas: as Python sends them, or with other columns on a narrow screen. */

/** @import { Stage } from "../protocol/messages.js" */

/**
 * @typedef {object} Layout
 * @property {number} count of maps; a vector has maps of one cell
 * @property {number} columns
 * @property {number} rows
 * @property {number} mapWidth
 * @property {number} mapHeight
 * @property {number} gap cells between maps
 * @property {number} width of all, in cells
 * @property {number} height
 */

/**
 * @param {Stage} stage
 * @param {number} columns
 * @returns {Layout}
 */
export function layOut({ shape, canvas: { gap } }, columns) {
  const [count, mapHeight = 1, mapWidth = 1] = shape;
  const rows = Math.ceil(count / columns);
  const width = columns * (mapWidth + gap) - gap;
  return { count, columns, rows, mapWidth, mapHeight, gap, width, height: rows * (mapHeight + gap) - gap };
}

/**
 * The number of columns in the vertical layout, where a row should fill the width: five for ten maps, all for a vector.
 * @param {Stage} stage
 */
export function columnsOfRow({ shape }) {
  const [count] = shape;
  return shape.length === 1 ? count : Math.min(count, count > 20 ? 8 : 5);
}

/**
 * The top left corner of a map, in cells.
 * @param {Layout} layout
 * @param {number} map
 */
export function corner({ columns, mapWidth, mapHeight, gap }, map) {
  return { x: (map % columns) * (mapWidth + gap), y: Math.floor(map / columns) * (mapHeight + gap) };
}

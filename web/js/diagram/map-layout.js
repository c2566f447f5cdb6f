/** The layout of a stage's maps on its canvas: as Python sends them, or in other columns. */

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
 * The same layout with one pixel for the mean of k × k cells.
 * @param {Layout} layout whose maps are multiples of k apart
 * @param {number} k
 * @returns {Layout}
 */
export function coarser({ count, columns, rows, ...sizes }, k) {
  const [mapWidth, mapHeight] = [Math.ceil(sizes.mapWidth / k), Math.ceil(sizes.mapHeight / k)];
  const gap = Math.floor(sizes.gap / k);
  const [width, height] = [columns * (mapWidth + gap) - gap, rows * (mapHeight + gap) - gap];
  return { count, columns, rows, mapWidth, mapHeight, gap, width, height };
}

/**
 * The top left corner of a map, in cells.
 * @param {Layout} layout
 * @param {number} map
 */
export function corner({ columns, mapWidth, mapHeight, gap }, map) {
  return { x: (map % columns) * (mapWidth + gap), y: Math.floor(map / columns) * (mapHeight + gap) };
}

/**
 * The picture of a stage's maps in another layout.
 * @param {Uint8ClampedArray<ArrayBuffer>} pixels RGBA
 * @param {Layout} from their layout
 * @param {Layout} to the same maps in other columns
 * @returns {Uint8ClampedArray<ArrayBuffer>}
 */
export function rearrange(pixels, from, to) {
  const source = new Uint32Array(pixels.buffer, pixels.byteOffset, from.width * from.height);
  const target = new Uint32Array(to.width * to.height);
  for (let map = 0; map < from.count; map += 1) {
    const [start, end] = [corner(from, map), corner(to, map)];
    for (let row = 0; row < from.mapHeight; row += 1) {
      const at = (start.y + row) * from.width + start.x;
      target.set(source.subarray(at, at + from.mapWidth), (end.y + row) * to.width + end.x);
    }
  }
  return new Uint8ClampedArray(target.buffer);
}

/**
 * The box of one map on the screen.
 * @param {DOMRect} canvas of its stage
 * @param {Layout} layout
 * @param {number} channel
 */
export function mapBox(canvas, layout, channel) {
  const { x, y } = corner(layout, channel);
  const [across, down] = [canvas.width / layout.width, canvas.height / layout.height];
  return {
    left: canvas.left + x * across,
    top: canvas.top + y * down,
    right: canvas.left + (x + layout.mapWidth) * across,
    bottom: canvas.top + (y + layout.mapHeight) * down,
  };
}

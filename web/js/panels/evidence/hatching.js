/** Hatches the places with negative values, so that their sign can be told without colours. */

/** @import { Numbers } from "../../protocol/questions.js" */
/** @import { Scale } from "../../protocol/questions.js" */

const LEAST = 0.15; // of the largest value; weaker places have nearly the colour of 0

/**
 * The middles of an image's pixels in which a map is clearly negative. The map is enlarged with straight lines between the
 * middles of its cells, as its picture is (py/glasscnn/bridge/rendering.py).
 * @param {Float32Array} numbers of an answer
 * @param {Numbers} map [H, W]
 * @param {Scale} scale
 * @param {{ width: number, height: number }} image in pixels
 * @returns {[x: number, y: number][]}
 */
export function negativePixels(numbers, map, scale, { width, height }) {
  const [rows, columns] = map.shape;
  const limit = -LEAST * Math.max(Math.abs(scale.low), Math.abs(scale.high));
  const at = (/** @type {number} */ row, /** @type {number} */ column) => numbers[map.offset + row * columns + column];
  /** @type {[number, number][]} */
  const found = [];
  for (let y = 0; y < height; y += 1) {
    const [top, bottom, down] = between(y, height, rows);
    for (let x = 0; x < width; x += 1) {
      const [left, right, across] = between(x, width, columns);
      const above = at(top, left) * (1 - across) + at(top, right) * across;
      const below = at(bottom, left) * (1 - across) + at(bottom, right) * across;
      if (above * (1 - down) + below * down < limit) {
        found.push([x + 0.5, y + 0.5]);
      }
    }
  }
  return found;
}

/**
 * The two cells between whose middles the middle of a pixel lies, and its share of the way from one to the other.
 * @param {number} pixel
 * @param {number} pixels
 * @param {number} cells
 * @returns {[first: number, second: number, share: number]}
 */
function between(pixel, pixels, cells) {
  const place = Math.min(Math.max((pixel + 0.5) * (cells / pixels) - 0.5, 0), cells - 1);
  const first = Math.min(Math.floor(place), Math.max(cells - 2, 0));
  return [first, Math.min(first + 1, cells - 1), place - first];
}

/**
 * A stroke from corner to corner of each pixel: those of neighbours form lines.
 * @param {CanvasRenderingContext2D} context
 * @param {[x: number, y: number][]} pixels
 * @param {number} zoom canvas pixels for each of the image
 * @param {string} colour
 */
export function hatch(context, pixels, zoom, colour) {
  const path = new Path2D();
  for (const [x, y] of pixels) {
    path.moveTo(zoom * (x - 0.5), zoom * (y + 0.5));
    path.lineTo(zoom * (x + 0.5), zoom * (y - 0.5));
  }
  context.strokeStyle = colour;
  context.lineWidth = Math.max(1, zoom / 10);
  context.stroke(path);
}

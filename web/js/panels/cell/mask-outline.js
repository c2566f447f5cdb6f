/** The outline of a mask of cells, as an SVG path in cells. */

/** @typedef {{ width: number, height: number, has: (row: number, column: number) => boolean }} Mask */

/**
 * All edges between a cell that is in and one that is not, each as long as it goes straight; relative to the mask's
 * corner, so that it can be set down on every map.
 * @param {Mask} mask
 * @param {number} x where the mask begins
 * @param {number} y
 */
export function outline({ width, height, has }, x, y) {
  const isIn = (/** @type {number} */ row, /** @type {number} */ column) =>
    row >= 0 && row < height && column >= 0 && column < width && has(row, column);
  let path = "";
  for (let row = 0; row <= height; row += 1) {
    for (const [start, length] of runs(width, (column) => isIn(row - 1, column) !== isIn(row, column))) {
      path += `M${x + start} ${y + row}h${length}`;
    }
  }
  for (let column = 0; column <= width; column += 1) {
    for (const [start, length] of runs(height, (row) => isIn(row, column - 1) !== isIn(row, column))) {
      path += `M${x + column} ${y + start}v${length}`;
    }
  }
  return path;
}

/**
 * The longest stretches of 0 … count − 1 for which something holds.
 * @param {number} count
 * @param {(number: number) => boolean} holds
 * @returns {[number, number][]} start and length
 */
function runs(count, holds) {
  /** @type {[number, number][]} */
  const found = [];
  let start = -1;
  for (let number = 0; number <= count; number += 1) {
    if (number < count && holds(number)) {
      start = start < 0 ? number : start;
    } else if (start >= 0) {
      found.push([start, number - start]);
      start = -1;
    }
  }
  return found;
}

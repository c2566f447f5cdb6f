/** The outline of a mask of cells, as an SVG path with one unit per cell. */

/** @typedef {{ width: number, height: number, has: (row: number, column: number) => boolean }} Mask */

/**
 * All edges between a cell of the mask and a cell outside it; adjacent edges in one line are one segment.
 * @param {Mask} mask
 * @param {number} x of the mask's top left corner
 * @param {number} y
 */
export function maskOutline({ width, height, has }, x, y) {
  const isInside = (/** @type {number} */ row, /** @type {number} */ column) =>
    row >= 0 && row < height && column >= 0 && column < width && has(row, column);
  let path = "";
  for (let row = 0; row <= height; row += 1) {
    for (const [start, length] of runs(width, (column) => isInside(row - 1, column) !== isInside(row, column))) {
      path += `M${x + start} ${y + row}h${length}`;
    }
  }
  for (let column = 0; column <= width; column += 1) {
    for (const [start, length] of runs(height, (row) => isInside(row, column - 1) !== isInside(row, column))) {
      path += `M${x + column} ${y + start}v${length}`;
    }
  }
  return path;
}

/**
 * The maximal runs of consecutive integers in 0 … count − 1 that satisfy a predicate.
 * @param {number} count
 * @param {(index: number) => boolean} predicate
 * @returns {[start: number, length: number][]}
 */
function runs(count, predicate) {
  /** @type {[number, number][]} */
  const found = [];
  let start = -1;
  for (let index = 0; index <= count; index += 1) {
    if (index < count && predicate(index)) {
      start = start < 0 ? index : start;
    } else if (start >= 0) {
      found.push([start, index - start]);
      start = -1;
    }
  }
  return found;
}

/** The outline of a mask of cells, as an SVG path with one unit per cell. */

/** @typedef {{ width: number, height: number, has: (row: number, column: number) => boolean }} Mask */

/** @typedef {{ x: number, y: number, line: string }} Edge a line from a corner of a cell, as an SVG command */

/**
 * The outline of a mask whose top left corner is at (x, y).
 * @param {Mask} mask
 * @param {number} x
 * @param {number} y
 */
export function maskOutline(mask, x, y) {
  return pathOf(edgesOf(mask), x, y);
}

/**
 * All edges between a cell of the mask and a cell outside it; adjacent edges in one line are one segment.
 * @param {Mask} mask
 * @returns {Edge[]}
 */
export function edgesOf(mask) {
  const { top, left, bottom, right } = boxOf(mask);
  const isInside = (/** @type {number} */ row, /** @type {number} */ column) =>
    row >= top && row < bottom && column >= left && column < right && mask.has(row, column);
  /** @type {Edge[]} */
  const edges = [];
  for (let y = top; y <= bottom; y += 1) {
    for (const [x, length] of runs(left, right, (column) => isInside(y - 1, column) !== isInside(y, column))) {
      edges.push({ x, y, line: `h${length}` });
    }
  }
  for (let x = left; x <= right; x += 1) {
    for (const [y, length] of runs(top, bottom, (row) => isInside(row, x - 1) !== isInside(row, x))) {
      edges.push({ x, y, line: `v${length}` });
    }
  }
  return edges;
}

/**
 * @param {Edge[]} edges of a mask
 * @param {number} left of the mask's top left corner
 * @param {number} top
 */
export function pathOf(edges, left, top) {
  return edges.map(({ x, y, line }) => `M${left + x} ${top + y}${line}`).join("");
}

/**
 * The smallest box that contains all cells of a mask, which is often a small part of a large map.
 * @param {Mask} mask
 */
function boxOf({ width, height, has }) {
  const box = { top: height, left: width, bottom: 0, right: 0 };
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if (has(row, column)) {
        box.top = Math.min(box.top, row);
        box.left = Math.min(box.left, column);
        box.bottom = row + 1;
        box.right = Math.max(box.right, column + 1);
      }
    }
  }
  return box;
}

/**
 * The maximal runs of consecutive integers in first … end − 1 that satisfy a predicate.
 * @param {number} first
 * @param {number} end
 * @param {(index: number) => boolean} predicate
 * @returns {[start: number, length: number][]}
 */
function runs(first, end, predicate) {
  /** @type {[number, number][]} */
  const found = [];
  let start = -1;
  for (let index = first; index <= end; index += 1) {
    if (index < end && predicate(index)) {
      start = start < 0 ? index : start;
    } else if (start >= 0) {
      found.push([start, index - start]);
      start = -1;
    }
  }
  return found;
}

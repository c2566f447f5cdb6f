/**
 * The outline of the ink in an image, at half of the largest value: marching squares with straight lines between the
 * centres of the pixels (Lorensen and Cline, "Marching cubes", 1987, in two dimensions).
 */

/** @typedef {[fromX: number, fromY: number, toX: number, toY: number]} Segment (0, 0) is the outer corner of the first pixel */

/**
 * @param {(row: number, column: number) => number} valueAt 0 outside the image
 * @param {number} height
 * @param {number} width
 * @param {number} level the value at the outline
 * @returns {Segment[]} in no order
 */
export function contour(valueAt, height, width, level) {
  /** @type {Segment[]} */
  const segments = [];
  for (let row = -1; row < height; row += 1) {
    for (let column = -1; column < width; column += 1) {
      const corners = [
        valueAt(row, column),
        valueAt(row, column + 1),
        valueAt(row + 1, column + 1),
        valueAt(row + 1, column),
      ];
      const points = crossings(corners, level).map(([x, y]) => [column + 0.5 + x, row + 0.5 + y]);
      for (let index = 0; index + 1 < points.length; index += 2) {
        segments.push(/** @type {Segment} */ ([...points[index], ...points[index + 1]]));
      }
    }
  }
  return segments;
}

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/**
 * Where the outline crosses the sides of a square, in their order around it. Two corners that lie across from each other
 * are joined if the mean of all four is inside.
 * @param {number[]} corners values, clockwise from the top left
 * @param {number} level
 */
function crossings(corners, level) {
  /** @type {number[][]} */
  const points = [];
  for (let side = 0; side < 4; side += 1) {
    const [from, to] = [corners[side], corners[(side + 1) % 4]];
    if (from >= level !== to >= level) {
      const share = (level - from) / (to - from);
      const [[x, y], [endX, endY]] = [CORNERS[side], CORNERS[(side + 1) % 4]];
      points.push([x + share * (endX - x), y + share * (endY - y)]);
    }
  }
  const isJoined = corners.reduce((sum, value) => sum + value, 0) / 4 >= level === corners[0] >= level;
  return points.length === 4 && !isJoined ? [points[3], points[0], points[1], points[2]] : points;
}

/**
 * The connections between two stages as SVG paths. They show how the maps of the second stage are computed: each from
 * all maps of the first ("mixes"), or each from the map with its own number ("each").
 */

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {{ box: Box, rows: number }} End the maps of a stage on the screen, and their number of rows */
/** @typedef {{ from: number, to: number }} Part a part of a stage's height, as shares of it */

const MAX_ROWS = 10; // more lines would merge into a grey area
const MIN_WIDTH = 20; // CSS pixels between stages for a fan; in less space it would be a grey area too

/**
 * Whether there is too little space between two stages for a fan.
 * @param {Box} a
 * @param {Box} b
 */
export function isNarrow(a, b) {
  return b.x - a.x - a.width < MIN_WIDTH;
}

/**
 * Lines from every row of maps to every row of maps.
 * @param {End} a
 * @param {End} b
 */
export function fan(a, b) {
  const [x1, x2] = [a.box.x + a.box.width + 3, b.box.x - 3];
  const [starts, ends] = [a, b].map(({ box, rows }) => rowCentres(box, Math.min(rows, MAX_ROWS)));
  return starts.flatMap((y1) => ends.map((y2) => curve(x1, y1, x2, y2))).join("");
}

/**
 * The same as one area, where there is no space for a fan.
 * @param {Box} a
 * @param {Box} b
 */
export function wedge(a, b) {
  const [x1, x2] = [a.x + a.width + 1, b.x - 1];
  return `M${x1} ${a.y}L${x2} ${b.y}V${b.y + b.height}L${x1} ${a.y + a.height}z`;
}

/**
 * Lines from every row of maps to the row with the same number.
 * @param {End} a
 * @param {End} b
 * @param {Part} part the part of b that a's maps become
 */
export function bundle(a, b, { from, to }) {
  const margin = isNarrow(a.box, b.box) ? 1 : 3;
  const [x1, x2] = [a.box.x + a.box.width + margin, b.box.x - margin];
  const count = Math.max(1, Math.min(a.rows, Math.round(b.rows * (to - from)), MAX_ROWS));
  const [y, height] = [b.box.y + from * b.box.height, (to - from) * b.box.height];
  const ends = rowCentres({ ...b.box, y, height }, count);
  return rowCentres(a.box, count)
    .map((y1, line) => curve(x1, y1, x2, ends[line]))
    .join("");
}

/**
 * The y coordinates of the centres of all rows.
 * @param {Box} box
 * @param {number} count of rows
 */
function rowCentres({ y, height }, count) {
  return Array.from({ length: count }, (_, row) => y + ((row + 0.5) * height) / count);
}

/**
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 */
function curve(x1, y1, x2, y2) {
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

/**
 * The lines between two stages, as SVG paths. They say how the maps of one are computed from those of the other: each
 * from all of them ("mixes"), or each from its own ("each").
 */

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {{ box: Box, rows: number }} End a stage's maps on the screen; more rows than lines can tell apart share one */
/** @typedef {{ from: number, to: number }} Part of a stage's height, as shares of it */

const MOST_ROWS = 10; // more lines than that are a grey patch
const NARROWEST = 20; // CSS pixels between stages for a fan; in less it is a grey patch too
const RAIL = 7; // CSS pixels from the left, in a run from above
const HALF = 4; // CSS pixels, half of the rail's width
const SPACE = 6; // CSS pixels between the rail's parts, for a stage's dot

/**
 * Whether there is too little room between two stages for a fan.
 * @param {Box} a
 * @param {Box} b
 */
export function isNarrow(a, b) {
  return b.x - a.x - a.width < NARROWEST;
}

/**
 * From every row of maps to every row.
 * @param {End} a
 * @param {End} b
 */
export function fan(a, b) {
  const [x1, x2] = [a.box.x + a.box.width + 3, b.box.x - 3];
  const [starts, ends] = [a, b].map(({ box, rows }) => heights(box, Math.min(rows, MOST_ROWS)));
  return starts.flatMap((y1) => ends.map((y2) => curve(x1, y1, x2, y2))).join("");
}

/**
 * The same where there is no room for so many lines: a surface from all maps to all maps.
 * @param {Box} a
 * @param {Box} b
 */
export function wedge(a, b) {
  const [x1, x2] = [a.x + a.width + 1, b.x - 1];
  return `M${x1} ${a.y}L${x2} ${b.y}V${b.y + b.height}L${x1} ${a.y + a.height}z`;
}

/**
 * From every row of maps to its own.
 * @param {End} a
 * @param {End} b
 * @param {Part} part of b that a's maps become
 */
export function bundle(a, b, { from, to }) {
  const margin = isNarrow(a.box, b.box) ? 1 : 3;
  const [x1, x2] = [a.box.x + a.box.width + margin, b.box.x - margin];
  const count = Math.max(1, Math.min(a.rows, Math.round(b.rows * (to - from)), MOST_ROWS));
  const [y, height] = [b.box.y + from * b.box.height, (to - from) * b.box.height];
  const ends = heights({ ...b.box, y, height }, count);
  return heights(a.box, count)
    .map((y1, line) => curve(x1, y1, x2, ends[line]))
    .join("");
}

/**
 * Along the left edge from a stage to the next one below: a band where all maps are mixed, else single lines.
 * @param {Box} a
 * @param {Box} b
 * @param {boolean} mixes
 */
export function rail(a, b, mixes) {
  const [y1, y2] = [a, b].map(({ y, height }) => y + height / 2);
  const [left, right, top, bottom] = [RAIL - HALF, RAIL + HALF, y1 + SPACE, y2 - SPACE];
  const lines = mixes
    ? `M${left} ${top}H${right}V${bottom}H${left}z`
    : [left, RAIL, right].map((x) => `M${x} ${top}V${bottom}`).join("");
  return lines + dot(y1) + dot(y2);
}

/**
 * A stage's place on the rail.
 * @param {number} y
 */
function dot(y) {
  return `M${RAIL - 2} ${y}a2 2 0 1 0 4 0a2 2 0 1 0 -4 0`;
}

/**
 * The middles of so many rows.
 * @param {Box} box
 * @param {number} count
 */
function heights({ y, height }, count) {
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

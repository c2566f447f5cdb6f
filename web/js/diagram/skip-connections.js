/**
 * Connections that skip stages: arcs around what stands between. Each keeps a lane of its own, so that nested ones lie
 * one around the other, and ends in a sign for how its maps join the others.
 */

/** @import { Box } from "./lines.js" */

/** @typedef {{ from: number, to: number, lane: number }} Way `from` and `to` are places, counted along the diagram */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ box: Box, column: Box, isFirst: boolean }} Port a stage's maps, and whether it is the first of its column */

const FIRST = 18; // CSS pixels from the maps to the first lane: a sign has room below it
const NEXT = 10; // CSS pixels from lane to lane
const MOST = 90; // CSS pixels for all lanes: more of them come closer to each other
const RADIUS = 5.5; // CSS pixels, of a sign
const BEND = 5; // CSS pixels
const RAIL = 7; // CSS pixels from the left, in a run from above
const BESIDE = 17; // CSS pixels from the left to the first lane beside the rail

/**
 * Each connection's lane: 0 between stages next to each other, 1 for an innermost arc, more for one around others.
 * @param {{ from: number, to: number }[]} spans
 * @returns {Way[]}
 */
export function waysOf(spans) {
  const ways = spans.map((span) => ({ ...span, lane: 0 }));
  const skips = ways.filter((way) => way.to - way.from > 1).sort((one, other) => lengthOf(one) - lengthOf(other));
  skips.forEach((way, rank) => {
    way.lane = 1 + lanesIn(skips.slice(0, rank).filter((other) => overlap(way, other)));
  });
  return ways;
}

/** @param {Way} way */
function lengthOf({ from, to }) {
  return to - from;
}

/**
 * @param {Way} one
 * @param {Way} other
 */
function overlap(one, other) {
  return one.from < other.to && other.from < one.to;
}

/** @param {Way[]} ways */
export function lanesIn(ways) {
  return ways.reduce((most, { lane }) => Math.max(most, lane), 0);
}

/**
 * From lane to lane, in CSS pixels.
 * @param {number} lanes in all
 */
function stepOf(lanes) {
  return Math.min(NEXT, MOST / Math.max(lanes, 1));
}

/**
 * How broad a run from above is at its left, with all lanes beside the rail.
 * @param {number} lanes
 */
export function breadthOf(lanes) {
  return BESIDE + 5 + Math.max(0, lanes - 1) * stepOf(lanes);
}

/**
 * How much lower maps must begin so that all arcs have room above them, as CSS: maps that are not as high as the diagram
 * leave some themselves.
 * @param {Way[]} skips the innermost first
 * @param {number[]} free of each column, the share of the diagram's height above its maps
 */
export function roomAbove(skips, free) {
  const step = stepOf(lanesIn(skips));
  /** @type {number[]} */
  const least = []; // free above all that lies under an arc
  const needs = skips.map((way, number) => {
    const below = least.filter((_, other) => overlap(way, skips[other]));
    least[number] = Math.min(...free.slice(way.from, way.to + 1), ...below);
    const height = FIRST + (way.lane - 1) * step;
    return `(${height}px - ${least[number]} * var(--maps)) / ${1 - least[number]}`;
  });
  return `max(0px, ${[...new Set(needs)].join(", ") || "0px"})`;
}

/**
 * The y of each arc: above all maps and arcs that lie under it.
 * @param {Way[]} skips the innermost first
 * @param {number[]} tops of each column, the y of its highest maps
 */
export function levels(skips, tops) {
  const step = stepOf(lanesIn(skips));
  /** @type {number[]} */
  const heights = [];
  skips.forEach((way, number) => {
    const below = heights.filter((_, other) => overlap(way, skips[other]));
    const highest = Math.min(...tops.slice(way.from, way.to + 1));
    heights[number] = Math.min(highest - FIRST, ...below.map((y) => y - step));
  });
  return heights;
}

/**
 * An arc over the stages between two others; one that is not the first of its column is reached from the side.
 * @param {Port} from
 * @param {Port} to
 * @param {number} y of the arc
 * @returns {{ path: string, end: Point }}
 */
export function arcOver(from, to, y) {
  const [a, b] = [from.box, to.box];
  const [x1, x2] = [
    from.isFirst ? a.x + 0.7 * a.width : from.column.x + from.column.width + 4,
    to.isFirst ? b.x + 0.3 * b.width : to.column.x - 4,
  ];
  const end = { x: x2, y: to.isFirst ? b.y - RADIUS - 3 : b.y + b.height / 2 };
  const start = from.isFirst ? `M${x1} ${a.y - 2}` : `M${a.x + a.width + 2} ${a.y + a.height / 2}H${x1}`;
  const way = `V${y + BEND}Q${x1} ${y} ${x1 + BEND} ${y}H${x2 - BEND}Q${x2} ${y} ${x2} ${y + BEND}V${end.y}`;
  return { path: start + way + (to.isFirst ? `V${b.y - 2}` : `H${b.x - 2}`), end };
}

/**
 * An arc beside the rail of a run from above.
 * @param {Box} a
 * @param {Box} b
 * @param {number} lane from 1
 * @param {number} lanes in all
 * @returns {{ path: string, end: Point }}
 */
export function arcBeside(a, b, lane, lanes) {
  const [y1, y2] = [a.y + a.height / 2 + RADIUS + 2, b.y + b.height / 2]; // it leaves below the place where others end
  const x = BESIDE + (lane - 1) * stepOf(lanes);
  const way = `H${x - BEND}Q${x} ${y1} ${x} ${y1 + BEND}V${y2 - BEND}Q${x} ${y2} ${x - BEND} ${y2}H${RAIL}`;
  return { path: `M${RAIL} ${y1}${way}`, end: { x: RAIL, y: y2 } };
}

/**
 * The sign where maps join: ⊕ for a sum, two bars in a circle for maps that stand beside each other.
 * @param {Point} middle
 * @param {"add" | "concat" | ""} join
 */
export function signOf({ x, y }, join) {
  const circle = `M${x - RADIUS} ${y}a${RADIUS} ${RADIUS} 0 1 0 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 0 ${-2 * RADIUS} 0`;
  const inside = {
    add: `M${x - RADIUS} ${y}h${2 * RADIUS}M${x} ${y - RADIUS}v${2 * RADIUS}`,
    concat: `M${x - 1.5} ${y - 3}v6M${x + 1.5} ${y - 3}v6`,
    "": "",
  };
  return circle + inside[join];
}

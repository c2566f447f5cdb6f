/**
 * Routes skip connections: an edge that skips stages is drawn as an arc around the stages between. Every arc has a
 * track, so that nested arcs lie around each other, and ends in a symbol for how its maps join the others.
 */

/** @import { Join } from "../protocol/messages.js" */
/** @import { Box } from "./lines.js" */

/** @typedef {{ from: number, to: number, track: number }} Edge `from` and `to` are positions along the diagram */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ box: Box, column: Box, isFirst: boolean }} Port a stage's maps, and whether it is first in its column */

const FIRST_TRACK = 18; // CSS pixels from the maps to the first track; leaves room for a symbol below it
const TRACK_SPACING = 10; // CSS pixels from track to track
const MAX_TRACKS = 90; // CSS pixels for all tracks; if they need more, they are spaced more closely
const RADIUS = 5.5; // CSS pixels, of a symbol
const SLANT = RADIUS * Math.SQRT1_2; // of a slanted line in it, from the centre along each axis
const BEND = 5; // CSS pixels

/**
 * Assign a track to each edge: 0 between adjacent stages, 1 for an innermost arc, more for an arc around others.
 * @param {{ from: number, to: number }[]} spans
 * @returns {Edge[]}
 */
export function assignTracks(spans) {
  const edges = spans.map((span) => ({ ...span, track: 0 }));
  const skips = edges.filter((edge) => lengthOf(edge) > 1).sort((one, other) => lengthOf(one) - lengthOf(other));
  skips.forEach((edge, rank) => {
    edge.track = 1 + trackCount(skips.slice(0, rank).filter((other) => overlap(edge, other)));
  });
  return edges;
}

/** @param {Edge} edge */
function lengthOf({ from, to }) {
  return to - from;
}

/**
 * @param {Edge} one
 * @param {Edge} other
 */
function overlap(one, other) {
  return one.from < other.to && other.from < one.to;
}

/** @param {Edge[]} edges */
export function trackCount(edges) {
  return edges.reduce((most, { track }) => Math.max(most, track), 0);
}

/**
 * The distance from track to track, in CSS pixels.
 * @param {number} tracks number of tracks
 */
function trackSpacing(tracks) {
  return Math.min(TRACK_SPACING, MAX_TRACKS / Math.max(tracks, 1));
}

/**
 * The margin above the maps that makes room for all arcs, in CSS pixels.
 * @param {number} tracks number of tracks
 */
export function marginForArcs(tracks) {
  return tracks === 0 ? 0 : FIRST_TRACK + (tracks - 1) * trackSpacing(tracks);
}

/**
 * The y of each arc: above all maps and arcs under it.
 * @param {Edge[]} skips the innermost first
 * @param {number[]} tops of each column, the y of its highest maps
 */
export function arcLevels(skips, tops) {
  const spacing = trackSpacing(trackCount(skips));
  /** @type {number[]} */
  const levels = [];
  skips.forEach((edge, number) => {
    const below = levels.filter((_, other) => overlap(edge, skips[other]));
    const highest = Math.min(...tops.slice(edge.from, edge.to + 1));
    levels[number] = Math.min(highest - FIRST_TRACK, ...below.map((y) => y - spacing));
  });
  return levels;
}

/**
 * An arc over the stages between two others. A stage that is not the first of its column is connected at its side.
 * @param {Port} from
 * @param {Port} to
 * @param {number} y of the arc
 * @returns {{ path: string, end: Point }} end: the centre of the symbol
 */
export function arcOver(from, to, y) {
  const [a, b] = [from.box, to.box];
  const [x1, x2] = [
    from.isFirst ? a.x + 0.7 * a.width : from.column.x + from.column.width + 4,
    to.isFirst ? b.x + 0.3 * b.width : to.column.x - 4,
  ];
  const end = { x: x2, y: to.isFirst ? b.y - RADIUS - 3 : b.y + b.height / 2 };
  const start = from.isFirst ? `M${x1} ${a.y - 2}` : `M${a.x + a.width + 2} ${a.y + a.height / 2}H${x1}`;
  const arc = `V${y + BEND}Q${x1} ${y} ${x1 + BEND} ${y}H${x2 - BEND}Q${x2} ${y} ${x2} ${y + BEND}V${end.y}`;
  return { path: start + arc + (to.isFirst ? `V${b.y - 2}` : `H${b.x - 2}`), end };
}

/**
 * The symbol where maps are joined: ⊕ for addition, ⊖, ⊗ and ⊘ for other arithmetic, a peak or a valley in a
 * circle for the largest and the smallest number, two bars for concatenation, else a circle.
 * @param {Point} centre
 * @param {Join} join
 */
export function joinSymbol({ x, y }, join) {
  const circle = `M${x - RADIUS} ${y}a${RADIUS} ${RADIUS} 0 1 0 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 0 ${-2 * RADIUS} 0`;
  const inside = {
    add: `M${x - RADIUS} ${y}h${2 * RADIUS}M${x} ${y - RADIUS}v${2 * RADIUS}`,
    sub: `M${x - RADIUS} ${y}h${2 * RADIUS}`,
    mul: `M${x - SLANT} ${y - SLANT}l${2 * SLANT} ${2 * SLANT}m0 ${-2 * SLANT}l${-2 * SLANT} ${2 * SLANT}`,
    div: `M${x - SLANT} ${y + SLANT}l${2 * SLANT} ${-2 * SLANT}`,
    elementwise_max: `M${x - SLANT} ${y + SLANT}L${x} ${y - SLANT}L${x + SLANT} ${y + SLANT}`,
    elementwise_min: `M${x - SLANT} ${y - SLANT}L${x} ${y + SLANT}L${x + SLANT} ${y - SLANT}`,
    concat: `M${x - 1.5} ${y - 3}v6M${x + 1.5} ${y - 3}v6`,
    "": "",
  };
  return circle + inside[join];
}

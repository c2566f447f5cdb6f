/**
 * The connections between the panes: a layer that mixes its input maps is a prism of glass; a layer that works map by map
 * is a thread from each map to its successor; a skip connection is an arc above the panes between, or beside them.
 */

import { corner } from "../../diagram/map-layout.js";
import { joinSymbol } from "../../diagram/skip-connections.js";
import { project } from "./projection.js";
import { cornersOf, pointOf } from "./scene.js";

/** @import { Connection } from "../../diagram/connections.js" */
/** @import { Matrix, Point, Point3 } from "./projection.js" */
/** @import { Pane } from "./scene.js" */

/** @typedef {Pick<Connection, "link" | "part" | "horizontal"> & { from: Pane, to: Pane }} Wire */

const MOST_THREADS = 32;
const ARC_HEIGHT = 12; // of the innermost arc above the panes, in units of the scene
const ARC_SPACING = 7; // from arc to arc

/** @param {Wire} wire */
export const isArc = ({ horizontal }) => horizontal.track > 0;

/**
 * The prism of a layer that mixes its inputs: the outline of its eight corners, and its four long edges.
 * @param {Wire} wire
 * @param {Matrix} matrix
 * @returns {{ outline: string, edges: string }} SVG paths
 */
export function prism({ from, to }, matrix) {
  const [near, far] = [from, to].map((pane) => cornersOf(pane).map((point) => project(matrix, point)));
  const edges = near.map((point, number) => `M${pair(point)}L${pair(far[number])}`).join("");
  return {
    outline: `M${hullOf([...near, ...far])
      .map(pair)
      .join("L")}z`,
    edges,
  };
}

/**
 * The threads of a layer that works map by map.
 * @param {Wire} wire
 * @param {Matrix} matrix
 * @returns {string} an SVG path
 */
export function threads({ from, to, part }, matrix) {
  const { count } = from.layout;
  const first = Math.round(part.from * to.layout.count);
  const step = Math.ceil(count / MOST_THREADS);
  const maps = Array.from({ length: Math.ceil(count / step) }, (_, number) => number * step);
  return maps
    .map((map) => {
      const ends = [centreOfMap(from, map), centreOfMap(to, Math.min(first + map, to.layout.count - 1))];
      return `M${ends.map((point) => pair(project(matrix, point))).join("L")}`;
    })
    .join("");
}

/**
 * The corners of a skip connection's arc, in the scene.
 * @param {Wire} wire
 * @param {Pane[]} panes
 * @param {boolean} isPortrait
 * @returns {Point3[]}
 */
export function arcOf({ from, to, horizontal }, panes, isPortrait) {
  const spanned = panes.filter(({ depth }) => from.depth <= depth && depth <= to.depth);
  const away = ARC_HEIGHT + ARC_SPACING * (horizontal.track - 1);
  if (isPortrait) {
    const x = Math.max(...spanned.map((pane) => pointOf(pane, 1, 0).x)) + away;
    const [a, b] = [pointOf(from, 1, 0.6), pointOf(to, 1, 0.4)];
    return [a, { ...a, x }, { ...b, x }, b];
  }
  const y = Math.min(...spanned.map((pane) => pointOf(pane, 0, 0).y)) - away;
  const [a, b] = [pointOf(from, 0.6, 0), pointOf(to, 0.4, 0)];
  return [a, { ...a, y }, { ...b, y }, b];
}

/**
 * @param {Point3[]} arc
 * @param {Wire} wire
 * @param {Matrix} matrix
 * @returns {{ line: string, sign: string }} SVG paths: the arc, and the symbol at its end for how its maps join the others
 */
export function drawnArc(arc, { link }, matrix) {
  const points = arc.map((point) => project(matrix, point));
  const [before, end] = points.slice(-2);
  const length = Math.hypot(before.x - end.x, before.y - end.y) || 1;
  const back = Math.min(1, 8 / length); // the symbol stands before the pane, not on it
  const centre = { x: end.x + (before.x - end.x) * back, y: end.y + (before.y - end.y) * back };
  return { line: `M${points.map(pair).join("L")}`, sign: joinSymbol(centre, link.join) };
}

/**
 * @param {Pane} pane
 * @param {number} map
 */
function centreOfMap(pane, map) {
  const { layout } = pane;
  const { x, y } = corner(layout, map);
  return pointOf(pane, (x + layout.mapWidth / 2) / layout.width, (y + layout.mapHeight / 2) / layout.height);
}

/** @param {Point} point */
const pair = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/**
 * The convex hull of some points, clockwise on the screen (Andrew's monotone chain).
 * @param {Point[]} points
 * @returns {Point[]}
 */
export function hullOf(points) {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const chain = (/** @type {Point[]} */ ordered) => {
    /** @type {Point[]} */
    const hull = [];
    for (const point of ordered) {
      while (hull.length > 1 && !turnsRight(hull[hull.length - 2], hull[hull.length - 1], point)) {
        hull.pop();
      }
      hull.push(point);
    }
    return hull.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

/**
 * Whether the way from a over b to c turns to the right, on a screen where y points down.
 * @param {Point} a
 * @param {Point} b
 * @param {Point} c
 */
function turnsRight(a, b, c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0;
}

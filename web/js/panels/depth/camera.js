/** The camera: from where the scene is seen, so that all of it fits the view at every angle. */

import { initialPose, MOST_TILT } from "./pose.js";
import { perspective, product, project, rotation, scaling, translation } from "./projection.js";
import { arrangePanes, cornersOf } from "./scene.js";

/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Pose } from "./pose.js" */
/** @import { Matrix, Point, Point3 } from "./projection.js" */

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

/** So far away, in radii of the scene, that no pane is seen from behind at the largest tilt. */
const DISTANCE = 1 / Math.cos(MOST_TILT * (Math.PI / 180)) + 0.02;

const CLOSEST = 0.3; // spacing of the panes, as a multiple of their extent
const FARTHEST = 2.4;

/**
 * The matrix that shows a scene, turned, as large as it fits into a box of the screen.
 * @param {Point3[]} points of the scene that must be seen
 * @param {Pose} pose
 * @param {Box} box
 * @param {Point3} [focus] stays where it is when the zoom changes; without it, the centre of the box does
 * @returns {{ matrix: Matrix, scale: number }} the scale in the plane of the scene's centre: CSS pixels per unit
 */
export function frame(points, pose, box, focus) {
  const { centre, radius } = sphereAround(points);
  const back = translation({ x: -centre.x, y: -centre.y, z: -centre.z });
  const turned = product(perspective(DISTANCE * radius), rotation(pose), back);
  const seen = boundsOf(points.map((point) => project(turned, point)));
  const fitting = Math.min(box.width / seen.width, box.height / seen.height);
  const middle = { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 };
  const fixed = focus ? project(turned, focus) : middle;
  const place = {
    x: box.x + box.width / 2 + fitting * (fixed.x - middle.x),
    y: box.y + box.height / 2 + fitting * (fixed.y - middle.y),
  };
  const matrix = product(
    translation({ ...place, z: 0 }),
    scaling(fitting * pose.zoom),
    translation({ x: -fixed.x, y: -fixed.y, z: 0 }),
    turned,
  );
  return { matrix, scale: fitting * pose.zoom };
}

/**
 * The panes of a network, with the spacing at which they fill a box in the initial pose, in width and in height.
 * @param {Stage[][]} columns
 * @param {Box} box
 * @param {boolean} isPortrait
 */
export function fill(columns, box, isPortrait) {
  const shapeAt = (/** @type {number} */ spacing) => {
    const points = arrangePanes(columns, isPortrait, spacing).flatMap(cornersOf);
    const { matrix } = frame(points, initialPose(isPortrait), box);
    const { width, height } = boundsOf(points.map((point) => project(matrix, point)));
    return isPortrait ? height / width : width / height; // grows with the spacing
  };
  const wanted = isPortrait ? box.height / box.width : box.width / box.height;
  let [close, far] = [CLOSEST, FARTHEST];
  for (let step = 0; step < 12; step += 1) {
    const middle = (close + far) / 2;
    [close, far] = shapeAt(middle) < wanted ? [middle, far] : [close, middle];
  }
  return arrangePanes(columns, isPortrait, close);
}

/** @param {Point3[]} points */
function sphereAround(points) {
  const ranges = /** @type {const} */ (["x", "y", "z"]).map((axis) => {
    const values = points.map((point) => point[axis]);
    return [Math.min(...values), Math.max(...values)];
  });
  const [x, y, z] = ranges.map(([low, high]) => (low + high) / 2);
  return { centre: { x, y, z }, radius: Math.hypot(...ranges.map(([low, high]) => (high - low) / 2)) };
}

/**
 * @param {Point[]} points
 * @returns {Box}
 */
export function boundsOf(points) {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

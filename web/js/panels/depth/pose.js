/** How the network is turned: two angles and a zoom, and how hands and keys change them. */

/**
 * @typedef {object} Pose
 * @property {number} yaw degrees around the vertical axis
 * @property {number} pitch degrees around the horizontal axis
 * @property {number} zoom 1: all of the network fits the view
 */

/** Seen from the left and a little from above: the image in front, the probabilities in the distance. */
const LANDSCAPE = { yaw: -50, pitch: -12, zoom: 1 };

/** In a view that is higher than wide: from above, like the floors of a building, the image on top. */
const PORTRAIT = { yaw: -11, pitch: 50, zoom: 1 };

/** The largest angle, in degrees, between the view and the axis of the network: all maps are seen from their front. */
export const MOST_TILT = 70;

const MOST_PITCH = 66; // degrees
const DEGREE = Math.PI / 180;
const MOST_ZOOM = 3;
const LEAST_ZOOM = 0.6;
const DEGREES_PER_PIXEL = 0.3;
const STEP = 6; // degrees for a key or button
const ZOOM_STEP = 1.15;

/**
 * @param {boolean} isPortrait
 * @returns {Pose}
 */
export const initialPose = (isPortrait) => (isPortrait ? PORTRAIT : LANDSCAPE);

/**
 * @param {Pose} pose
 * @param {Partial<Pose>} change of the angles in degrees; a factor for the zoom
 * @returns {Pose}
 */
export function turn(pose, change) {
  const pitch = clamp(pose.pitch + (change.pitch ?? 0), -MOST_PITCH, MOST_PITCH);
  const mostYaw = Math.acos(Math.cos(MOST_TILT * DEGREE) / Math.cos(pitch * DEGREE)) / DEGREE;
  return {
    yaw: clamp(pose.yaw + (change.yaw ?? 0), -mostYaw, mostYaw),
    pitch,
    zoom: clamp(pose.zoom * (change.zoom ?? 1), LEAST_ZOOM, MOST_ZOOM),
  };
}

/**
 * The change that dragging causes: what is in front follows the hand.
 * @param {number} x CSS pixels
 * @param {number} y
 * @returns {Partial<Pose>}
 */
export const draggedBy = (x, y) => ({ yaw: x * DEGREES_PER_PIXEL, pitch: -y * DEGREES_PER_PIXEL });

/** @type {Record<string, Partial<Pose>>} the changes that keys cause, and the buttons that stand for them */
export const STEPS = {
  ArrowLeft: { yaw: -STEP },
  ArrowRight: { yaw: STEP },
  ArrowUp: { pitch: STEP },
  ArrowDown: { pitch: -STEP },
  "+": { zoom: ZOOM_STEP },
  "-": { zoom: 1 / ZOOM_STEP },
};

/**
 * @param {Pose} from
 * @param {Pose} to
 * @param {number} share of the way, 0 … 1
 * @returns {Pose}
 */
export function between(from, to, share) {
  const mix = (/** @type {keyof Pose} */ key) => from[key] + (to[key] - from[key]) * share;
  return { yaw: mix("yaw"), pitch: mix("pitch"), zoom: mix("zoom") };
}

/**
 * @param {number} number
 * @param {number} least
 * @param {number} most
 */
function clamp(number, least, most) {
  return Math.min(most, Math.max(least, number));
}

/** The geometry of a crop: a rectangle on a picture, which may be turned. Lengths are in pixels of the picture. */

/**
 * @typedef {object} Crop
 * @property {number} x of the centre
 * @property {number} y of the centre, downwards
 * @property {number} width
 * @property {number} height
 * @property {number} angle in degrees, clockwise, −180 … 180
 */

/** @typedef {{ width: number, height: number }} Size */
/** @typedef {{ x: number, y: number }} Point */
/**
 * An edge or a corner: −1, 0 or 1 along the width and along the height of the crop.
 * @typedef {readonly [across: number, down: number]} Handle
 */

export const SMALLEST = 24; // pixels

/** The corners and edges, clockwise from the upper left corner. @type {readonly Handle[]} */
export const HANDLES = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
];

/**
 * The crop that is the whole picture.
 * @param {Size} picture
 * @returns {Crop}
 */
export function wholeOf({ width, height }) {
  return { x: width / 2, y: height / 2, width, height, angle: 0 };
}

/**
 * The crop, moved; its centre stays on the picture.
 * @param {Crop} crop
 * @param {Point} by
 * @param {Size} picture
 * @returns {Crop}
 */
export function moved(crop, by, picture) {
  return { ...crop, x: clamp(crop.x + by.x, 0, picture.width), y: clamp(crop.y + by.y, 0, picture.height) };
}

/**
 * The crop with an edge or a corner moved; the opposite one stays where it is.
 * @param {Crop} crop
 * @param {Handle} handle
 * @param {Point} by on the picture
 * @param {Size} picture
 * @returns {Crop}
 */
export function resized(crop, [across, down], by, picture) {
  const local = turned(by, -crop.angle); // along the crop's own sides
  const most = Math.hypot(picture.width, picture.height);
  const width = clamp(crop.width + across * local.x, SMALLEST, most);
  const height = clamp(crop.height + down * local.y, SMALLEST, most);
  const shift = turned({ x: (across * (width - crop.width)) / 2, y: (down * (height - crop.height)) / 2 }, crop.angle);
  return moved({ ...crop, width, height }, shift, picture);
}

/**
 * The crop, turned around its centre.
 * @param {Crop} crop
 * @param {number} degrees clockwise
 * @returns {Crop}
 */
export function rotated(crop, degrees) {
  const angle = (((crop.angle + degrees + 180) % 360) + 360) % 360;
  return { ...crop, angle: angle - 180 };
}

/**
 * The angle at which the crop's upper edge faces a point.
 * @param {Crop} crop
 * @param {Point} point
 */
export function angleTowards(crop, { x, y }) {
  return (Math.atan2(x - crop.x, crop.y - y) * 180) / Math.PI;
}

/**
 * A vector, turned.
 * @param {Point} vector
 * @param {number} degrees clockwise, as y grows downwards
 * @returns {Point}
 */
export function turned({ x, y }, degrees) {
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return { x: cosine * x - sine * y, y: sine * x + cosine * y };
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

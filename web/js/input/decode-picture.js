/** Decodes picture files, and prepares their pixels for Python. */

import { LARGEST_READ_SIDE } from "../protocol/limits.js";

const MIN_SIDE = 112; // pixels; smaller pictures are enlarged, so that a stroke is several pixels wide
const MAX_INPUT_SIDE = 224; // pixels; the largest input of a network

/**
 * Decode a picture file onto a canvas. A picture that may have the size of the network's input keeps the pixel values of
 * the file.
 * @param {Blob} file
 * @param {number} most pixels on the longer side
 */
export async function decodePicture(file, most = LARGEST_READ_SIDE) {
  let picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  if (Math.max(picture.width, picture.height) <= MAX_INPUT_SIDE) {
    picture.close();
    picture = await createImageBitmap(file, { imageOrientation: "from-image", colorSpaceConversion: "none" });
  }
  const canvas = reduced(picture, most);
  picture.close();
  return canvas;
}

/**
 * A copy of a picture that is not larger than this.
 * @param {ImageBitmap | HTMLCanvasElement} picture
 * @param {number} most pixels on the longer side
 */
export function reduced(picture, most) {
  return scaled(picture, Math.min(most / Math.max(picture.width, picture.height), 1));
}

/**
 * Whether a picture has exactly the size of a network's input.
 * @param {{ width: number, height: number }} picture
 * @param {number[]} shape [C, H, W] of the input
 */
export function fits(picture, [, height, width]) {
  return picture.width === width && picture.height === height;
}

/**
 * The pixels of a picture, RGBA, as Python gets them: unchanged if they are used as they are; otherwise a small picture is
 * enlarged.
 * @param {HTMLCanvasElement} picture
 * @param {boolean} exact whether the pixels are used as they are
 */
export function pixelsFor(picture, exact) {
  const scale = exact ? 1 : Math.max(MIN_SIDE / Math.max(picture.width, picture.height), 1);
  const canvas = exact ? picture : scaled(picture, scale);
  return contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
}

/**
 * @param {ImageBitmap | HTMLCanvasElement} picture
 * @param {number} scale
 */
function scaled(picture, scale) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height].map((length) =>
    Math.max(Math.round(length * scale), 1),
  );
  const context = contextOf(canvas);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
}

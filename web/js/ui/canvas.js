/** Pictures from Python: RGBA, stored one after the other in an answer's `pictures`. */

/** @import { Picture } from "../protocol/questions.js" */

/**
 * @param {Picture} picture
 * @param {Uint8ClampedArray<ArrayBuffer>} pictures
 */
export function imageOf({ offset, width, height }, pictures) {
  return new ImageData(pictures.subarray(offset, offset + 4 * width * height), width, height);
}

/**
 * Resize a canvas to an image and show it.
 * @param {HTMLCanvasElement} canvas
 * @param {ImageData} image
 */
export function showImage(canvas, image) {
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

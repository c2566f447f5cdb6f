/** A picture on the pad, in the drawing's place: the image that the network reads, pixel by pixel. */

import { showImage } from "../ui/canvas.js";

export class PadPicture {
  /** @param {HTMLCanvasElement} canvas over the drawing's */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {Float32Array | null} C·H·W numbers of 0 … 1; null while there is no picture */
    this.image = null;
    /** [C, H, W] of the images that the current model reads. */
    this.shape = [1, 28, 28];
  }

  /** The picture as whole levels from 0 to 255, as a link holds it. */
  get levels() {
    return Array.from(this.image ?? [], (value) => Math.round(value * 255));
  }

  /** @param {Float32Array | null} image null for none */
  show(image) {
    this.image = image;
    this.canvas.hidden = image === null;
    if (image) {
      showImage(this.canvas, pixelsOf(image, this.shape));
    }
  }
}

/**
 * The pixels of an image, to be shown.
 * @param {Float32Array} image
 * @param {number[]} shape [C, H, W]; one channel is shown as grey
 */
export function pixelsOf(image, [channels, height, width]) {
  const plane = width * height;
  const rgba = new Uint8ClampedArray(plane * 4);
  for (let at = 0; at < plane; at++) {
    for (let colour = 0; colour < 3; colour++) {
      rgba[4 * at + colour] = 255 * image[channels === 3 ? colour * plane + at : at];
    }
    rgba[4 * at + 3] = 255;
  }
  return new ImageData(rgba, width, height);
}

/** The frames of a sample digit that was read when the site was built, by the same Python. */

import { fetchOk } from "../host/fetch-file.js";

/** @import { Model } from "../protocol/messages.js" */

/**
 * @typedef {object} Example
 * @property {number} digit
 * @property {Model} model
 * @property {Record<string, { x: number, y: number, width: number, height: number }>} atlas where each stage lies in a frame
 * @property {number} frameHeight
 * @property {{ points: number, prediction: number, probabilities: number[], ranges: number[][] }[]} frames
 */

/**
 * @typedef {object} Frame what a reading is, but without the numbers
 * @property {number} points
 * @property {number} prediction
 * @property {number[]} probabilities
 * @property {number[]} ranges
 * @property {Uint8ClampedArray<ArrayBuffer>} pixels
 */

const FRAME_TIME = 90; // milliseconds

/**
 * @param {{ data: string, frames: string }} urls
 * @returns {Promise<{ example: Example, frames: Frame[] }>}
 */
export async function fetchExample({ data, frames: picture }) {
  const [example, atlas] = await Promise.all([
    fetchOk(data).then((response) => /** @type {Promise<Example>} */ (response.json())),
    pixelsOf(picture),
  ]);
  const frames = example.frames.map((frame, number) => ({
    ...frame,
    ranges: frame.ranges.flat(),
    get pixels() {
      return cutOut(atlas, example, number); // when it is shown, if it is
    },
  }));
  return { example, frames };
}

/**
 * Show the frames one after the other, or at once the last one where motion is not wanted.
 * @param {Frame[]} frames
 * @param {(frame: Frame) => boolean} show says whether to go on
 */
export function play(frames, show) {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let number = isStill ? frames.length - 1 : 0;
  const step = () => {
    if (show(frames[number]) && ++number < frames.length) {
      setTimeout(step, FRAME_TIME);
    }
  };
  step();
}

/**
 * @param {string} url of a PNG
 * @returns {Promise<CanvasRenderingContext2D>}
 */
async function pixelsOf(url) {
  const response = await fetchOk(url);
  const image = await createImageBitmap(await response.blob(), { premultiplyAlpha: "none" });
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = /** @type {any} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.drawImage(image, 0, 0);
  return context;
}

/**
 * One frame's pixels, stage after stage, as a reading has them.
 * @param {CanvasRenderingContext2D} atlas
 * @param {Example} example
 * @param {number} number
 */
function cutOut(atlas, example, number) {
  const last = example.model.stages.at(-1);
  const pixels = new Uint8ClampedArray(last ? last.canvas.offset + last.canvas.length : 0);
  for (const stage of example.model.stages) {
    const { x, y, width, height } = example.atlas[stage.name];
    pixels.set(atlas.getImageData(x, y + number * example.frameHeight, width, height).data, stage.canvas.offset);
  }
  return pixels;
}

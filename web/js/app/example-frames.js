/** Frames of a sample digit: readings that the same Python made when the site was built. */

import { fetchJson, fetchWhole } from "../host/fetch-file.js";

/** @import { Model } from "../protocol/messages.js" */

/**
 * @typedef {object} Example
 * @property {number} digit
 * @property {Model} model
 * @property {Record<string, { x: number, y: number, width: number, height: number }>} atlas position of each stage in a frame
 * @property {number} frameHeight
 * @property {{ points: number, prediction: number, probabilities: number[], ranges: number[][] }[]} frames
 */

/**
 * @typedef {object} Frame a reading without the numbers
 * @property {number} points
 * @property {number} prediction
 * @property {number[]} probabilities
 * @property {number[]} ranges
 * @property {null} parts all stages are there
 * @property {Uint8ClampedArray<ArrayBuffer>} pixels
 */

const FRAME_TIME = 90; // milliseconds

/**
 * @param {{ data: string, frames: string }} urls
 * @returns {Promise<{ example: Example, frames: Frame[] }>}
 */
export async function fetchExample({ data, frames: picture }) {
  const [example, atlas] = await Promise.all([/** @type {Promise<Example>} */ (fetchJson(data)), pixelsOf(picture)]);
  const frames = example.frames.map((frame, number) => ({
    ...frame,
    ranges: frame.ranges.flat(),
    parts: null,
    get pixels() {
      return cutOut(atlas, example, number); // only when it is shown
    },
  }));
  return { example, frames };
}

/**
 * Show the frames one after the other; with reduced motion, only the last one.
 * @param {Frame[]} frames
 * @param {(frame: Frame) => boolean} show returns whether to continue
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
 * @param {string} url of a picture
 * @returns {Promise<CanvasRenderingContext2D>}
 */
async function pixelsOf(url) {
  const image = await fetchWhole(url, async (response) =>
    createImageBitmap(await response.blob(), { premultiplyAlpha: "none" }),
  );
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = /** @type {any} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.drawImage(image, 0, 0);
  return context;
}

/**
 * The pixels of one frame, in the layout of a reading.
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

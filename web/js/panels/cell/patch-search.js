/**
 * Finds the image patches that excite each map of the current model most, in versions of the sample digits. Python works
 * in slices of some milliseconds, so that readings of the pad come between them, and keeps what it has found for a model.
 */

import { PAD_SIZE } from "../../input/drawing.js";
import { imageOf, showImage } from "../../ui/canvas.js";

/** @import { SampleButtons } from "../../input/sample-buttons.js" */
/** @import { MapPatches, PatchTask, StagePatches } from "../../protocol/messages.js" */
/** @import { PythonClient } from "../../python/client.js" */

/**
 * The patches of a stage's maps, with all images in one picture, one below the other.
 * @typedef {object} FoundPatches
 * @property {MapPatches[]} maps
 * @property {[height: number, width: number]} window of a cell on the image, in pixels
 * @property {HTMLCanvasElement} sheet the images
 * @property {number} height of one image
 * @property {number[]} labels the digit on each image; they repeat
 */

const SLICE = 12; // milliseconds in Python; an image that has been begun is finished

export class PatchSearch {
  /**
   * @param {PythonClient} python
   * @param {SampleButtons} digits
   */
  constructor(python, digits) {
    this.python = python;
    this.digits = digits;
  }

  /**
   * @param {string} stage
   * @param {() => boolean} isWanted asked before each slice
   * @param {(done: number, count: number) => void} onProgress
   * @returns {Promise<FoundPatches | null>} null if they are not wanted any more, and for a stage without kernels
   * @throws {Error} if Python has stopped, or has another model by now
   */
  async find(stage, isWanted, onProgress) {
    const samples = await this.digits.samples;
    if (samples.length === 0) {
      return null; // they could not be fetched, which the page has said
    }
    const digits = samples.map(({ strokes }) => strokes.map((stroke) => stroke.map(([x, y]) => [x, y])));
    let progress = (await this.task("patchesBegin", { digits, pad: PAD_SIZE })).result;
    while (progress.waiting > 0) {
      if (!isWanted()) {
        return null;
      }
      onProgress(progress.done, progress.done + progress.waiting);
      progress = (await this.task("patchesSlice", { milliseconds: SLICE })).result;
    }
    const answer = await this.task("patchesOf", { stage });
    const result = /** @type {StagePatches | null} */ (answer.result);
    if (!result || !isWanted()) {
      return null;
    }
    const { maps, window, images, height } = result;
    const sheet = document.createElement("canvas");
    showImage(sheet, imageOf(images, answer.pictures));
    return { maps, window, sheet, height, labels: samples.map(({ label }) => label) };
  }

  /**
   * @param {PatchTask} task
   * @param {object} args
   */
  task(task, args) {
    return this.python.runTask(task, args);
  }
}

/**
 * One run of the current model over a test set. Python works in slices of some milliseconds, and the next one is requested
 * when the last one is answered, so that readings of the pad come between them.
 */

import { LocalisedError } from "../../i18n/error-text.js";
import { texts } from "../../i18n/language.js";
import { decodePicture, pixelsFor } from "../../input/decode-picture.js";
import { readsTruePixels } from "../../ui/true-pixels.js";

/** @import { Evaluated, EvaluationTask, Progress } from "../../protocol/messages.js" */
/** @import { PythonClient } from "../../python/client.js" */
/** @import { LabelledPicture, TestSet } from "./test-set.js" */

/** @typedef {{ found: Evaluated, numbers: Float32Array, seconds: number, inNetwork: number }} Outcome of a run */
/** @typedef {{ name: string, width: number, height: number, label: number }} Described a picture in a message */

const SLICE = 12; // milliseconds in Python; a batch that has begun is finished
const MAX_PICTURES = 64; // in one message
const MAX_MESSAGE = 2 ** 18; // bytes; a picture of the largest size, or many small ones

export class TestRun {
  /**
   * @param {PythonClient} python
   * @param {number[]} shape [C, H, W] of the model's input
   * @param {(done: number, right: number, total: number) => void} onProgress
   */
  constructor(python, shape, onProgress) {
    this.python = python;
    this.shape = shape;
    this.onProgress = onProgress;
    this.total = 0;
    this.isStopped = false;
    this.done = 0;
    this.inNetwork = 0; // seconds
  }

  stop() {
    this.isStopped = true;
  }

  /**
   * @param {TestSet} set
   * @returns {Promise<Outcome | null>} null if it was stopped
   * @throws {Error} if the test set cannot be used, or Python has stopped
   */
  async run(set) {
    const start = performance.now();
    if (this.isStopped) {
      return null;
    }
    this.total = set.pictures.length; // of arrays, Python tells it
    let isOver = false;
    try {
      await this.task("evaluationBegin");
      for await (const add of this.parts(set)) {
        await this.evaluate(await add());
        if (this.isStopped) {
          return null;
        }
      }
      const { result, numbers } = await this.python.runTask("evaluationResult");
      isOver = true;
      return { found: result, numbers, seconds: (performance.now() - start) / 1000, inNetwork: this.inNetwork };
    } catch (error) {
      if (this.isStopped) {
        return null;
      }
      throw error;
    } finally {
      if (!isOver && this.python.isUp) {
        await this.task("evaluationDiscard").catch(() => {}); // a worker that has crashed has forgotten it anyway
      }
    }
  }

  /** @param {Progress} progress after images were added; those that wait are evaluated slice by slice */
  async evaluate(progress) {
    while (progress.waiting > 0 && !this.isStopped) {
      this.total = Math.max(this.total, progress.done + progress.waiting);
      progress = await this.task("evaluationSlice", { milliseconds: SLICE });
      this.inNetwork = progress.seconds;
      this.done = progress.done;
      this.onProgress(progress.done, progress.right, this.total);
    }
  }

  /**
   * What adds the images, part by part.
   * @param {TestSet} set
   * @returns {AsyncGenerator<() => Promise<Progress>>}
   */
  async *parts({ arrays, pictures }) {
    if (arrays.length > 0) {
      const files = arrays.map(({ name, bytes }) => ({ name, length: bytes.length }));
      yield async () => this.task("evaluationArrays", { files }, await joined(arrays.map(({ bytes }) => bytes)));
    }
    if (pictures.length > 0 && !readsTruePixels(document.createElement("canvas"))) {
      throw new LocalisedError(() => texts.test.errors.falsified);
    }
    /** @type {Described[]} */
    let described = [];
    /** @type {Uint8ClampedArray<ArrayBuffer>[]} */
    let pixels = [];
    for (const picture of pictures) {
      const { width, height, data } = await this.decode(picture);
      described.push({ name: picture.path, width, height, label: picture.label });
      pixels.push(data);
      const bytes = pixels.reduce((sum, { length }) => sum + length, 0);
      if (bytes >= MAX_MESSAGE || pixels.length === MAX_PICTURES || picture === pictures.at(-1)) {
        const [args, parts] = [{ pictures: described }, pixels];
        yield async () => this.task("evaluationPictures", args, await joined(parts));
        [described, pixels] = [[], []];
      }
    }
  }

  /** @param {LabelledPicture} picture */
  async decode({ path, read }) {
    const file = await read();
    const canvas = await decodePicture(file).catch(() => {
      throw new LocalisedError(() => texts.test.errors.picture(path));
    });
    return /** @type {ImageData & { data: Uint8ClampedArray<ArrayBuffer> }} */ (pixelsFor(canvas, this.shape));
  }

  /**
   * @param {EvaluationTask} task
   * @param {object} [args]
   * @param {ArrayBuffer} [bytes]
   * @returns {Promise<Progress>}
   */
  async task(task, args, bytes) {
    return (await this.python.runTask(task, args, bytes, bytes && [bytes])).result;
  }
}

/** @param {BlobPart[]} parts */
function joined(parts) {
  return new Blob(parts).arrayBuffer();
}

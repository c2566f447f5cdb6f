/**
 * One run of the current model over a test set. Python works in slices of some milliseconds, and the next one is requested
 * when the last one is answered, so that readings of the pad come between them.
 */

import { pictureBatches } from "../../input/labelled-files/picture-batches.js";

/** @import { Evaluated, EvaluationTask, Progress } from "../../protocol/messages.js" */
/** @import { PythonClient } from "../../python/client.js" */
/** @import { TestSet } from "./test-set.js" */

/** @typedef {{ found: Evaluated, numbers: Float32Array, seconds: number, inNetwork: number }} Outcome of a run */

const SLICE = 12; // milliseconds in Python; a batch that has begun is finished

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
    for await (const batch of pictureBatches(pictures, this.shape)) {
      const args = { pictures: batch.pictures.map(({ file, ...picture }) => ({ ...picture, label: file.label })) };
      yield () => this.task("evaluationPictures", args, batch.bytes);
    }
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

/**
 * Trains the network of the page in the sandbox, slice by slice. After each slice the page reads with the new weights, and
 * to pause is to ask for no more slices. Whatever happens to the sandbox, the page has the weights of the last slice, and a
 * training can begin again from them.
 *
 * A training goes on after a pause unless its digits, its settings or the weights have been changed; it begins again then.
 */

import { TrainingRecord } from "./training-record.js";

/** @import { SandboxAnswer, TrainingBegun, TrainingSlice } from "../../../protocol/sandbox-messages.js" */
/** @import { Source } from "../../../python/model-slots.js" */

/**
 * What a person has chosen (py/glasscnn/bridge/training_session.py).
 * @typedef {{ what: "last" | "whole" | "tiny", source: "samples" | "tray", remember: boolean, rate: number, epochs: number }} Settings
 */
/** @typedef {{ settings: Settings, tray: string, samples: string, strangers: string }} Lesson the digits are files of trays */

/**
 * What computes the training (web/js/sandbox/sandbox.js).
 * @typedef {object} Runner
 * @property {(task: any, args: object, options?: { data?: ArrayBuffer }) => Promise<SandboxAnswer<any>>} request
 * @property {() => Promise<void>} stop
 */

/**
 * The network of the page.
 * @typedef {object} Network
 * @property {string} name
 * @property {Source | null} source where it comes from, with its weights
 * @property {() => Promise<ArrayBuffer>} file with the current weights
 * @property {(weights: Float32Array) => Promise<unknown>} change its weights
 * @property {(file: ArrayBuffer) => Promise<unknown>} replace it by another one
 * @property {(before: Source) => Promise<unknown>} goBack to what it was
 */

/**
 * `ready` to begin; `preparing` until the first slice; `running`; `paused`; `done`; `diverged`, the loss has become infinite;
 * `refused`, the digits or the settings do not fit; `lost`, the sandbox has ended.
 * @typedef {"ready" | "preparing" | "running" | "paused" | "done" | "diverged" | "refused" | "lost"} TrainerState
 */

/** How much a slice does, in milliseconds and in steps. */
const SLICE = { milliseconds: 40, steps: 1_000 };
const ONE_STEP = { milliseconds: 30_000, steps: 1 };

/** Errors of Python about what it was given, after which it goes on. */
const REFUSALS = ["TrainingError", "ModelError", "QuestionError", "InkError"];

/** Dispatches `change` whenever its state or its record changes. */
export class Trainer extends EventTarget {
  /**
   * @param {Runner} runner
   * @param {Network} network
   */
  constructor(runner, network) {
    super();
    this.runner = runner;
    this.network = network;
    /** @type {TrainerState} */
    this.state = "ready";
    /** @type {Source | null} the network before it was trained; null if it is not trained */
    this.before = null;
    /** @type {TrainingBegun | null} the training that has begun last */
    this.begun = null;
    /** @type {Lesson | null} of it */
    this.lesson = null;
    this.isOutdated = false; // whether another training must begin
    /** @type {TrainingSlice["diverged"]} */
    this.diverged = null;
    /** @type {unknown} why it was refused or lost */
    this.error = null;
    this.record = new TrainingRecord();
    this.isPausing = false;
    this.run = 0; // the number of the newest run; older ones end
    /** @type {Promise<void>} until nothing runs */
    this.ended = Promise.resolve();
  }

  get isBusy() {
    return this.state === "preparing" || this.state === "running";
  }

  /** @param {() => Promise<Lesson>} takeLesson called if a training begins */
  play(takeLesson) {
    this.isPausing = false;
    return this.isBusy ? this.ended : this.start(takeLesson, SLICE);
  }

  /**
   * Do one step.
   * @param {() => Promise<Lesson>} takeLesson
   */
  step(takeLesson) {
    return this.isBusy ? this.ended : this.start(takeLesson, ONE_STEP);
  }

  /** Do no more than the slice that runs. */
  pause() {
    this.isPausing = true;
  }

  /** What it learns from has changed: another training begins when it goes on. */
  outdate() {
    this.isOutdated = true;
  }

  /** Take the network from before the training. */
  async reset() {
    const { before, isBusy } = this;
    this.run += 1;
    if (isBusy && this.state === "preparing") {
      await this.runner.stop().catch(() => {}); // it may take long
    }
    await this.ended;
    if (before) {
      await this.network.goBack(before);
    }
    this.forget();
  }

  /** Nothing has been trained: the page has another network. */
  forget() {
    this.run += 1;
    if (this.begun) {
      this.runner.request("trainDiscard", {}).catch(() => {}); // it has gone with its worker
    }
    this.before = this.begun = this.lesson = this.diverged = this.error = null;
    this.record = new TrainingRecord();
    this.enter("ready");
  }

  /**
   * @param {() => Promise<Lesson>} takeLesson
   * @param {typeof SLICE} slice
   */
  start(takeLesson, slice) {
    this.run += 1;
    this.ended = this.train(this.run, takeLesson, slice);
    return this.ended;
  }

  /**
   * @param {number} run
   * @param {() => Promise<Lesson>} takeLesson
   * @param {typeof SLICE} size of a slice
   */
  async train(run, takeLesson, size) {
    try {
      if (this.state !== "paused" || this.isOutdated) {
        this.enter("preparing");
        await this.begin(await takeLesson(), () => run === this.run);
      }
      if (run === this.run) {
        await this.trainInSlices(run, size);
      }
    } catch (error) {
      if (run === this.run) {
        this.fail(error);
      }
    }
  }

  /**
   * Train until the end, a pause or another run. The next slice is computed while the page reads with the weights of the last.
   * @param {number} run
   * @param {typeof SLICE} size
   */
  async trainInSlices(run, size) {
    let slice = this.requestSlice(size);
    while (run === this.run) {
      this.enter("running");
      const { result, numbers } = await slice;
      if (run !== this.run) {
        return;
      }
      this.record.add(result);
      const isLast = result.done || this.isPausing || size === ONE_STEP;
      slice = isLast ? slice : this.requestSlice(size);
      await this.network.change(numbers);
      if (isLast && run === this.run) {
        this.finish(result);
        return;
      }
    }
  }

  /** @param {typeof SLICE} size */
  requestSlice(size) {
    const slice = this.runner.request("trainSlice", size);
    slice.catch(() => {}); // whoever waits for it is told
    return slice;
  }

  /**
   * @param {Lesson} lesson
   * @param {() => boolean} isCurrent
   */
  async begin(lesson, isCurrent) {
    const { network, runner } = this;
    const { name, source } = network;
    this.isOutdated = false;
    const data = await network.file();
    const { result, file } = await runner.request("trainBegin", { name, ...lesson }, { data });
    if (!isCurrent()) {
      return;
    }
    this.before ??= source;
    this.begun = result;
    this.lesson = lesson;
    this.diverged = this.error = null;
    if (lesson.settings.what === "tiny") {
      this.record = new TrainingRecord(); // it is another network
    }
    this.record.begin(result.of);
    if (file.length > 0) {
      await network.replace(file.buffer);
    }
  }

  /** @param {TrainingSlice} slice the last one */
  finish({ diverged, done }) {
    this.isPausing = false;
    this.diverged = diverged;
    this.enter(diverged ? "diverged" : done ? "done" : "paused");
  }

  /** @param {unknown} error */
  fail(error) {
    this.error = error;
    this.isPausing = false;
    const { kind } = /** @type {{ kind?: string }} */ (error);
    this.enter(REFUSALS.includes(kind ?? "") ? "refused" : "lost");
  }

  /** @param {TrainerState} state */
  enter(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}

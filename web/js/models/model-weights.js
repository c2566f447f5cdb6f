/**
 * The weights of the current model, which a person may change: by hand, by training, or by going back to a checkpoint. The
 * network reads with them at once. Whoever changes them asks here, so that all others hear of it by a "change" event.
 *
 * They belong to the model's source (web/js/python/client.js), so a worker that has crashed gets them again.
 */

import { sentenceOf } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";

/** @import { Reading, WeightLayout } from "../protocol/messages.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */
/** @import { InputReader } from "../view/input-reader.js" */
/** @import { Panel } from "../view/panel.js" */
/** @import { View } from "../view/view.js" */

/** @typedef {"edit" | "history" | "training"} Changer who changes the weights */

/**
 * All weights in one vector.
 * @typedef {object} Weights
 * @property {WeightLayout} layout where each array lies
 * @property {Float32Array} original as in the model's file; never changed
 */

/** @implements {Panel} */
export class ModelWeights extends EventTarget {
  /** @param {{ python: PythonClient, view: View, reader: InputReader, status: StatusBar }} page */
  constructor({ python, view, reader, status }) {
    super();
    this.python = python;
    this.view = view;
    this.reader = reader;
    this.status = status;
    /** @type {Promise<Weights> | null} of the current model, once they are asked for */
    this.loading = null;
    /** @type {Weights | null} */
    this.loaded = null;
    /** @type {Changer | null} who changed them last; null where they are those of the file */
    this.changer = null;
  }

  /** The weights that the network reads with; null until they are loaded. */
  get current() {
    return this.python.source?.weights ?? this.loaded?.original ?? null;
  }

  /** Whether the network reads with other weights than those of its file. */
  get isChanged() {
    return this.changer !== null;
  }

  /**
   * The weights of the current model, fetched from Python once.
   * @returns {Promise<Weights>}
   */
  load() {
    this.loading ??= this.loadNow().catch((error) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  async loadNow() {
    const { result, numbers } = await this.python.runTask("weights");
    const { arrays, original } = result;
    const size = original.shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1);
    this.loaded = { layout: arrays, original: numbers.slice(original.offset, original.offset + size) };
    return this.loaded;
  }

  /**
   * Read with other weights from now on, and show the reading.
   * @param {Float32Array} weights in the order of the layout; not to be changed afterwards
   * @param {Changer} changer
   * @param {number} [time] of the pointer event, if there was one
   * @returns {Promise<Reading | null>} null if newer weights came first, or if they are refused, which is shown
   */
  async change(weights, changer, time = 0) {
    this.view.inputTime ||= time;
    try {
      const reading = await this.python.slots.changeWeights(weights, this.reader.needsAllValues);
      if (reading) {
        this.changer = weights === this.loaded?.original ? null : changer;
        this.view.showReading(reading, false);
        this.dispatchEvent(new CustomEvent("change", { detail: { changer } }));
      }
      return reading;
    } catch (error) {
      this.status.showError(() => texts.errors.reading(sentenceOf(error)));
      return null;
    }
  }

  /**
   * Read with the weights of the file again.
   * @param {Changer} changer
   */
  async restore(changer) {
    const { original } = await this.load();
    return this.change(original, changer);
  }

  /** The model with its current weights, as the bytes of a `.npz`. */
  async modelFile() {
    return (await this.python.runTask("modelFile")).file;
  }

  /** The model with its current weights but without interventions, as the bytes of a `.npz`. */
  async fileToTrain() {
    return (await this.python.runTask("fileToTrain")).file;
  }

  /** Another model, or the same one in another worker, which has its weights again. */
  showModel() {
    if (!this.python.source?.weights) {
      this.loading = this.loaded = this.changer = null;
      this.dispatchEvent(new CustomEvent("change", { detail: { changer: null } }));
    }
  }
}

/**
 * The models in the slots of the Python worker: they are loaded, and their weights and parts are changed. What has been changed
 * of the current model is noted in its source, so that the next worker gets it, and every slot that loads it.
 */

import { MODEL_LIMIT, readingLimit } from "./time-limits.js";

/** @import { Intervened, Interventions, Model, Reading, SlowModel, Slot } from "../protocol/messages.js" */
/** @import { PythonClient } from "./client.js" */

/**
 * Where a model's file comes from.
 * @typedef {object} Source
 * @property {string} name
 * @property {() => Promise<ArrayBuffer>} fetch
 * @property {boolean} [isBuiltIn] whether Python has loaded it after booting, so that it need not be sent
 * @property {string | null} [key] the name of the model on the page, if one of the site's has that in its file
 * @property {Float32Array | null} [weights] that have taken the place of those in the file
 * @property {Interventions | null} [interventions] what is left out of the network
 */

/**
 * A model as the page knows it.
 * @param {Model} model as Python describes it
 * @param {Source | null} source
 * @returns {Model}
 */
export const named = (model, source) => (source?.key ? { ...model, name: source.key } : model);

export class ModelSlots {
  /** @param {PythonClient} client */
  constructor(client) {
    this.client = client;
    /** @type {Map<Slot, number>} the multiplications of the model in each slot, for one image */
    this.multiplications = new Map();
  }

  /**
   * Make a model the current one, unless it reads slowly; then, and if it is refused, the previous one remains.
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @returns {Promise<Model | SlowModel>}
   */
  async loadIfQuick(bytes, name) {
    await this.client.whenUp();
    const model = await this.request("main", bytes, name, true);
    if (!("seconds" in model)) {
      this.client.replaceSource({ fetch: async () => bytes, name });
      this.multiplications.set("main", model.multiplications);
    }
    return model;
  }

  /**
   * Make another model the current one of a slot; if it is refused, the previous one remains.
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @param {Slot} [slot]
   * @returns {Promise<Model>}
   */
  async load(bytes, name, slot = "main") {
    await this.client.whenUp();
    const model = await this.send(slot, bytes, name);
    if (slot === "main") {
      this.client.replaceSource({ fetch: async () => bytes, name });
    }
    return model;
  }

  /**
   * @param {Slot} slot
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @returns {Promise<Model>}
   */
  async send(slot, bytes, name) {
    const model = /** @type {Model} */ (await this.request(slot, bytes, name, false));
    this.multiplications.set(slot, model.multiplications);
    return model;
  }

  /**
   * @param {Slot} slot
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @param {boolean} onlyQuick
   * @returns {Promise<Model | SlowModel>}
   */
  request(slot, bytes, name, onlyQuick) {
    const copy = bytes.slice(0);
    return this.client.requests.send(
      (id) => ({ type: "loadModel", id, slot, bytes: copy, name, ...(onlyQuick && { onlyQuick }) }),
      MODEL_LIMIT,
      [copy],
    );
  }

  /**
   * Load the model of a source into a slot, with the weights that have taken the place of those in its file, and without
   * what is left out.
   * @param {Source} source
   * @param {Slot} [slot]
   * @returns {Promise<Model>}
   */
  async loadSource(source, slot = "main") {
    const loaded = await this.load(await source.fetch(), source.name, slot);
    const model = await this.sendChanges(slot, source);
    if (slot === "main") {
      this.client.source = source;
    }
    return named(model ?? loaded, source);
  }

  /**
   * Send what has been changed of a source's model, once it is loaded.
   * @param {Slot} slot
   * @param {Source} source
   * @returns {Promise<Model | null>} the model without what is left out; null if it has all its parts
   */
  async sendChanges(slot, { weights, interventions }) {
    await (weights && this.sendWeights(slot, weights));
    return interventions ? (await this.sendInterventions(slot, interventions)).model : null;
  }

  /**
   * The model of a source as it is now, as the bytes of a `.npz`.
   * @param {Source} source the current one
   * @returns {Promise<ArrayBuffer>}
   */
  async currentFile(source) {
    const isChanged = source.weights || source.interventions;
    return isChanged ? (await this.client.runTask("modelFile")).file.buffer : source.fetch();
  }

  /**
   * Read the newest image again, with other weights. They are part of the current model's source from then on, so that the
   * next worker gets them, and every slot that loads it.
   * @param {Float32Array} weights all of the model's, in the order of the task "weights"
   * @param {() => boolean} [needsAllValues] called when the request is sent
   * @returns {Promise<Reading | null>} null if newer weights came first
   * @throws {Error} if Python refuses them; those before remain
   */
  async changeWeights(weights, needsAllValues = () => false) {
    const { source } = this.client;
    const reading = await this.client
      .queue("changeWeights main")
      .run(() => this.sendWeights("main", weights, needsAllValues()));
    this.note(source, reading && { weights });
    return reading;
  }

  /**
   * Leave parts of the current model out, and read the newest image again. They are part of its source, as changed weights
   * are.
   * @param {Interventions} interventions all that are wanted
   * @param {() => boolean} [needsAllValues] called when the request is sent
   * @returns {Promise<Intervened | null>} null if newer ones came first
   * @throws {Error} if Python refuses them; those before remain
   */
  async intervene(interventions, needsAllValues = () => false) {
    const { source } = this.client;
    const intervened = await this.client
      .queue("intervene main")
      .run(() => this.sendInterventions("main", interventions, needsAllValues()));
    const isWhole = Object.values(interventions).every(({ length }) => length === 0);
    this.note(source, intervened && { interventions: isWhole ? null : interventions });
    if (intervened) {
      intervened.model = named(intervened.model, source);
    }
    return intervened;
  }

  /**
   * Note what has been changed of the current model, unless another one has been loaded meanwhile.
   * @param {Source | null} source when the change was asked for
   * @param {Partial<Source> | null} change null if there was none
   */
  note(source, change) {
    if (change && this.client.source && source?.fetch === this.client.source.fetch) {
      this.client.source = { ...this.client.source, ...change };
    }
  }

  /**
   * @param {Slot} slot
   * @param {Float32Array} weights
   * @param {boolean} [allValues]
   * @returns {Promise<Reading>}
   */
  sendWeights(slot, weights, allValues = false) {
    const copy = weights.slice();
    const limit = readingLimit(this.multiplicationsOf(slot));
    return this.client.requests.send((id) => ({ type: "changeWeights", id, slot, weights: copy, allValues }), limit, [
      copy.buffer,
    ]);
  }

  /**
   * @param {Slot} slot
   * @param {Interventions} interventions
   * @param {boolean} [allValues]
   * @returns {Promise<Intervened>}
   */
  sendInterventions(slot, interventions, allValues = false) {
    return this.client.requests.send((id) => ({ type: "intervene", id, slot, interventions, allValues }), MODEL_LIMIT);
  }

  /** @param {Slot} slot */
  multiplicationsOf(slot) {
    return this.multiplications.get(slot) ?? 0;
  }
}

/** A second model in its own slot, beside the current one; it is loaded again after the worker was restarted. */

/** @import { Model, Slot } from "../protocol/messages.js" */
/** @import { PythonClient } from "./client.js" */
/** @import { Source } from "./model-slots.js" */
/** @import { WorkerHandle } from "./worker-handle.js" */

export class SideModel {
  /**
   * @param {PythonClient} python
   * @param {Slot} slot
   */
  constructor(python, slot) {
    this.python = python;
    this.slot = slot;
    /** @type {Source | null} */
    this.source = null;
    /** @type {WorkerHandle | null} the worker that has the model */
    this.worker = null;
    /** @type {Promise<Model>} */
    this.model = Promise.reject(new Error("no model is loaded yet"));
    this.model.catch(() => {});
  }

  /**
   * Load the model if this worker does not have it.
   * @param {Source} source
   * @returns {Promise<Model | null>} null while Python is not up
   * @throws {Error} if it could not be fetched, or Python refuses it
   */
  async ready(source) {
    const { python } = this;
    if (!python.isUp) {
      return null;
    }
    if (source !== this.source || python.worker !== this.worker) {
      this.source = source;
      this.worker = python.worker;
      this.model = python.slots.loadSource(source, this.slot);
      this.model.catch(({ name }) => {
        if (name !== "ModelError") {
          this.source = null; // a failed fetch is retried; a refused model stays refused
        }
      });
    }
    return this.model;
  }
}

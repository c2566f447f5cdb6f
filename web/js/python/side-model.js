/** A model in a slot of its own, beside the one that the page shows; put there again where another worker has started. */

/** @import { Model, Slot } from "../protocol/messages.js" */
/** @import { PythonClient, Source } from "./client.js" */
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
    /** @type {WorkerHandle | null} */
    this.worker = null;
    /** @type {Promise<Model>} */
    this.model = Promise.reject(new Error("no model is loaded yet"));
    this.model.catch(() => {});
  }

  /**
   * The model, once it is in its slot.
   * @param {Source} source
   * @returns {Promise<Model | null>} null while Python is not up
   * @throws why it is refused
   */
  async ready(source) {
    const { python } = this;
    if (!python.isUp) {
      return null;
    }
    if (source !== this.source || python.worker !== this.worker) {
      this.source = source;
      this.worker = python.worker;
      this.model = source.fetch().then((bytes) => python.loadModel(bytes, source.name, this.slot));
      this.model.catch(({ name }) => {
        if (name !== "ModelError") {
          this.source = null; // what could not be fetched may come the next time; a refused model stays refused
        }
      });
    }
    return this.model;
  }
}

/** Reads what is on the pad with the current model as its file has it, in a slot of its own, while the network is changed. */

import { probabilitiesOf } from "../protocol/stages.js";
import { SideModel } from "./side-model.js";

/** @import { Ink } from "../protocol/messages.js" */
/** @import { PythonClient } from "./client.js" */
/** @import { Source } from "./model-slots.js" */

/** @typedef {{ ink: () => Ink, picture: { image: Float32Array | null } }} Input what is on the pad */

export class BeforeReader {
  /** @param {PythonClient} python */
  constructor(python) {
    this.python = python;
    this.model = new SideModel(python, "before");
    /** @type {Source | null} the current model's, without its changes */
    this.source = null;
  }

  /**
   * @param {Input} input
   * @returns {Promise<number[] | null>} the probabilities; null while Python is not up, or if newer ink came first
   * @throws {Error} if the model cannot be fetched
   */
  async read({ ink, picture }) {
    const current = this.python.source;
    if (!current) {
      return null;
    }
    if (current.fetch !== this.source?.fetch) {
      this.source = { name: current.name, fetch: current.fetch };
    }
    const model = await this.model.ready(/** @type {Source} */ (this.source));
    if (!model) {
      return null;
    }
    const { image } = picture;
    const reading = await (image
      ? this.python.readImage(image.slice(), "before")
      : this.python.readInk(() => ink(), "before"));
    return reading && probabilitiesOf(reading, model);
  }
}

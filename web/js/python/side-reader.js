/** Reads images that are not on the pad, with the current model in a slot of its own: the reading on the page stays. */

import { probabilitiesOf } from "../protocol/stages.js";
import { SideModel } from "./side-model.js";

/** @import { Reading } from "../protocol/messages.js" */
/** @import { PythonClient } from "./client.js" */

export class SideReader {
  /** @param {PythonClient} python */
  constructor(python) {
    this.python = python;
    this.model = new SideModel(python, "side");
  }

  /**
   * @param {Float32Array} image
   * @param {boolean} [needsValues] whether the values of all stages are needed
   * @returns {Promise<{ reading: Reading, probabilities: number[] } | null>} null while Python is not up
   */
  async read(image, needsValues = false) {
    const { source } = this.python;
    const model = source && (await this.model.ready(source));
    if (!model) {
      return null;
    }
    const reading = await this.python.readImage(image, "side", needsValues);
    return { reading, probabilities: probabilitiesOf(reading, model) };
  }
}

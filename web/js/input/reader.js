/** Lets Python read the drawing, the newest first, or an image in its place, and hands on what it says. */

import { flatten, PAD_SIZE } from "./drawing.js";

/** @import { Reading } from "../protocol/messages.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { Stroke } from "../protocol/page-state.js" */
/** @import { Pad } from "./pad.js" */

export class InputReader {
  /**
   * @param {Pad} pad
   * @param {(reading: Reading) => void} onReading
   */
  constructor(pad, onReading) {
    this.pad = pad;
    this.onReading = onReading;
    this.centre = true;
    /** @type {Float32Array | null} what is read in place of the drawing, until there is new ink */
    this.image = null;
    /** @type {PythonClient | null} */
    this.python = null;
    /** @type {Promise<Reading | null>} the reading that was asked for last */
    this.newest = Promise.resolve(null);
  }

  /**
   * The drawing, or a part of it, as Python takes it.
   * @param {Stroke[]} [strokes]
   */
  ink(strokes = this.pad.drawing.shown) {
    return { ...flatten(strokes), canvasSize: PAD_SIZE, brush: this.pad.brush.size, centre: this.centre };
  }

  /**
   * Read the drawing as it is when its turn comes.
   * @returns {Promise<Reading | null>} null if newer ink came before
   * @throws what Python has to say against it
   */
  read() {
    this.newest = this.readInTurn();
    return this.newest;
  }

  /** Read the drawing, and wait for newer ink's reading where that comes before. */
  async readThrough() {
    let reading = await this.read();
    while (!reading) {
      reading = await this.newest; // to read once more would only push the newer one aside
    }
    return reading;
  }

  async readInTurn() {
    if (!this.python?.worker) {
      throw new Error("Python has stopped");
    }
    const { image, python } = this;
    const reading = await (image ? python.readImageInTurn(image.slice()) : python.readInk(() => this.ink()));
    if (reading) {
      this.onReading(reading);
    }
    return reading;
  }
}

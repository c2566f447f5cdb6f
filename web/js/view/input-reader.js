/** Reads what is on the pad, the newest first, and shows the reading. */

import { sentenceOf } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";

/** @import { Pad, PadListener } from "../input/pad.js" */
/** @import { Reading } from "../protocol/messages.js" */
/** @import { Answer, Questions } from "../protocol/questions.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */
/** @import { View } from "./view.js" */

/** @implements {PadListener} */
export class InputReader {
  /**
   * @param {Pad} pad
   * @param {PythonClient} python
   * @param {View} view
   * @param {StatusBar} status
   */
  constructor(pad, python, view, status) {
    this.pad = pad;
    this.python = python;
    this.view = view;
    this.status = status;
    /** @type {Promise<Reading | null>} the reading that was requested last */
    this.newest = Promise.resolve(null);
    pad.listener = this;
  }

  /** @param {number} time of the event */
  padChanged(time) {
    this.view.inkChanged(time);
    if (!this.python.isUp && !this.pad.isExample) {
      this.view.markStale();
    }
    this.read();
  }

  /** Read what is on the pad, if there is a worker that can; show the reading, or what is wrong. */
  async read() {
    try {
      await (this.python.worker && this.request());
    } catch (error) {
      if (this.python.isUp) {
        this.status.showError(() => texts.errors.reading(sentenceOf(error)));
      }
    }
  }

  /**
   * Read what is on the pad, and wait for the reading of newer ink if that comes first.
   * @returns {Promise<Reading>} that is shown
   * @throws {Error} if Python has stopped, or refuses the input
   */
  async readThrough() {
    let reading = await this.request();
    while (!reading) {
      reading = await this.newest; // another request would only displace the newer one
    }
    return reading;
  }

  /**
   * Ask about the reading that is shown.
   * @template {keyof Questions} Name
   * @param {Name} question
   * @param {Questions[Name]["args"]} args
   * @returns {Promise<Answer<Name> | null>} null while Python is not up, or if a newer question or reading has come first
   */
  async ask(question, args) {
    const answer = this.python.isUp ? await this.python.ask(question, args) : null;
    return answer?.serial === this.view.reading?.serial ? answer : null;
  }

  /** @returns {Promise<Reading | null>} null if newer ink has displaced the request */
  request() {
    this.newest = this.readAndShow();
    return this.newest;
  }

  async readAndShow() {
    const { pad, python, view } = this;
    if (!python.worker) {
      throw new Error("Python has stopped");
    }
    const { image } = pad.picture;
    const reading = await (image ? python.readImageInTurn(image.slice()) : python.readInk(() => pad.ink()));
    if (reading) {
      view.showReading(reading);
    }
    return reading;
  }
}

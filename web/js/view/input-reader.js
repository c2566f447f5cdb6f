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
    this.replies = 0; // that need the values of all stages
    this.needsAllValues = () => this.replies > 0;
    pad.listener = this;
    view.onOutdated = () => this.read();
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
   * @returns {Promise<Reading>} that is shown, with the values of all stages
   * @throws {Error} if Python has stopped, or refuses the input
   */
  async readThrough() {
    this.replies += 1;
    try {
      let reading = await this.request();
      while (!reading) {
        reading = await this.newest; // another request would only displace the newer one
      }
      return reading;
    } finally {
      this.replies -= 1;
    }
  }

  /** From now on, have every reading contain the values of all stages. */
  needAllValues() {
    this.replies += 1;
  }

  /**
   * Ask about the reading that is shown.
   * @template {keyof Questions} Name
   * @param {Name} question
   * @param {Questions[Name]["args"]} args
   * @param {string} [asker] whose questions replace each other
   * @returns {Promise<Answer<Name> | null>} null while Python is not up, or if a newer question or reading has come first
   */
  async ask(question, args, asker = "") {
    const answer = this.python.isUp ? await this.python.ask(question, args, "main", asker) : null;
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
    const reading = await (image
      ? python.readImageInTurn(image.slice(), this.needsAllValues)
      : python.readInk(() => pad.ink(), "main", this.needsAllValues));
    if (reading) {
      view.showReading(reading);
    }
    return reading;
  }
}

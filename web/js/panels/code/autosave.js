/** Saves soon after a change, and at the latest when the page is left. */

/** @import { Clock } from "../../lib/rest-timer.js" */

const DELAY = 300; // milliseconds after the first change that is not saved

/** @type {Clock} */
const REAL = {
  start: (report, milliseconds) => setTimeout(report, milliseconds),
  stop: (timer) => clearTimeout(timer),
};

export class Autosave {
  /**
   * @param {() => void} save
   * @param {Clock} [clock]
   */
  constructor(save, clock = REAL) {
    this.save = save;
    this.clock = clock;
    this.timer = 0; // 0 if everything is saved
  }

  /** Save on leaving the page, or when a phone hides it, which may be the last that it is told. */
  listen() {
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
  }

  /** Something has changed. */
  request() {
    this.timer ||= this.clock.start(() => this.flush(), DELAY);
  }

  /** Save now what is not saved. */
  flush() {
    if (this.timer) {
      this.clock.stop(this.timer);
      this.timer = 0;
      this.save();
    }
  }
}

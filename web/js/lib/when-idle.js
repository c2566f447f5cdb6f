/** Work of no hurry. */

const QUIET = 250; // milliseconds without another request
const LATEST = 500; // milliseconds after which it is done even on a busy page

/** Runs a task once: after the last of several requests, when nothing has been asked for a while. */
export class WhenIdle {
  /** @param {() => void} run */
  constructor(run) {
    this.run = run;
    this.timer = 0;
  }

  request() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), QUIET);
  }
}

/** @returns {Promise<void>} fulfilled when the page has nothing else to do */
export const idleTime = () =>
  new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) {
      requestIdleCallback(() => resolve(), { timeout: LATEST });
    } else {
      setTimeout(resolve);
    }
  });

/** Reports once nothing has happened for some time, and nothing is going on. */

/** @typedef {{ start: (report: () => void, milliseconds: number) => number, stop: (timer: number) => void }} Clock */

/** @type {Clock} */
const REAL = {
  start: (report, milliseconds) => setTimeout(report, milliseconds),
  stop: (timer) => clearTimeout(timer),
};

export class RestTimer {
  /**
   * @param {number} milliseconds
   * @param {() => boolean} isBusy checked when the time is over; while it returns true, there is no rest
   * @param {() => void} onRest
   * @param {Clock} [clock]
   */
  constructor(milliseconds, isBusy, onRest, clock = REAL) {
    this.milliseconds = milliseconds;
    this.isBusy = isBusy;
    this.onRest = onRest;
    this.clock = clock;
    this.timer = 0;
    this.isResting = false;
  }

  /** Something has happened. */
  restart() {
    this.isResting = false;
    this.clock.stop(this.timer);
    this.timer = this.clock.start(() => {
      if (this.isBusy()) {
        return; // its end is something that happens
      }
      this.isResting = true;
      this.onRest();
    }, this.milliseconds);
  }
}

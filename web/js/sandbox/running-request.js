/** A request that the sandbox is doing: how long it has taken, where its code is, and when its time is over. */

import { SandboxError } from "./sandbox-error.js";

/** @import { Request } from "./sandbox.js" */

/** @typedef {{ seconds: number, line: number, locals: string, task: string }} Beat line −1 if it is not known */

const START_LIMIT = 60_000; // milliseconds until the worker has begun
const PREPARATION = 10_000; // milliseconds until the code runs: modules are imported, slow machines compile
const GRACE = 250; // milliseconds for Python to end the code itself
const BEAT_INTERVAL = 250; // milliseconds

export class RunningRequest {
  /**
   * @param {Request} request
   * @param {(beat: Beat) => void} onBeat called four times a second once the worker has begun
   * @param {(error: SandboxError) => void} onOverdue called if it is not answered in its time
   */
  constructor(request, onBeat, onOverdue) {
    this.request = request;
    this.onBeat = onBeat;
    this.onOverdue = onOverdue;
    this.since = 0; // when the worker has begun, in milliseconds of `performance.now()`; 0 before
    this.isCodeRunning = false;
    this.line = -1;
    this.locals = "";
    this.timer = setTimeout(() => onOverdue(new SandboxError("ended", "Python does not answer")), START_LIMIT);
    this.beats = setInterval(() => this.beat(), BEAT_INTERVAL);
  }

  /** The worker has begun, or begins again with an archive that was missing. */
  begin() {
    this.since ||= performance.now();
    this.isCodeRunning = false;
    this.limit(PREPARATION);
  }

  /**
   * Python says where the code is; for the first time right before it runs.
   * @param {number} line
   * @param {string} locals
   */
  moveTo(line, locals) {
    if (!this.isCodeRunning) {
      this.isCodeRunning = true;
      this.limit(GRACE);
    }
    this.line = line;
    this.locals = locals;
  }

  /** Its time does not pass while it waits for an archive. */
  pause() {
    clearTimeout(this.timer);
  }

  /** It has been answered or ended. */
  end() {
    clearTimeout(this.timer);
    clearInterval(this.beats);
  }

  /** @param {number} more milliseconds than the code may run */
  limit(more) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onOverdue(this.overtime()), this.request.seconds * 1000 + more);
  }

  beat() {
    if (this.since) {
      const { line, locals, request } = this;
      this.onBeat({ seconds: (performance.now() - this.since) / 1000, line, locals, task: request.task });
    }
  }

  overtime() {
    const error = new SandboxError("overtime", `stopped after ${this.request.seconds} s`);
    return Object.assign(error, { line: this.line, locals: this.locals });
  }
}

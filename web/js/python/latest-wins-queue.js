/** A queue in which one request runs and at most one waits: a newer request replaces the waiting one. */

/** @typedef {{ start: () => Promise<any>, resolve: (value: any) => void, reject: (error: Error) => void }} WaitingRequest */

export class LatestWinsQueue {
  /** @param {() => boolean} isOpen while it returns false, no request is started */
  constructor(isOpen) {
    this.isOpen = isOpen;
    this.isRunning = false;
    /** @type {WaitingRequest | null} */
    this.waiting = null;
  }

  /**
   * @template T
   * @param {() => Promise<T>} start called when the request is run
   * @returns {Promise<T | null>} null if a newer request has replaced it
   */
  run(start) {
    return new Promise((resolve, reject) => {
      this.waiting?.resolve(null);
      this.waiting = { start, resolve, reject };
      this.next();
    });
  }

  /** Start the waiting request, unless another one is running or the queue is closed. */
  next() {
    if (this.isRunning || !this.waiting || !this.isOpen()) {
      return;
    }
    const { start, resolve, reject } = this.waiting;
    this.waiting = null;
    this.isRunning = true;
    (async () => start())() // async turns an exception of `start` into a rejection
      .then(resolve, reject)
      .finally(() => {
        this.isRunning = false;
        this.next();
      });
  }

  /** @param {Error} reason that the waiting request is rejected with */
  rejectWaiting(reason) {
    this.waiting?.reject(reason);
    this.waiting = null;
  }
}

/** Latest wins: of a lane's requests one is running and one waits; a newer one takes the waiting one's place. */

/** @typedef {{ start: () => Promise<any>, resolve: (value: any) => void, reject: (error: Error) => void }} Waiting */

export class LatestWinsQueue {
  /** @param {() => boolean} isOpen while it says no, the newest request waits */
  constructor(isOpen) {
    this.isOpen = isOpen;
    this.isRunning = false;
    /** @type {Waiting | null} */
    this.waiting = null;
  }

  /**
   * @template T
   * @param {() => Promise<T>} start called when its turn comes
   * @returns {Promise<T | null>} null if a newer request came before its turn
   */
  run(start) {
    return new Promise((resolve, reject) => {
      this.waiting?.resolve(null);
      this.waiting = { start, resolve, reject };
      this.next();
    });
  }

  /** Let the waiting request run if none is running. */
  next() {
    if (this.isRunning || !this.waiting || !this.isOpen()) {
      return;
    }
    const { start, resolve, reject } = this.waiting;
    this.waiting = null;
    this.isRunning = true;
    (async () => start())() // async: what it throws at once is a rejection too
      .then(resolve, reject)
      .finally(() => {
        this.isRunning = false;
        this.next();
      });
  }

  /** @param {Error} reason that the waiting request is told */
  drop(reason) {
    this.waiting?.reject(reason);
    this.waiting = null;
  }
}

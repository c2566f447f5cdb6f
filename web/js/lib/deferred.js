/** A point on the page's way that is reached once, and that others wait for, or that can no longer be reached. */
export class Deferred {
  constructor() {
    /** @type {() => void} */
    this.reach = () => {};
    /** @type {(reason: Error) => void} */
    this.miss = () => {};
    /** @type {Promise<void>} */
    this.reached = new Promise((resolve, reject) => {
      this.reach = resolve;
      this.miss = reject;
    });
    this.reached.catch(() => {}); // nobody may be waiting
  }
}

/** A promise that is resolved or rejected from outside. */
export class Deferred {
  constructor() {
    /** @type {() => void} */
    this.resolve = () => {};
    /** @type {(reason: Error) => void} */
    this.reject = () => {};
    /** @type {Promise<void>} */
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.catch(() => {}); // there may be nobody who waits
  }
}

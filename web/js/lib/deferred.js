/**
 * A promise that is resolved or rejected from outside; like `Promise.withResolvers()`, which older browsers lack.
 * @template [T=void]
 */
export class Deferred {
  constructor() {
    /** @type {(value: T) => void} */
    this.resolve = () => {};
    /** @type {(reason: Error) => void} */
    this.reject = () => {};
    /** @type {Promise<T>} */
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.catch(() => {}); // a rejection that nobody awaits is not an error
  }
}

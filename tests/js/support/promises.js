/** Promises in tests: wait for what can settle, and settle by hand. */

import { setImmediate } from "node:timers";

/** Resolves when all promises that can settle by now have settled, and their reactions have run. */
export function settled() {
  return new Promise((resolve) => setImmediate(() => resolve(undefined)));
}

/** Whether a promise is still pending. @param {Promise<unknown>} promise */
export async function isPending(promise) {
  let isSettled = false;
  const note = () => {
    isSettled = true;
  };
  promise.then(note, note);
  await settled();
  return !isSettled;
}

/** A promise that is settled by hand, and how often it was started. */
export function settledByHand() {
  /** @type {{ starts: number, resolve: (value: any) => void, reject: (error: Error) => void, start: () => Promise<any> }} */
  const made = { starts: 0, resolve: () => {}, reject: () => {}, start: () => promise };
  const promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  made.start = () => {
    made.starts += 1;
    return promise;
  };
  return made;
}

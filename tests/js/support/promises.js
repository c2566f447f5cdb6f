/** Promises in tests: waiting for pending reactions, and promises that are settled manually. */

import { setImmediate } from "node:timers";

/** Resolves after all promises that can settle now have settled and their reactions have run. */
export function settled() {
  return new Promise((resolve) => setImmediate(() => resolve(undefined)));
}

/** Whether a promise is still pending. @param {Promise<unknown>} promise */
export async function isPending(promise) {
  let isSettled = false;
  const onSettled = () => {
    isSettled = true;
  };
  promise.then(onSettled, onSettled);
  await settled();
  return !isSettled;
}

/** A promise that is settled manually, with a counter of its starts. */
export function manualPromise() {
  /** @type {{ starts: number, resolve: (value: any) => void, reject: (error: Error) => void, start: () => Promise<any> }} */
  const manual = { starts: 0, resolve: () => {}, reject: () => {}, start: () => promise };
  const promise = new Promise((resolve, reject) => Object.assign(manual, { resolve, reject }));
  manual.start = () => {
    manual.starts += 1;
    return promise;
  };
  return manual;
}

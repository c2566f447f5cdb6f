/**
 * Interrupts Python while it runs, without SharedArrayBuffer.
 *
 * Every fifty jumps, CPython for Emscripten reads element 0 of the interrupt buffer, and calls the handler of that signal if
 * it is not 0. Pyodide accepts any object as the buffer, so the element may be a getter that looks at the clock.
 * (CPython: Python/emscripten_signal.c)
 */

const SIGINT = 2;
const INTERVAL = 100; // milliseconds

export class Interrupts {
  next = Number.POSITIVE_INFINITY; // in milliseconds of `performance.now()`

  get 0() {
    const now = performance.now();
    if (now < this.next) {
      return 0;
    }
    this.next = now + INTERVAL;
    return SIGINT;
  }

  set 0(_) {} // CPython resets the signal after each look

  /**
   * Interrupt Python at intervals while a function runs.
   * @template T
   * @param {() => T} run
   * @returns {T}
   */
  during(run) {
    this.next = performance.now() + INTERVAL;
    try {
      return run();
    } finally {
      this.next = Number.POSITIVE_INFINITY;
    }
  }
}

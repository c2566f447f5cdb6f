import assert from "node:assert/strict";
import { test } from "node:test";
import { observeSight } from "../../web/js/lib/sight.js";

/** @type {((entries: { isIntersecting: boolean }[]) => void)[]} */
const reports = [];

Object.assign(globalThis, {
  IntersectionObserver: class {
    /** @param {(entries: { isIntersecting: boolean }[]) => void} report */
    constructor(report) {
      reports.push(report);
    }

    observe() {}
  },
});

test("of several changes that are reported together, the newest counts", () => {
  /** @type {boolean[]} */
  const seen = [];
  observeSight(/** @type {Element} */ ({}), ({ isIntersecting }) => seen.push(isIntersecting));
  reports[0]([{ isIntersecting: false }, { isIntersecting: true }]);
  reports[0]([{ isIntersecting: true }, { isIntersecting: false }]);
  assert.deepEqual(seen, [true, false]);
});

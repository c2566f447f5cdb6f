import assert from "node:assert/strict";
import { test } from "node:test";
import { PaintQueue } from "../../web/js/lib/paint-queue.js";

/** @import { TestContext } from "node:test" */

/**
 * A queue with a fake clock and fake frames; `paint` adds a canvas whose painting takes a number of milliseconds.
 * @param {TestContext} t
 */
function queue(t) {
  let now = 0;
  /** @type {(() => void)[]} */
  const frames = [];
  t.mock.method(performance, "now", () => now);
  Object.assign(globalThis, { requestAnimationFrame: (/** @type {() => void} */ callback) => frames.push(callback) });
  /** @type {string[]} */
  const painted = [];
  const made = new PaintQueue();
  return {
    painted,
    frames,
    queue: made,
    add: (/** @type {string} */ canvas, /** @type {number} */ milliseconds, reading = "") =>
      made.add(canvas, () => {
        now += milliseconds;
        painted.push(canvas + reading);
      }),
    nextFrame: () => frames.shift()?.(),
  };
}

test("what fits into a frame is painted at once, in order", (t) => {
  const { queue: made, add, painted, frames } = queue(t);
  add("a", 1);
  add("b", 2);
  add("c", 3);
  made.run();
  assert.deepEqual(painted, ["a", "b", "c"]);
  assert.equal(frames.length, 0);
});

test("what does not fit is painted in the next frames, and nothing twice in one", (t) => {
  const { queue: made, add, painted, frames, nextFrame } = queue(t);
  for (const canvas of ["a", "b", "c", "d", "e"]) {
    add(canvas, 6);
  }
  made.run();
  assert.deepEqual(painted, ["a", "b"]);
  made.run(); // a reading that arrives before the next frame
  assert.deepEqual(painted, ["a", "b"]);
  assert.equal(frames.length, 1);
  nextFrame();
  assert.deepEqual(painted, ["a", "b", "c", "d"]);
  nextFrame();
  assert.deepEqual(painted, ["a", "b", "c", "d", "e"]);
  assert.equal(frames.length, 0);
});

test("a newer reading replaces what waits, and what has waited longest comes first", (t) => {
  const { queue: made, add, painted, nextFrame } = queue(t);
  for (const canvas of ["a", "b", "c"]) {
    add(canvas, 9, "1");
  }
  made.run();
  for (const canvas of ["a", "b", "c"]) {
    add(canvas, 9, "2");
  }
  made.run();
  for (let frame = 0; frame < 4; frame += 1) {
    nextFrame();
  }
  assert.deepEqual(painted, ["a1", "b2", "c2", "a2"]);
});

test("a canvas that takes longer than a frame is painted all the same, and cleared ones are not painted", (t) => {
  const { queue: made, add, painted, nextFrame } = queue(t);
  add("slow", 50);
  add("gone", 1);
  made.run();
  made.clear();
  nextFrame();
  assert.deepEqual(painted, ["slow"]);
});

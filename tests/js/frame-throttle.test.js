import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameThrottle } from "../../web/js/lib/frame-throttle.js";

/** A throttle with a counting paint function, and animation frames that are run by hand. */
function countingThrottle() {
  /** @type {(() => void)[]} */
  const frames = [];
  globalThis.requestAnimationFrame = (callback) => frames.push(() => callback(0));
  const painter = { paints: 0, runFrame: () => frames.shift()?.(), framesPending: () => frames.length };
  const throttle = new FrameThrottle(() => {
    painter.paints += 1;
  });
  return { painter, throttle };
}

test("the first request paints at once", () => {
  const { painter, throttle } = countingThrottle();
  throttle.request();
  assert.equal(painter.paints, 1);
});

test("between two frames all further requests paint once, at the frame", () => {
  const { painter, throttle } = countingThrottle();
  for (let count = 0; count < 5; count += 1) {
    throttle.request();
  }
  assert.equal(painter.paints, 1);
  painter.runFrame();
  assert.equal(painter.paints, 2);
  throttle.request();
  assert.equal(painter.paints, 2);
  painter.runFrame();
  assert.equal(painter.paints, 3);
  painter.runFrame();
  assert.equal(painter.paints, 3);
  assert.equal(painter.framesPending(), 0);
});

test("after a frame without requests the next request paints at once, and no frame is scheduled meanwhile", () => {
  const { painter, throttle } = countingThrottle();
  throttle.request();
  painter.runFrame();
  assert.equal(painter.framesPending(), 0);
  throttle.request();
  assert.equal(painter.paints, 2);
});

test("a cancelled request is not painted", () => {
  const { painter, throttle } = countingThrottle();
  throttle.request();
  throttle.request();
  throttle.cancel();
  painter.runFrame();
  assert.equal(painter.paints, 1);
  throttle.request();
  assert.equal(painter.paints, 2);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameThrottle } from "../../web/js/lib/frame-throttle.js";

/** A painter that counts, and frames that come when they are told to. */
function painted() {
  /** @type {(() => void)[]} */
  const frames = [];
  globalThis.requestAnimationFrame = (callback) => frames.push(() => callback(0));
  const painter = { paints: 0, frame: () => frames.shift()?.(), waits: () => frames.length };
  const throttle = new FrameThrottle(() => {
    painter.paints += 1;
  });
  return { painter, throttle };
}

test("the first request paints at once", () => {
  const { painter, throttle } = painted();
  throttle.request();
  assert.equal(painter.paints, 1);
});

test("between two frames all further requests paint once, at the frame", () => {
  const { painter, throttle } = painted();
  for (let count = 0; count < 5; count += 1) {
    throttle.request();
  }
  assert.equal(painter.paints, 1);
  painter.frame();
  assert.equal(painter.paints, 2);
  throttle.request();
  assert.equal(painter.paints, 2);
  painter.frame();
  assert.equal(painter.paints, 3);
  painter.frame();
  assert.equal(painter.paints, 3);
  assert.equal(painter.waits(), 0);
});

test("after a frame without requests the next one paints at once, and no frame is asked for meanwhile", () => {
  const { painter, throttle } = painted();
  throttle.request();
  painter.frame();
  assert.equal(painter.waits(), 0);
  throttle.request();
  assert.equal(painter.paints, 2);
});

test("what is forgotten is not painted", () => {
  const { painter, throttle } = painted();
  throttle.request();
  throttle.request();
  throttle.cancel();
  painter.frame();
  assert.equal(painter.paints, 1);
  throttle.request();
  assert.equal(painter.paints, 2);
});

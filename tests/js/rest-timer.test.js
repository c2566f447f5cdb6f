import assert from "node:assert/strict";
import { test } from "node:test";
import { RestTimer } from "../../web/js/lib/rest-timer.js";

/** A clock that is moved by hand. */
function fakeClock() {
  let now = 0;
  /** @type {Map<number, { at: number, report: () => void }>} */
  const timers = new Map();
  let count = 0;
  return {
    start: (/** @type {() => void} */ report, /** @type {number} */ milliseconds) => {
      count += 1;
      timers.set(count, { at: now + milliseconds, report });
      return count;
    },
    stop: (/** @type {number} */ timer) => {
      timers.delete(timer);
    },
    pass: (/** @type {number} */ milliseconds) => {
      now += milliseconds;
      for (const [timer, { at, report }] of [...timers]) {
        if (at <= now) {
          timers.delete(timer);
          report();
        }
      }
    },
  };
}

test("a rest is reported once, half a second after the last event", () => {
  const clock = fakeClock();
  let rests = 0;
  const timer = new RestTimer(
    500,
    () => false,
    () => rests++,
    clock,
  );
  timer.restart();
  clock.pass(499);
  timer.restart(); // the second stroke of a 4
  clock.pass(499);
  assert.equal(rests, 0);
  assert.equal(timer.isResting, false);
  clock.pass(1);
  assert.equal(rests, 1);
  assert.equal(timer.isResting, true);
  clock.pass(10_000);
  assert.equal(rests, 1);
});

test("a pen that is down and still is no rest; half a second after it is lifted there is one", () => {
  const clock = fakeClock();
  let rests = 0;
  let isDown = true;
  const timer = new RestTimer(
    500,
    () => isDown,
    () => rests++,
    clock,
  );
  timer.restart();
  clock.pass(5_000);
  assert.equal(rests, 0);
  isDown = false;
  timer.restart(); // the pen is lifted
  clock.pass(499);
  assert.equal(rests, 0);
  clock.pass(1);
  assert.equal(rests, 1);
});

test("another event ends the rest", () => {
  const clock = fakeClock();
  const timer = new RestTimer(
    500,
    () => false,
    () => {},
    clock,
  );
  timer.restart();
  clock.pass(500);
  timer.restart();
  assert.equal(timer.isResting, false);
});

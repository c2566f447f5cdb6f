import assert from "node:assert/strict";
import { test } from "node:test";
import { Recording } from "../../web/js/panels/timeline/recording.js";
import { forSeeds } from "./support/random.js";

/** @import { Stroke } from "../../web/js/protocol/page-state.js" */

/**
 * Strokes with points at these times.
 * @param {number[][]} times
 */
const strokesAt = (...times) =>
  times.map((stroke) => stroke.map((time) => /** @type {Stroke[0]} */ ([time % 280, 0, time])));

test("points are played at recorded speed, and pauses between strokes last at most 0.25 s", () => {
  const recording = new Recording(strokesAt([1000, 1016, 1040], [9000, 9100]));
  assert.deepEqual(recording.times, [0, 16, 40, 290, 390]);
  assert.equal(recording.duration, 390);
});

test("a clock that goes back counts as zero time", () => {
  assert.deepEqual(new Recording(strokesAt([100, 50, 60])).times, [0, 0, 10]);
});

test("at a moment exactly the points played by then are present", () => {
  const recording = new Recording(strokesAt([0, 16, 16, 40]));
  assert.deepEqual(
    [-1, 0, 15.9, 16, 39, 40, 1000].map((time) => recording.pointsAt(time)),
    [0, 1, 1, 3, 3, 4, 4],
  );
});

test("the moment of a number of points is when the last of them is played", () => {
  const recording = new Recording(strokesAt([0, 16, 40]));
  assert.deepEqual(
    [null, 0, 1, 2, 3, 9].map((points) => recording.timeOf(points)),
    [40, 0, 0, 16, 40, 40],
  );
});

test("a recording without points has duration 0", () => {
  const empty = new Recording([]);
  assert.deepEqual([empty.duration, empty.pointsAt(5), empty.timeOf(null), empty.timeOf(3)], [0, 0, 0, 0]);
});

test("frames lie at equal intervals, and those that add no point are left out", () => {
  const recording = new Recording(strokesAt([0, 10, 20, 100]));
  assert.deepEqual(recording.frames(5), [
    { time: 0, points: 1 },
    { time: 25, points: 3 },
    { time: 100, points: 4 },
  ]);
  assert.deepEqual(recording.frames(1), [{ time: 0, points: 4 }]);
});

test("frames begin with the first point, grow, and end with all points", () => {
  forSeeds(200, (random) => {
    let time = 0;
    const times = Array.from({ length: random.integer(1, 60) }, () => {
      time += random.integer(0, random.pick([1, 50, 3000]));
      return time;
    });
    const recording = new Recording(strokesAt(times));
    const maxCount = random.integer(1, 20);
    const frames = recording.frames(maxCount);
    assert.ok(frames.length >= 1 && frames.length <= maxCount);
    assert.equal(frames.at(-1)?.points, times.length);
    for (const [number, { points, time: frameTime }] of frames.entries()) {
      assert.ok(number === 0 || points > frames[number - 1].points);
      assert.equal(
        points,
        maxCount === 1 ? times.length : recording.times.filter((played) => played <= frameTime).length,
      );
    }
  });
});

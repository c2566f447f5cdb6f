import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arcBeside,
  arcOver,
  breadthOf,
  lanesIn,
  levels,
  roomAbove,
  signOf,
  waysOf,
} from "../../web/js/diagram/skip-connections.js";
import { forSeeds } from "./support/random.js";

/** @import { Way } from "../../web/js/diagram/skip-connections.js" */
/** @import { Random } from "./support/random.js" */

/** @param {[from: number, to: number][]} spans */
const lanesOf = (spans) => waysOf(spans.map(([from, to]) => ({ from, to }))).map(({ lane }) => lane);

/** @param {Random} random */
function someSpans(random) {
  return Array.from({ length: random.integer(0, 12) }, () => {
    const from = random.integer(0, 12);
    return { from, to: from + random.integer(1, 8) };
  });
}

/**
 * The arcs among some ways, the innermost first.
 * @param {Way[]} ways
 */
const arcsOf = (ways) => ways.filter(({ lane }) => lane > 0).sort((one, other) => one.lane - other.lane);

/**
 * @param {Way} one
 * @param {Way} other
 */
const overlap = (one, other) => Math.max(one.from, other.from) < Math.min(one.to, other.to);

test("stages next to each other need no lane, and arcs apart share the first one", () => {
  assert.deepEqual(
    lanesOf([
      [0, 1],
      [1, 3],
      [3, 5],
    ]),
    [0, 1, 1],
  );
});

test("of nested arcs the outer one has the outer lane, in whatever order they come", () => {
  assert.deepEqual(
    lanesOf([
      [0, 8],
      [1, 3],
      [1, 6],
      [4, 6],
    ]),
    [3, 1, 2, 1],
  );
});

test("arcs that overlap never share a lane, and an arc around another lies outside it", () => {
  forSeeds(300, (random) => {
    const ways = waysOf(someSpans(random));
    const arcs = arcsOf(ways);
    assert.equal(arcs.length, ways.filter(({ from, to }) => to - from > 1).length);
    for (const one of arcs) {
      for (const other of arcs) {
        assert.ok(one === other || one.lane !== other.lane || !overlap(one, other));
        const isAround = one.from <= other.from && one.to >= other.to && one.to - one.from > other.to - other.from;
        assert.ok(!isAround || one.lane > other.lane);
      }
    }
  });
});

test("lanes are used from the first on, without a gap", () => {
  forSeeds(100, (random) => {
    const arcs = arcsOf(waysOf(someSpans(random)));
    const used = new Set(arcs.map(({ lane }) => lane));
    assert.equal(used.size, lanesIn(arcs));
  });
});

test("lanes are 10 pixels apart, and closer where all would take more than 90", () => {
  assert.deepEqual([0, 1, 2, 9].map(breadthOf), [22, 22, 32, 102]);
  assert.equal(breadthOf(19), 22 + (18 * 90) / 19);
});

test("an arc lies 18 pixels above the highest maps that it spans, and 10 above an arc under it", () => {
  const skips = [
    { from: 1, to: 3, lane: 1 },
    { from: 0, to: 4, lane: 2 },
  ];
  assert.deepEqual(levels(skips, [60, 100, 80, 90, 95]), [62, 42]); // 80 − 18; 60 − 18 is above 62 − 10
  assert.deepEqual(levels(skips, [100, 100, 80, 90, 95]), [62, 52]);
});

test("an arc is above all maps that it spans and 90 / lanes above each arc under it", () => {
  forSeeds(200, (random) => {
    const skips = arcsOf(waysOf(someSpans(random)));
    const tops = Array.from({ length: 21 }, () => random.integer(20, 200));
    const step = Math.min(10, 90 / Math.max(1, lanesIn(skips)));
    levels(skips, tops).forEach((y, number, all) => {
      const { from, to } = skips[number];
      assert.ok(tops.slice(from, to + 1).every((top) => y <= top - 18));
      assert.ok(
        all.slice(0, number).every((under, at) => !overlap(skips[at], skips[number]) || y <= under - step + 1e-9),
      );
    });
  });
});

test("maps that leave room above them need less", () => {
  assert.equal(roomAbove([], [0, 0]), "max(0px, 0px)");
  assert.equal(
    roomAbove([{ from: 0, to: 2, lane: 1 }], [0.5, 0.25, 0.5]),
    "max(0px, (18px - 0.25 * var(--maps)) / 0.75)",
  );
});

test("an arc over stages goes up, across at its level, and down into the maps", () => {
  const box = (/** @type {number} */ x) => ({ x, y: 50, width: 20, height: 40 });
  const port = (/** @type {number} */ x) => ({ box: box(x), column: box(x), isFirst: true });
  const { path, end } = arcOver(port(0), port(100), 20);
  // it leaves at 0.7 of the first maps' width, 2 above them, and comes down at 0.3 of the last ones'
  assert.equal(path, "M14 48V25Q14 20 19 20H101Q106 20 106 25V41.5V48");
  assert.deepEqual(end, { x: 106, y: 41.5 });
});

test("an arc beside the rail begins below the place where others end", () => {
  const box = (/** @type {number} */ y) => ({ x: 30, y, width: 20, height: 40 });
  const { path, end } = arcBeside(box(0), box(100), 2, 2);
  assert.equal(path, "M7 27.5H22Q27 27.5 27 32.5V115Q27 120 22 120H7");
  assert.deepEqual(end, { x: 7, y: 120 });
});

test("a sum, a stack and a plain end have signs of their own", () => {
  const signs = /** @type {const} */ (["add", "concat", ""]).map((join) => signOf({ x: 10, y: 10 }, join));
  assert.equal(new Set(signs).size, 3);
  assert.ok(signs[0].endsWith("M4.5 10h11M10 4.5v11"));
  assert.ok(signs.every((sign) => sign.startsWith(signs[2])));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arcLevels,
  arcOver,
  assignTracks,
  joinSymbol,
  marginForArcs,
  trackCount,
} from "../../web/js/diagram/skip-connections.js";
import { forSeeds } from "./support/random.js";

/** @import { Edge } from "../../web/js/diagram/skip-connections.js" */
/** @import { Random } from "./support/random.js" */

/** @param {[from: number, to: number][]} spans */
const tracksOf = (spans) => assignTracks(spans.map(([from, to]) => ({ from, to }))).map(({ track }) => track);

/** @param {Random} random */
function someSpans(random) {
  return Array.from({ length: random.integer(0, 12) }, () => {
    const from = random.integer(0, 12);
    return { from, to: from + random.integer(1, 8) };
  });
}

/**
 * The edges that are arcs, the innermost first.
 * @param {Edge[]} edges
 */
const arcsOf = (edges) => edges.filter(({ track }) => track > 0).sort((one, other) => one.track - other.track);

/**
 * @param {Edge} one
 * @param {Edge} other
 */
const overlap = (one, other) => Math.max(one.from, other.from) < Math.min(one.to, other.to);

test("edges between adjacent stages have track 0, and arcs that do not overlap share track 1", () => {
  assert.deepEqual(
    tracksOf([
      [0, 1],
      [1, 3],
      [3, 5],
    ]),
    [0, 1, 1],
  );
});

test("of nested arcs the outer one has the outer track, in any order", () => {
  assert.deepEqual(
    tracksOf([
      [0, 8],
      [1, 3],
      [1, 6],
      [4, 6],
    ]),
    [3, 1, 2, 1],
  );
});

test("arcs that overlap never share a track, and an arc around another lies outside it", () => {
  forSeeds(300, (random) => {
    const edges = assignTracks(someSpans(random));
    const arcs = arcsOf(edges);
    assert.equal(arcs.length, edges.filter(({ from, to }) => to - from > 1).length);
    for (const one of arcs) {
      for (const other of arcs) {
        assert.ok(one === other || one.track !== other.track || !overlap(one, other));
        const isAround = one.from <= other.from && one.to >= other.to && one.to - one.from > other.to - other.from;
        assert.ok(!isAround || one.track > other.track);
      }
    }
  });
});

test("tracks are numbered from 1 without gaps", () => {
  forSeeds(100, (random) => {
    const arcs = arcsOf(assignTracks(someSpans(random)));
    const used = new Set(arcs.map(({ track }) => track));
    assert.equal(used.size, trackCount(arcs));
  });
});

test("tracks are 10 pixels apart, and closer if all of them would need more than 90", () => {
  assert.deepEqual([1, 2, 9].map(marginForArcs), [18, 28, 98]);
  assert.equal(marginForArcs(19), 18 + (18 * 90) / 19);
});

test("an arc lies 18 pixels above the highest maps that it spans, and 10 above an arc under it", () => {
  const skips = [
    { from: 1, to: 3, track: 1 },
    { from: 0, to: 4, track: 2 },
  ];
  assert.deepEqual(arcLevels(skips, [60, 100, 80, 90, 95]), [62, 42]); // 80 − 18; 60 − 18 is above 62 − 10
  assert.deepEqual(arcLevels(skips, [100, 100, 80, 90, 95]), [62, 52]);
});

test("an arc is above all maps that it spans and 90 / tracks above each arc under it", () => {
  forSeeds(200, (random) => {
    const skips = arcsOf(assignTracks(someSpans(random)));
    const tops = Array.from({ length: 21 }, () => random.integer(20, 200));
    const step = Math.min(10, 90 / Math.max(1, trackCount(skips)));
    arcLevels(skips, tops).forEach((y, number, all) => {
      const { from, to } = skips[number];
      assert.ok(tops.slice(from, to + 1).every((top) => y <= top - 18));
      assert.ok(
        all.slice(0, number).every((under, at) => !overlap(skips[at], skips[number]) || y <= under - step + 1e-9),
      );
    });
  });
});

test("the margin for arcs is 18 pixels for the first track and 10 for every other, at most 108", () => {
  assert.deepEqual([0, 1, 2, 3].map(marginForArcs), [0, 18, 28, 38]);
  assert.ok(marginForArcs(40) < 108);
});

test("an arc over stages goes up, across at its level, and down into the maps", () => {
  const box = (/** @type {number} */ x) => ({ x, y: 50, width: 20, height: 40 });
  const port = (/** @type {number} */ x) => ({ box: box(x), column: box(x), isFirst: true });
  const { path, end } = arcOver(port(0), port(100), 20);
  // it starts at 0.7 of the source's width, 2 above its maps, and ends at 0.3 of the target's width
  assert.equal(path, "M14 48V25Q14 20 19 20H101Q106 20 106 25V41.5V48");
  assert.deepEqual(end, { x: 106, y: 41.5 });
});

test("arithmetic, concatenation and a plain end have different symbols", () => {
  const symbols = /** @type {const} */ (["add", "concat", "sub", "mul", "div", ""]).map((join) =>
    joinSymbol({ x: 10, y: 10 }, join),
  );
  assert.equal(new Set(symbols).size, 6);
  assert.ok(symbols[0].endsWith("M4.5 10h11M10 4.5v11"));
  assert.ok(symbols.every((symbol) => symbol.startsWith(symbols[5])));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { contour } from "../../web/js/lib/contour.js";

/** @param {number[][]} rows */
const reader = (rows) => (/** @type {number} */ row, /** @type {number} */ column) => rows[row]?.[column] ?? 0;

test("the outline of one full pixel is a diamond through the middles of its sides", () => {
  const segments = contour(reader([[1]]), 1, 1, 0.5);
  const points = segments.flatMap(([x, y, otherX, otherY]) => [`${x},${y}`, `${otherX},${otherY}`]);
  assert.equal(segments.length, 4);
  assert.deepEqual(new Set(points), new Set(["0.5,0", "1,0.5", "0.5,1", "0,0.5"]));
});

test("every outline is closed: each of its points belongs to two segments", () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  for (let round = 0; round < 50; round += 1) {
    const rows = Array.from({ length: 6 }, () => Array.from({ length: 7 }, random));
    const counts = new Map();
    for (const [x, y, otherX, otherY] of contour(reader(rows), 6, 7, 0.5)) {
      for (const point of [`${x.toFixed(9)},${y.toFixed(9)}`, `${otherX.toFixed(9)},${otherY.toFixed(9)}`]) {
        counts.set(point, (counts.get(point) ?? 0) + 1);
      }
    }
    assert.ok([...counts.values()].every((count) => count === 2));
  }
});

test("the outline lies where the value between two pixels is the level", () => {
  const segments = contour(
    reader([
      [0, 0, 0],
      [0, 0.8, 0.2],
      [0, 0, 0],
    ]),
    3,
    3,
    0.5,
  );
  const right = Math.max(...segments.flatMap(([x, , otherX]) => [x, otherX]));
  assert.ok(Math.abs(right - (1.5 + 0.5)) < 1e-9); // halfway from 0.8 to 0.2
});

test("two full pixels that touch at a corner are joined if their mean with the others is inside", () => {
  const apart = contour(
    reader([
      [0.6, 0],
      [0, 0.6],
    ]),
    2,
    2,
    0.5,
  );
  const joined = contour(
    reader([
      [1, 0.3],
      [0.3, 1],
    ]),
    2,
    2,
    0.5,
  );
  const crossesMiddle = (/** @type {number[][]} */ segments) =>
    segments.some(([x, y, otherX, otherY]) => {
      const [middleX, middleY] = [(x + otherX) / 2, (y + otherY) / 2];
      return middleX - middleY > 0.01 && Math.abs(middleX - 1) < 0.5 && Math.abs(middleY - 1) < 0.5 && middleX > 1;
    });
  assert.ok(!crossesMiddle(apart));
  assert.ok(crossesMiddle(joined));
});

test("an image without ink has no outline", () => {
  assert.deepEqual(
    contour(() => 0, 5, 5, 0.5),
    [],
  );
});

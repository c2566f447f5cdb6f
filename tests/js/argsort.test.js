import assert from "node:assert/strict";
import { test } from "node:test";
import { indexOfLargest, ranking } from "../../web/js/lib/argsort.js";

test("ranking sorts indices by descending value, and equal values by index", () => {
  assert.deepEqual(ranking([0.2, 0.7, 0.1]), [1, 0, 2]);
  assert.deepEqual(ranking(new Float32Array([1, 3, 1, 3])), [1, 3, 0, 2]);
  assert.deepEqual(ranking([]), []);
});

test("indexOfLargest is the first index of the maximum, and undefined for an empty list", () => {
  assert.equal(indexOfLargest([-5, -1, -1]), 1);
  assert.equal(indexOfLargest([]), undefined);
});

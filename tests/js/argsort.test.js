import assert from "node:assert/strict";
import { test } from "node:test";
import { indexOfLargest, ranking } from "../../web/js/lib/argsort.js";

test("the places of numbers, the largest first; of equal ones the earlier first", () => {
  assert.deepEqual(ranking([0.2, 0.7, 0.1]), [1, 0, 2]);
  assert.deepEqual(ranking(new Float32Array([1, 3, 1, 3])), [1, 3, 0, 2]);
  assert.deepEqual(ranking([]), []);
});

test("the place of the largest number is the first one, and there is none without numbers", () => {
  assert.equal(indexOfLargest([-5, -1, -1]), 1);
  assert.equal(indexOfLargest([]), undefined);
});

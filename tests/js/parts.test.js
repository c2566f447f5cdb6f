import assert from "node:assert/strict";
import { test } from "node:test";
import { copyValues, partsOf, withAllValues } from "../../web/js/worker/parts.js";

/** @import { Place } from "../../web/js/worker/parts.js" */

const STAGES = /** @type {any} */ ([
  { values: { offset: 0, length: 3 } },
  { values: { offset: 3, length: 2 } },
  { values: { offset: 5, length: 2 } },
]);
const VALUES = Float32Array.of(10, 11, 12, 13, 14, 15, 16);
/** @type {Place[]} */
const PLACES = [
  [0, 3, 1],
  [12, 1, 1],
  [16, 1, 2],
];

test("a reading contains the needed canvases, the needed values one after the other, and the probabilities", () => {
  const needs = [
    { scale: 0, values: false },
    { scale: 2, values: true },
    { scale: 0, values: false },
  ];
  const parts = partsOf(STAGES, needs, PLACES);
  assert.deepEqual(
    parts.map(({ scale, pixels, values }) => [scale, pixels, values]),
    [
      [0, -1, -1],
      [2, 12, 0],
      [0, -1, 2],
    ],
  );
  assert.deepEqual([...copyValues(STAGES, parts, VALUES)], [13, 14, 15, 16]);
});

test("with all values, they lie where they do in Python, and the canvases stay", () => {
  const parts = partsOf(STAGES, Array(3).fill({ scale: 1, values: false }), PLACES);
  assert.deepEqual([...copyValues(STAGES, parts, VALUES)], [15, 16]);
  assert.deepEqual(
    withAllValues(STAGES, parts).map(({ pixels, values }) => [pixels, values]),
    [
      [0, 0],
      [12, 3],
      [16, 5],
    ],
  );
});

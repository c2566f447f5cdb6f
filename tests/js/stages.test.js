import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureOf, probabilitiesOf, valuesOf } from "../../web/js/protocol/stages.js";

const canvas = (/** @type {number} */ offset) => ({ offset, width: 2, height: 1 });
const MODEL = /** @type {any} */ ({
  stages: [
    { name: "image", values: { offset: 0, length: 4 }, canvas: canvas(0) },
    { name: "conv", values: { offset: 4, length: 2 }, canvas: canvas(8) },
    { name: "probabilities", values: { offset: 6, length: 2 }, canvas: canvas(16) },
  ],
});
const [IMAGE, CONV, LAST] = MODEL.stages;

/** Bytes that say where they lie. @param {number} length */
const bytes = (length) => Uint8ClampedArray.from({ length }, (_, at) => at);

test("a reading of all stages has their values and pictures where the model says", () => {
  const reading = { values: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7), pixels: bytes(24), parts: null };
  assert.deepEqual(Array.from(valuesOf(reading, MODEL, CONV) ?? []), [4, 5]);
  assert.deepEqual(probabilitiesOf(reading, MODEL), [6, 7]);
  const picture = pictureOf(reading, MODEL, CONV);
  assert.deepEqual([picture?.pixels[0], picture?.pixels.length], [8, 8]);
  assert.deepEqual([picture?.width, picture?.height, picture?.scale], [2, 1, 1]);
});

test("a reading of some stages has what is there where it says, and null for the rest", () => {
  const parts = [
    { scale: 0, width: 2, height: 1, pixels: -1, values: -1 },
    { scale: 2, width: 1, height: 1, pixels: 0, values: -1 },
    { scale: 1, width: 2, height: 1, pixels: 4, values: 0 },
  ];
  const reading = { values: Float32Array.of(0.25, 0.75), pixels: bytes(12), parts };
  assert.equal(valuesOf(reading, MODEL, CONV), null);
  assert.deepEqual(probabilitiesOf(reading, MODEL), [0.25, 0.75]);
  assert.equal(pictureOf(reading, MODEL, IMAGE), null);
  assert.deepEqual(pictureOf(reading, MODEL, CONV), { pixels: bytes(4), width: 1, height: 1, scale: 2 });
  assert.equal(pictureOf(reading, MODEL, LAST)?.pixels[0], 4);
});

test("a picture that replaces another one is shown in its place, and an example frame has no values", () => {
  const other = { pixels: bytes(8), width: 2, height: 1, scale: 1 };
  const frame = { values: null, pixels: bytes(24), parts: null, replaced: new Map([["conv", other]]) };
  assert.equal(pictureOf(frame, MODEL, CONV), other);
  assert.equal(pictureOf(frame, MODEL, LAST)?.pixels[0], 16);
  assert.equal(valuesOf(frame, MODEL, CONV), null);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { blank, inverted, mirrored, noise, pushed, turned } from "../../web/js/panels/article/changed-images.js";
import { boundsOf } from "../../web/js/panels/article/figures/field-figure.js";
import { liveliestPart } from "../../web/js/panels/article/figures/ink-figure.js";

const SIZE = { channels: 2, height: 2, width: 2 };
const IMAGE = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);

test("an image is turned to the left, mirrored, inverted and emptied in each of its channels", () => {
  assert.deepEqual([...turned(IMAGE, SIZE)], [2, 4, 1, 3, 6, 8, 5, 7]);
  assert.deepEqual([...mirrored(IMAGE, SIZE)], [2, 1, 4, 3, 6, 5, 8, 7]);
  assert.deepEqual([...inverted(Float32Array.of(0, 0.25, 1))], [1, 0.75, 0]);
  assert.deepEqual([...blank(IMAGE)], [0, 0, 0, 0, 0, 0, 0, 0]);
});

test("an image that is not square is turned upside down", () => {
  assert.deepEqual(
    [...turned(Float32Array.of(1, 2, 3, 4, 5, 6), { channels: 1, height: 2, width: 3 })],
    [6, 5, 4, 3, 2, 1],
  );
});

test("an image is pushed by a quarter of its size, and paper follows", () => {
  const image = Float32Array.from({ length: 16 }, (_, index) => index + 1);
  assert.deepEqual(
    [...pushed(image, { channels: 1, height: 4, width: 4 })],
    [0, 0, 0, 0, 0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11],
  );
});

test("noise is the same every time, fills 0 … 1 evenly, and leaves the image alone", () => {
  const image = new Float32Array(10_000);
  const values = noise(image);
  assert.deepEqual(values, noise(image));
  assert.ok(values.every((value) => value >= 0 && value < 1));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  assert.ok(Math.abs(mean - 0.5) < 0.01, String(mean));
  assert.ok(image.every((value) => value === 0));
});

test("the frame is put where the numbers differ most", () => {
  const values = new Float32Array(100);
  values[57] = values[68] = 1; // rows 5 and 6
  const { row, column } = liveliestPart(values, { height: 10, width: 10 }, 2);
  assert.deepEqual([row, column], [5, 7]);
});

test("the bounds of a mask are its first and last rows and columns", () => {
  const mask = new Uint8Array(20);
  mask[6] = mask[13] = 1; // rows 1 and 2 of 5 columns
  assert.deepEqual(boundsOf(mask, 5), { top: 1, left: 1, height: 2, width: 3 });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { negativePixels } from "../../web/js/panels/evidence/hatching.js";

const scale = { low: -1, high: 1, colormap: "diverging" };

test("pixels are hatched where the enlarged map is clearly negative, and only there", () => {
  const numbers = new Float32Array([9, -1, 1, -1, 1]); // the map [[-1, 1], [-1, 1]] after another number
  const map = { offset: 1, shape: [2, 2] };
  // Middles of 4 pixels lie at −0.25, 0.25, 0.75, 1.25 cells: −1, −0.5, 0.5, 1 with straight lines in between.
  assert.deepEqual(negativePixels(numbers, map, scale, { width: 4, height: 1 }), [
    [0.5, 0.5],
    [1.5, 0.5],
  ]);
});

test("a value near 0 is not hatched, nor anything of a map without negative values", () => {
  const image = { width: 1, height: 1 };
  const map = { offset: 0, shape: [1, 1] };
  assert.deepEqual(negativePixels(new Float32Array([-0.1]), map, scale, image), []);
  assert.deepEqual(negativePixels(new Float32Array([-0.2]), map, scale, image), [[0.5, 0.5]]);
  assert.deepEqual(negativePixels(new Float32Array([0.9]), map, scale, image), []);
});

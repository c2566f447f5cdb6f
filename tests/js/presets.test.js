import assert from "node:assert/strict";
import { test } from "node:test";
import { KernelPicture } from "../../web/js/panels/cell/kernel-picture.js";
import { normOf, presetKernel, presetsFor } from "../../web/js/panels/cell/weights/presets.js";
import { readNumber, shortest, stepFor } from "../../web/js/panels/cell/weights/weight-step.js";

const ONE_MAP = { maps: 1, height: 3, width: 3 };

/** @param {ArrayLike<number>} kernel in units of its largest weight */
const shape = (kernel) => {
  const most = Math.max(...Array.from(kernel, Math.abs));
  return Array.from(kernel, (weight) => Math.round((100 * weight) / most) / 100 + 0);
};

test("Sobel's, the Gaussian's and the identity's kernels are those of the textbooks", () => {
  assert.deepEqual(shape(presetKernel("sobelHorizontal", ONE_MAP, 1)), [0.5, 1, 0.5, 0, 0, 0, -0.5, -1, -0.5]);
  assert.deepEqual(shape(presetKernel("sobelVertical", ONE_MAP, 1)), [0.5, 0, -0.5, 1, 0, -1, 0.5, 0, -0.5]);
  assert.deepEqual(shape(presetKernel("horizontal", ONE_MAP, 1)), [1, 1, 1, 0, 0, 0, -1, -1, -1]);
  assert.deepEqual(shape(presetKernel("vertical", ONE_MAP, 1)), [1, 0, -1, 1, 0, -1, 1, 0, -1]);
  assert.deepEqual(shape(presetKernel("blur", ONE_MAP, 1)), [0.25, 0.5, 0.25, 0.5, 1, 0.5, 0.25, 0.5, 0.25]);
  assert.deepEqual(shape(presetKernel("identity", ONE_MAP, 1)), [0, 0, 0, 0, 1, 0, 0, 0, 0]);
});

test("every preset but zero has the norm of the kernel that it replaces", () => {
  for (const [height, width] of [
    [1, 1],
    [3, 3],
    [5, 5],
    [1, 7],
    [2, 4],
  ]) {
    for (const preset of presetsFor(height, width)) {
      const norm = normOf(presetKernel(preset, { maps: 6, height, width }, 0.7));
      assert.ok(Math.abs(norm - (preset === "zero" ? 0 : 0.7)) < 1e-6, `${preset} ${height} × ${width}: ${norm}`);
    }
  }
});

test("there are no edges in a kernel without extent in their direction", () => {
  assert.deepEqual(presetsFor(1, 1), ["identity", "zero", "random"]);
  assert.deepEqual(presetsFor(1, 3), ["identity", "vertical", "sobelVertical", "blur", "zero", "random"]);
});

test("the random kernel has the numbers of its generator, with mean 0", () => {
  let state = 1;
  const random = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  const kernel = presetKernel("random", { maps: 400, height: 5, width: 5 }, 100, random);
  const mean = kernel.reduce((sum, weight) => sum + weight, 0) / kernel.length;
  assert.ok(Math.abs(mean) < 0.03, String(mean)); // standard deviation 1
});

test("every weight has its own pixel, and every other pixel is a gap", () => {
  const picture = new KernelPicture(10, 3, 3);
  assert.deepEqual(picture.size, { height: 11, width: 15 });
  const seen = new Set();
  for (let row = -1; row <= 11; row += 1) {
    for (let column = -1; column <= 15; column += 1) {
      const index = picture.indexAt({ row, column });
      if (index !== null) {
        seen.add(index);
        assert.deepEqual(picture.pixelOf(index), { row, column });
      }
    }
  }
  assert.equal(seen.size, picture.count);
});

test("a pixel between two maps belongs to the weight before it, and none lies where no map is", () => {
  const picture = new KernelPicture(10, 3, 3);
  assert.equal(picture.indexNear({ row: 3, column: 1 }), picture.indexAt({ row: 2, column: 1 }));
  assert.equal(picture.indexNear({ row: 7, column: 3 }), picture.indexAt({ row: 6, column: 2 }));
  assert.equal(picture.indexNear({ row: 9, column: 12 }), null);
  assert.equal(picture.indexNear({ row: -1, column: 0 }), null);
});

test("a weight's neighbours lie across the gaps, and none lies beyond the edge", () => {
  const picture = new KernelPicture(10, 3, 3);
  const at = (/** @type {number} */ map, /** @type {number} */ y, /** @type {number} */ x) => (map * 3 + y) * 3 + x;
  assert.equal(picture.neighbour(at(5, 2, 2), 0, 1), at(6, 2, 0));
  assert.equal(picture.neighbour(at(9, 0, 1), -1, 0), at(5, 2, 1));
  assert.equal(picture.neighbour(at(0, 0, 0), -1, 0), at(0, 0, 0));
  assert.equal(picture.neighbour(at(9, 1, 2), 0, 1), at(9, 1, 2)); // no map follows
});

test("a step is round, and a thirtieth of the largest weight or a little less", () => {
  assert.equal(stepFor([0.1, -0.43], []), 0.01);
  assert.equal(stepFor([1.2], []), 0.02);
  assert.equal(stepFor([3], []), 0.1);
  assert.equal(stepFor([0, 0], [0.3, -1.6]), 0.05);
  assert.equal(stepFor([0], [0]), 0.02);
  for (let power = -8; power < 8; power += 1) {
    const step = stepFor([1.7 * 10 ** power], []);
    assert.ok(step <= (1.7 * 10 ** power) / 30 && step > (1.7 * 10 ** power) / 80, String(step));
  }
});

test("numbers are read as people write them, and nothing else is", () => {
  assert.equal(readNumber(" −0,25 "), -0.25);
  assert.equal(readNumber("+.5e-2"), 0.005);
  assert.equal(readNumber("3."), 3);
  for (const text of ["", "abc", "1.2.3", "1e99", "NaN", "Infinity", "0x10", "1 2", "--1", "."]) {
    assert.equal(readNumber(text), null, text);
  }
});

test("a weight is written with as few digits as give it back", () => {
  for (const number of [0.1, -0.43, 1 / 3, 1e-40, 3.4e38, 12345678, 0, 0.30000001192092896]) {
    const weight = Math.fround(number);
    assert.equal(Math.fround(Number(shortest(weight))), weight);
  }
  assert.equal(shortest(Math.fround(0.1)), "0.1");
});

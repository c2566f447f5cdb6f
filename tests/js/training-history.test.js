import assert from "node:assert/strict";
import { test } from "node:test";
import { TrainingHistory } from "../../web/js/panels/train/history/training-history.js";

const LAYOUT = [
  { name: "conv.bias", offset: 0, shape: [2], stage: "conv" },
  { name: "conv.weight", offset: 2, shape: [2, 1, 1, 2], stage: "conv" },
];
const STEPS = [0, 16, 90].map((step) => ({ step, epoch: step / 10, loss: 1, accuracy: { train: 0.5 } }));

/** @param {Float32Array} original */
function context(original) {
  const numbers = Float32Array.from([9, 0, 0, 1, 2, 3, 4, 0, 0, 5, 6, 7, 8, 0, 0, 1.5, 1.5, 1.5, 1.5]); // 9 is another's
  const weights = { offset: 1, shape: [3, 6] };
  return /** @type {any} */ ({
    models: {
      sourceOf: (/** @type {object} */ file) => ({
        fetch: async () => {
          assert.deepEqual(file, { name: "mine", url: "weights/mine-history.npz" });
          return new ArrayBuffer(3);
        },
      }),
    },
    python: {
      runTask: async (/** @type {string} */ task, /** @type {object} */ _, /** @type {ArrayBuffer} */ bytes) => {
        assert.deepEqual([task, bytes.byteLength], ["history", 3]);
        return { result: { steps: STEPS, sets: { train: 10 }, weights }, numbers };
      },
    },
    weights: { load: async () => ({ layout: LAYOUT, original }) },
  });
}

const ENTRY = /** @type {any} */ ({ name: "mine", history: { url: "weights/mine-history.npz" } });

test("the last step has the very weights of the model's file, the others those of the history", async () => {
  const original = Float32Array.from([0, 0, 1.4999, 1.4999, 1.4999, 1.4999]);
  const history = await TrainingHistory.load(context(original), ENTRY);
  assert.equal(history.last, 2);
  assert.equal(history.vectors[2], original);
  assert.deepEqual([...history.vectors[1]], [0, 0, 5, 6, 7, 8]);
});

test("the first kernels are those of the convolution that sees one channel", async () => {
  const history = await TrainingHistory.load(context(new Float32Array(6)), ENTRY);
  const first = history.firstKernels(0);
  assert.deepEqual(first?.size, [1, 2]);
  assert.deepEqual(
    first?.kernels.map((kernel) => [...kernel]),
    [
      [1, 2],
      [3, 4],
    ],
  );
  const dense = new TrainingHistory(STEPS, { train: 10 }, history.vectors, [LAYOUT[0]]);
  assert.equal(dense.firstKernels(0), null);
});

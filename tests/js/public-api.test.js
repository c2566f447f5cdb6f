import assert from "node:assert/strict";
import { test } from "node:test";
import { PublicApi, replyOf } from "../../web/js/embed/public-api.js";

/** @type {any} */
const STATE = { version: 1, strokes: [], brush: 24, centre: true, model: "gap10", stage: null };

/** An API for a fake page with images of 2 × 3 pixels, which records the calls that reach it. */
function api({ channels = 1 } = {}) {
  /** @type {any[]} */
  const reached = [];
  const keep = async (/** @type {any[]} */ ...given) => {
    reached.push(...given);
    return /** @type {any} */ ("done");
  };
  const page = /** @type {any} */ ({
    readImage: keep,
    setStrokes: keep,
    setState: keep,
    loadModel: keep,
    getState: () => STATE,
    model: () => ({ input: { shape: [channels, 2, 3] } }),
  });
  return { api: new PublicApi(page, Promise.resolve()), reached };
}

/**
 * A call that is refused with a TypeError never reaches the page.
 * @param {(api: PublicApi, given: any) => Promise<unknown>} call
 * @param {unknown[]} refused
 */
async function refuses(call, refused) {
  for (const given of refused) {
    const { api: made, reached } = api();
    await assert.rejects(call(made, given), TypeError, JSON.stringify(given));
    assert.deepEqual(reached, [], JSON.stringify(given));
  }
}

/** A list of that length with nothing in it, not even undefined. @param {number} length */
const holes = (length) => new Array(length);

test("predict accepts rows of numbers in 0 … 1, as lists or typed arrays, and repeats them for each channel", async () => {
  const { api: made, reached } = api({ channels: 2 });
  const rows = [[0, 0.5, 1], new Float32Array([1, 0.25, 0])];
  assert.equal(await made.predict(/** @type {any} */ (rows)), "done");
  assert.deepEqual([...reached[0]], [0, 0.5, 1, 1, 0.25, 0, 0, 0.5, 1, 1, 0.25, 0]);
});

test("predict refuses everything except 2 rows of 3 numbers in 0 … 1", async () => {
  const row = [0, 0, 0];
  await refuses(
    (made, pixels) => made.predict(pixels),
    [
      null,
      "pixels",
      {},
      [],
      [row],
      [row, row, row],
      [row, [0, 0]],
      [row, [0, 0, 1.01]],
      [row, [0, 0, -0.1]],
      [row, [0, 0, Number.NaN]],
      [row, [0, 0, "1"]],
      [row, holes(3)],
      [row, "000"],
      [row, null],
    ],
  );
});

test("strokes keep their times, and a point without a time follows 16 ms after the previous one", async () => {
  const { api: made, reached } = api();
  await made.setStrokes([
    [[1, 2]],
    [],
    [
      [3, 4, 100],
      [5, 6],
    ],
  ]);
  assert.deepEqual(reached, [
    [
      [[1, 2, 16]],
      [
        [3, 4, 100],
        [5, 6, 116],
      ],
    ],
  ]);
});

const BAD_STROKES = [
  null,
  "strokes",
  { length: 1 },
  [1],
  [null],
  [[1]],
  [[[1]]],
  [[[]]],
  [[[1, Number.NaN]]],
  [[[1, Number.POSITIVE_INFINITY]]],
  [[["1", "2"]]],
  [[[1, 2, null]]],
  [["12"]],
  [holes(2)],
  [[[1, 2], ...holes(1)]],
  [[holes(2)]],
];

test("malformed strokes are refused with an error that names the fault", async () => {
  await refuses((made, strokes) => made.setStrokes(strokes), BAD_STROKES);
  await refuses((made, strokes) => made.setState({ ...STATE, strokes }), BAD_STROKES);
  await assert.rejects(api().api.setStrokes([[[1, 2]], [[1]]]), /^TypeError: stroke 2: .*fewer numbers/);
});

test("200,000 points are accepted, and one more is refused", async () => {
  const stroke = Array.from({ length: 100_000 }, (_, at) => [at % 280, 1]);
  const { api: made, reached } = api();
  await made.setStrokes([stroke, stroke]);
  assert.equal(reached[0].flat().length, 200_000);
  await refuses((other, strokes) => other.setStrokes(strokes), [[stroke, stroke, [[1, 1]]]]);
});

test("setState passes on the keys that panels have added", async () => {
  const { api: made, reached } = api();
  const state = { ...STATE, image: [0, 255, 7], tab: "look" };
  await made.setState(state);
  assert.deepEqual(reached, [state]);
});

test("a state of another version, or with invalid settings or an invalid image, is refused", async () => {
  await refuses(
    (made, state) => made.setState(state),
    [
      null,
      {},
      { ...STATE, version: 2 },
      { ...STATE, version: "1" },
      { ...STATE, brush: 0 },
      { ...STATE, brush: Number.NaN },
      { ...STATE, brush: 1e-300 },
      { ...STATE, brush: 1e300 },
      { ...STATE, brush: "24" },
      { ...STATE, centre: 1 },
      { ...STATE, model: null },
      { ...STATE, stage: undefined },
      { ...STATE, stage: 3 },
      { ...STATE, image: "x" },
      { ...STATE, image: null },
      { ...STATE, image: [256] },
      { ...STATE, image: [-1] },
      { ...STATE, image: [0.5] },
      { ...STATE, image: holes(784) },
      { ...STATE, image: new Array(3 * 224 * 224 + 1).fill(0) },
    ],
  );
});

test("changing the result of getState does not change the page", () => {
  const { api: made } = api();
  made.getState().strokes.push([[1, 1, 1]]);
  assert.deepEqual(made.getState().strokes, []);
});

test("loadModel passes on a copy of exactly the given bytes", async () => {
  const { api: made, reached } = api();
  const whole = new Uint8Array([9, 1, 2, 3, 9]);
  await made.loadModel(whole.subarray(1, 4), "mine");
  await made.loadModel(whole.buffer, /** @type {any} */ (undefined));
  whole.fill(0);
  assert.deepEqual(
    [new Uint8Array(reached[0]), reached[1], new Uint8Array(reached[2]), reached[3]],
    [new Uint8Array([1, 2, 3]), "mine", new Uint8Array([9, 1, 2, 3, 9]), "model"],
  );
});

test("loadModel refuses anything except bytes", async () => {
  await refuses(
    (made, bytes) => made.loadModel(bytes, "mine"),
    [null, undefined, "bytes", [1, 2, 3], { byteLength: 3 }],
  );
});

test("no call reaches the page before it is ready", async () => {
  /** @type {() => void} */
  let isReady = () => {};
  const ready = new Promise((resolve) => {
    isReady = () => resolve(undefined);
  });
  const { api: made, reached } = api();
  made.ready = /** @type {Promise<void>} */ (ready);
  const setting = made.setStrokes([[[1, 2]]]);
  await Promise.resolve();
  assert.deepEqual(reached, []);
  isReady();
  await setting;
  assert.equal(reached.length, 1);
});

test("a reply has the values of each stage, and those of the last stage are the probabilities", () => {
  const model = /** @type {any} */ ({
    stages: [
      { name: "input", shape: [1, 1, 3], values: { offset: 0, length: 3 } },
      { name: "probs", shape: [2], values: { offset: 3, length: 2 } },
    ],
  });
  const values = new Float32Array([1, 2, 3, 0.25, 0.75]);
  const reading = /** @type {any} */ ({ label: 1, milliseconds: 2.5, values });
  const reply = replyOf(reading, model);
  values.fill(0);
  assert.deepEqual(reply, {
    prediction: 1,
    probabilities: [0.25, 0.75],
    latency_ms: 2.5,
    stages: {
      input: { shape: [1, 1, 3], data: new Float32Array([1, 2, 3]) },
      probs: { shape: [2], data: new Float32Array([0.25, 0.75]) },
    },
  });
});

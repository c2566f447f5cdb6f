import assert from "node:assert/strict";
import { test } from "node:test";
import { isFromFrame, isFromSandbox } from "../../web/js/sandbox/check-message.js";
import { checkedAnswer } from "../../web/js/sandbox/check-result.js";

const NONE = new Float32Array();
const NO_PICTURES = new Uint8ClampedArray();

const NO_FILE = new Uint8Array();
const ANSWER = { type: "answer", id: 1, result: "{}", numbers: NONE, pictures: NO_PICTURES, file: NO_FILE };

test("every message of the sandbox is taken as it is", () => {
  for (const message of [
    { type: "up" },
    { type: "began", id: 1 },
    { type: "beat", id: 1, line: -1, locals: "i = 3" },
    { type: "output", id: 1, text: "hello\n" },
    { type: "needs", id: 1, archive: "runtime/stdlib-rest.zip" },
    ANSWER,
    { type: "failure", id: null, name: "Error", message: "no memory" },
  ]) {
    assert.ok(isFromSandbox(message), message.type);
  }
  assert.ok(isFromFrame({ type: "ready" }));
  assert.ok(isFromFrame({ type: "ended", reason: "it crashed" }));
});

test("code in the sandbox cannot speak for its frame", () => {
  assert.ok(!isFromSandbox({ type: "ready" }));
  assert.ok(!isFromSandbox({ type: "ended", reason: "" }));
});

const FORGED = {
  "no object": ["answer", 7, null, undefined, [], () => {}],
  "an unknown type": [{}, { type: "toString" }, { type: "__proto__" }, { type: 3 }, { type: "predict", id: 1 }],
  "no id": [{ type: "began" }, { type: "began", id: 0 }, { type: "began", id: 1.5 }, { type: "began", id: "1" }],
  "no line": [{ type: "beat", id: 1, line: Number.NaN, locals: "" }],
  "a text that is too long": [
    { type: "output", id: 1, text: "x".repeat(70_001) },
    { type: "beat", id: 1, line: 1, locals: "x".repeat(2_001) },
    { ...ANSWER, result: " ".repeat(2_000_001) },
  ],
  "another array": [
    { ...ANSWER, numbers: new Float64Array(1) },
    { ...ANSWER, pictures: new Uint8Array(4) },
    { ...ANSWER, file: new Uint8ClampedArray(4) },
    { ...ANSWER, file: "PK" },
    { ...ANSWER, numbers: [1, 2] },
    { ...ANSWER, numbers: null },
  ],
  "an array that is too large": [
    { ...ANSWER, numbers: new Float32Array(16_000_001) },
    { ...ANSWER, numbers: new Float32Array(new ArrayBuffer(80_000_000), 0, 1) },
  ],
};

for (const [name, messages] of Object.entries(FORGED)) {
  test(`a message with ${name} is dropped`, () => {
    for (const message of messages) {
      assert.ok(!isFromSandbox(message));
    }
  });
}

const READ = {
  trouble: null,
  label: 7,
  probability: 0.998,
  milliseconds: 12.5,
  stages: [
    {
      name: "conv1",
      agrees: false,
      largest: "NaN",
      first: { cell: [0, 3, 4], found: "NaN", expected: 0.5 },
      own: { offset: 0, width: 2, height: 1 },
      difference: { offset: 8, width: 1, height: 2 },
    },
  ],
};

/** @param {any} result @param {number} [bytes] */
const read = (result, bytes = 16) =>
  checkedAnswer("read", JSON.stringify({ result }), NONE, new Uint8ClampedArray(bytes), NO_FILE).result;

test("a result is copied field by field, and numbers that are not finite become null", () => {
  const { stages } = read({ ...READ, more: "of anything" });
  assert.equal(stages[0].largest, null);
  assert.deepEqual(stages[0].first, { cell: [0, 3, 4], found: null, expected: 0.5 });
  assert.ok(!("more" in read({ ...READ, more: 1 })));
});

test("a result that the page does not expect is refused with what was found", () => {
  const refused = (/** @type {object} */ change, /** @type {RegExp} */ sentence) =>
    assert.throws(() => read({ ...READ, ...change }), { name: "TypeError", message: sentence });
  refused({ label: "7" }, /expected a whole number from 0, found 7/);
  refused({ label: -1 }, /expected a whole number from 0, found -1/);
  refused({ stages: {} }, /expected a list of at most 5000 items, found object/);
  refused({ trouble: "no" }, /expected an object, found string/);
  refused({ milliseconds: true }, /expected a number, found boolean/);
  refused({ stages: Array(5001).fill(READ.stages[0]) }, /expected a list of at most 5000 items/);
  assert.throws(() => checkedAnswer("run", "{", NONE, NO_PICTURES, NO_FILE), /expected JSON/);
  assert.throws(
    () => checkedAnswer("names", '{"result":null}', NONE, NO_PICTURES, NO_FILE),
    /expected an object, found null/,
  );
});

test("a picture must lie in the bytes that came with it", () => {
  const stages = (/** @type {object} */ own) => [{ ...READ.stages[0], own }];
  assert.throws(() => read(READ, 15), /1 × 2 pixels lies outside of the 15 bytes/);
  assert.throws(() => read({ ...READ, stages: stages({ offset: 0, width: 0, height: 5 }) }), /0 × 5 pixels/);
  assert.throws(
    () => read({ ...READ, stages: stages({ offset: 0, width: 2 ** 30, height: 2 ** 30 }) }),
    /lies outside/,
  );
});

const MEASURED = { number: 3, own: { right: 1, of: 2 }, strangers: { right: 0, of: 0 }, confusion: [[1, 0]] };
const SLICE = { number: 3, losses: [0.5, "NaN"], measured: [MEASURED], diverged: null, done: false };

test("a slice of a training has whole counts, and nothing may be measured", () => {
  const checked = (/** @type {any} */ result) =>
    checkedAnswer("trainSlice", JSON.stringify({ result }), NONE, NO_PICTURES, NO_FILE).result;
  assert.deepEqual(checked({ ...SLICE, more: 1 }), { ...SLICE, losses: [0.5, null] });
  assert.deepEqual(checked({ ...SLICE, measured: [] }).measured, []);
  assert.throws(() => checked({ ...SLICE, number: 0.5 }), /expected a whole number from 0, found 0.5/);
  assert.throws(() => checked({ ...SLICE, measured: [{ ...MEASURED, confusion: [["1"]] }] }), /found 1/);
  assert.throws(() => checked({ ...SLICE, diverged: {} }), /expected a whole number from 0, found undefined/);
});

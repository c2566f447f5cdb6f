import assert from "node:assert/strict";
import { test } from "node:test";
import { InputReader } from "../../web/js/input/reader.js";
import { isPending } from "./support/promises.js";

/** A reader of two points, whose readings are answered by hand. */
function reader() {
  const pad = { drawing: { shown: [[[1, 2, 0]], [[3.5, 4, 16]]] }, brush: { size: 24 } };
  /** @type {{ given: any, resolve: (reading: any) => void, reject: (error: Error) => void }[]} */
  const asked = [];
  const ask = (/** @type {unknown} */ given) =>
    new Promise((resolve, reject) => {
      asked.push({ given, resolve, reject });
    });
  /** @type {any[]} */
  const readings = [];
  const made = new InputReader(/** @type {any} */ (pad), (reading) => readings.push(reading));
  made.python = /** @type {any} */ ({ worker: {}, readInk: ask, readImageInTurn: ask });
  return { reader: made, pad, asked, readings };
}

test("ink crosses as flat points and stroke lengths, with the pad's settings", () => {
  const { reader: made } = reader();
  made.centre = false;
  const { points, lengths, canvasSize, brush, centre } = made.ink();
  assert.deepEqual([...points], [1, 2, 3.5, 4]);
  assert.deepEqual([...lengths], [1, 1]);
  assert.deepEqual([canvasSize, brush, centre], [280, 24, false]);
});

test("the ink is taken when its turn comes, not when it is asked for", () => {
  const { reader: made, pad, asked } = reader();
  made.read();
  pad.drawing.shown = [[[9, 8, 0]]];
  assert.deepEqual([...asked[0].given().points], [9, 8]);
});

test("a reading is handed on, and one that was pushed aside is not", async () => {
  const { reader: made, asked, readings } = reader();
  const [older, newer] = [made.read(), made.read()];
  asked[0].resolve(null);
  asked[1].resolve({ label: 4 });
  assert.deepEqual(await Promise.all([older, newer]), [null, { label: 4 }]);
  assert.deepEqual(readings, [{ label: 4 }]);
});

test("readThrough waits for newer ink's reading where that comes before, and asks for no other", async () => {
  const { reader: made, asked, readings } = reader();
  const through = made.readThrough();
  made.read();
  asked[0].resolve(null);
  assert.ok(await isPending(through));
  made.read();
  asked[1].resolve(null);
  assert.ok(await isPending(through));
  asked[2].resolve({ label: 2 });
  assert.deepEqual(await through, { label: 2 });
  assert.equal(asked.length, 3);
  assert.deepEqual(readings, [{ label: 2 }]);
});

test("readThrough fails with the newest reading", async () => {
  const { reader: made, asked } = reader();
  const through = made.readThrough();
  const newer = made.read();
  asked[0].resolve(null);
  asked[1].reject(new Error("no answer"));
  await assert.rejects(newer, /no answer/);
  await assert.rejects(through, /no answer/);
});

test("an image is read in the drawing's place, and stays the page's own", () => {
  const { reader: made, asked } = reader();
  made.image = new Float32Array([0.25, 1]);
  made.read();
  assert.deepEqual([...asked[0].given], [0.25, 1]);
  assert.notEqual(asked[0].given.buffer, made.image.buffer);
});

test("where Python has stopped nothing is asked, and it is said", async () => {
  const { reader: made, asked } = reader();
  made.python = /** @type {any} */ ({ worker: null });
  await assert.rejects(made.read(), /Python has stopped/);
  made.python = null;
  await assert.rejects(made.readThrough(), /Python has stopped/);
  assert.equal(asked.length, 0);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Pad } from "../../web/js/input/pad.js";
import { InputReader } from "../../web/js/view/input-reader.js";
import { isPending } from "./support/promises.js";

/** A reader of a pad with two points, whose readings are answered by hand. */
function reader() {
  const parts = {
    drawing: { shown: [[[1, 2, 0]], [[3.5, 4, 16]]] },
    brush: { size: 24 },
    picture: { image: /** @type {Float32Array | null} */ (null) },
    centre: true,
  };
  const pad = /** @type {any} */ (Object.setPrototypeOf(parts, Pad.prototype));
  /** @type {{ input: any, resolve: (reading: any) => void, reject: (error: Error) => void }[]} */
  const asked = [];
  const ask = (/** @type {unknown} */ input) =>
    new Promise((resolve, reject) => {
      asked.push({ input, resolve, reject });
    });
  /** @type {any[]} */
  const readings = [];
  const python = /** @type {any} */ ({ worker: {}, readInk: ask, readImageInTurn: ask });
  const view = /** @type {any} */ ({ showReading: (/** @type {any} */ reading) => readings.push(reading) });
  return { reader: new InputReader(pad, python, view, /** @type {any} */ (null)), pad, python, asked, readings };
}

test("ink crosses as flat points and stroke lengths, with the pad's settings", () => {
  const { pad } = reader();
  pad.centre = false;
  const { points, lengths, canvasSize, brush, centre } = pad.ink();
  assert.deepEqual([...points], [1, 2, 3.5, 4]);
  assert.deepEqual([...lengths], [1, 1]);
  assert.deepEqual([canvasSize, brush, centre], [280, 24, false]);
});

test("the ink is taken when the request is sent, not when it is made", () => {
  const { reader: made, pad, asked } = reader();
  made.request();
  pad.drawing.shown = [[[9, 8, 0]]];
  assert.deepEqual([...asked[0].input().points], [9, 8]);
});

test("a reading is passed on, and a replaced request is not", async () => {
  const { reader: made, asked, readings } = reader();
  const [older, newer] = [made.request(), made.request()];
  asked[0].resolve(null);
  asked[1].resolve({ label: 4 });
  assert.deepEqual(await Promise.all([older, newer]), [null, { label: 4 }]);
  assert.deepEqual(readings, [{ label: 4 }]);
});

test("readThrough waits for the reading of newer ink if it is replaced, and makes no other request", async () => {
  const { reader: made, asked, readings } = reader();
  const through = made.readThrough();
  made.request();
  asked[0].resolve(null);
  assert.ok(await isPending(through));
  made.request();
  asked[1].resolve(null);
  assert.ok(await isPending(through));
  asked[2].resolve({ label: 2 });
  assert.deepEqual(await through, { label: 2 });
  assert.equal(asked.length, 3);
  assert.deepEqual(readings, [{ label: 2 }]);
});

test("readThrough rejects if the newest reading fails", async () => {
  const { reader: made, asked } = reader();
  const through = made.readThrough();
  const newer = made.request();
  asked[0].resolve(null);
  asked[1].reject(new Error("no answer"));
  await assert.rejects(newer, /no answer/);
  await assert.rejects(through, /no answer/);
});

test("an image is read in the drawing's place, and stays the page's own", () => {
  const { reader: made, pad, asked } = reader();
  pad.picture.image = new Float32Array([0.25, 1]);
  made.request();
  assert.deepEqual([...asked[0].input], [0.25, 1]);
  assert.notEqual(asked[0].input.buffer, pad.picture.image.buffer);
});

test("while Python has stopped nothing is requested, and the error says so", async () => {
  const { reader: made, python, asked } = reader();
  python.worker = null;
  await assert.rejects(made.request(), /Python has stopped/);
  await assert.rejects(made.readThrough(), /Python has stopped/);
  assert.equal(asked.length, 0);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { PageNetwork } from "../../web/js/panels/train/training/page-network.js";
import { settled } from "./support/promises.js";

const FILE = async () => new ArrayBuffer(1);
const ORIGINAL = new Float32Array([1]);

function page() {
  /** @type {any[]} */
  const done = [];
  const view = Object.assign(new EventTarget(), { model: { name: "gap10" } });
  const python = { source: /** @type {any} */ ({ name: "gap10", fetch: FILE }) };
  const weights = {
    change: async (/** @type {Float32Array} */ vector) => {
      done.push(["change", ...vector]);
      python.source = { ...python.source, weights: vector };
    },
    restore: async () => done.push(["restore"]),
    fileToTrain: async () => new Uint8Array([7]),
  };
  const models = {
    load: async (/** @type {any} */ { name }) => {
      done.push(["load", name]);
      python.source = { name, fetch: async () => new ArrayBuffer(2) };
    },
    goBack: async (/** @type {any} */ source) => {
      done.push(["goBack", source.name, source.weights]);
      python.source = source;
    },
    notice: { hide: () => {} },
  };
  const pad = { pointer: /** @type {number | null} */ (null) };
  const network = new PageNetwork(/** @type {any} */ ({ pad, python, models, weights, view }));
  return { network, python, view, pad, done };
}

test("weights change at once, and right after a reading while somebody draws", async () => {
  const { network, view, pad, done } = page();
  await network.change(new Float32Array([1]));
  pad.pointer = 1;
  const changed = network.change(new Float32Array([2]));
  await settled();
  assert.deepEqual(done, [["change", 1]]);
  view.dispatchEvent(new Event("reading"));
  await changed;
  assert.deepEqual(done.at(-1), ["change", 2]);
});

test("the same network gets its weights back: those of its file, or those that it had", async () => {
  const { network, python, done } = page();
  const before = python.source;
  await network.change(new Float32Array([2]));
  await network.goBack(before);
  await network.goBack({ ...before, weights: ORIGINAL });
  assert.deepEqual(done, [["change", 2], ["restore"], ["change", 1]]);
});

test("another network is replaced by the one from before, which then gets its weights", async () => {
  const { network, python, done } = page();
  const before = { ...python.source, weights: ORIGINAL };
  await network.file();
  await network.replace(new ArrayBuffer(3));
  assert.ok(network.isKnown);
  await network.goBack(before);
  assert.deepEqual(done, [
    ["load", "gap10"],
    ["goBack", "gap10", null],
    ["change", 1],
  ]);
});

test("a network that a person has chosen is not the one that is trained", async () => {
  const { network, python } = page();
  await network.file();
  await network.change(new Float32Array([2]));
  assert.ok(network.isKnown);
  python.source = { name: "deep", fetch: async () => new ArrayBuffer(9) };
  assert.ok(!network.isKnown);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, WeightEdits } from "../../web/js/panels/cell/weights/weight-edits.js";

/** @import { WeightLayout } from "../../web/js/protocol/messages.js" */

/** Two convolutions, the second without a bias. @type {WeightLayout} */
const LAYOUT = [
  { name: "a.weight", offset: 0, shape: [2, 1, 2, 2], stage: "a" },
  { name: "a.bias", offset: 8, shape: [2], stage: "a" },
  { name: "b.weight", offset: 10, shape: [3, 2, 1, 1], stage: "b" },
];

const ORIGINAL = Float32Array.from({ length: 16 }, (_, index) => Math.fround((index - 7) / 10));
const SECOND = { node: "a", channel: 1 };

const edits = () => new WeightEdits(LAYOUT, ORIGINAL);

/** @param {Float32Array} vector */
const bits = (vector) => [...new Uint32Array(vector.slice().buffer)];

test("undo and redo restore every bit, also that of −0", () => {
  const edited = edits();
  const states = [bits(edited.vector())];
  for (const [index, value] of [
    [3, 0.1],
    [7, -0],
    [7, 1e-40],
    [15, -3.4e38],
  ]) {
    edited.set(index, [value]);
    states.push(bits(edited.vector()));
  }
  for (const expected of states.slice(0, -1).reverse()) {
    edited.undo();
    assert.deepEqual(bits(edited.vector()), expected);
  }
  assert.equal(edited.canUndo, false);
  assert.equal(edited.isChanged, false);
  for (const expected of states.slice(1)) {
    edited.redo();
    assert.deepEqual(bits(edited.vector()), expected);
  }
  assert.equal(edited.canRedo, false);
});

test("a drag is one step, and one that returns to where it began is none", () => {
  const edited = edits();
  edited.begin();
  for (const value of [0.2, 0.3, 0.4]) {
    edited.set(5, [value]);
  }
  edited.end();
  assert.equal(edited.steps.done.length, 1);
  edited.begin();
  edited.set(5, [9]);
  edited.set(5, [0.4]);
  edited.end();
  assert.equal(edited.steps.done.length, 1);
  edited.undo();
  assert.deepEqual(bits(edited.vector()), bits(ORIGINAL));
});

test("a drag that is given up leaves everything as it was, and redo with it", () => {
  const edited = edits();
  edited.set(2, [5]);
  edited.undo();
  edited.begin();
  edited.set(2, [6]);
  edited.cancel();
  assert.deepEqual(bits(edited.vector()), bits(ORIGINAL));
  assert.equal(edited.canRedo, true);
});

test("a new step ends what could be redone", () => {
  const edited = edits();
  edited.set(2, [5]);
  edited.undo();
  edited.set(3, [6]);
  assert.equal(edited.canRedo, false);
});

test("a muted channel is silent with its bias, keeps its weights, and keeps what is edited meanwhile", () => {
  const edited = edits();
  edited.mute(SECOND, true);
  assert.deepEqual([...edited.vector().subarray(4, 8)], [0, 0, 0, 0]);
  assert.deepEqual([...edited.vector().subarray(8, 10)], [ORIGINAL[8], 0]);
  assert.deepEqual(bits(edited.vector().subarray(0, 4)), bits(ORIGINAL.subarray(0, 4)));
  edited.set(5, [0.75]);
  assert.equal(edited.vector()[5], 0);
  edited.mute(SECOND, false);
  const expected = ORIGINAL.slice();
  expected[5] = 0.75;
  assert.deepEqual(bits(edited.vector()), bits(expected));
  edited.undo();
  assert.equal(edited.isMuted(SECOND), true);
  edited.undo();
  edited.undo();
  assert.deepEqual(bits(edited.vector()), bits(ORIGINAL));
  edited.redo();
  assert.equal(edited.isMuted(SECOND), true);
});

test("a layer without a bias is muted by its weights alone", () => {
  const edited = edits();
  edited.mute({ node: "b", channel: 2 }, true);
  assert.deepEqual(differences(edited.vector(), ORIGINAL), [14, 15]);
});

test("marks say which weights differ from the base, of which channel, and of how many", () => {
  const edited = edits();
  edited.set(6, [1]);
  edited.set(8, [1, 1]);
  assert.deepEqual([...edited.changed], [6, 8, 9]);
  assert.equal(edited.isChangedIn({ node: "a", channel: 0 }), true);
  assert.equal(edited.isChangedIn({ node: "b", channel: 0 }), false);
  assert.deepEqual(edited.changedWithin(0, 8), [6]);
  edited.set(6, [ORIGINAL[6]]);
  assert.equal(edited.changed.has(6), false);
});

test("resetting a kernel leaves the others changed, and is one step", () => {
  const edited = edits();
  edited.set(0, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  edited.mute(SECOND, true);
  const before = bits(edited.vector());
  edited.resetChannel(SECOND);
  assert.deepEqual(edited.changedWithin(0, 10), [0, 1, 2, 3, 8]);
  assert.equal(edited.isMuted(SECOND), false);
  edited.undo();
  assert.deepEqual(bits(edited.vector()), before);
  edited.resetAll();
  assert.deepEqual(bits(edited.vector()), bits(ORIGINAL));
  edited.undo();
  assert.deepEqual(bits(edited.vector()), before);
});

test("what others change in a row is the new base, and one step back", () => {
  const edited = edits();
  edited.set(1, [5]);
  edited.mute(SECOND, true);
  const before = bits(edited.vector());
  const trained = [1, 2, 3].map((step) => ORIGINAL.map((weight) => weight + step));
  for (const vector of trained) {
    edited.adopt(vector);
  }
  assert.equal(edited.isChanged, false);
  assert.equal(edited.steps.hasOwn, true); // the two before
  edited.set(4, [0.5]);
  assert.deepEqual([...edited.changed], [4]);
  edited.resetAll();
  assert.deepEqual(bits(edited.vector()), bits(trained[2]));
  edited.undo();
  edited.undo();
  edited.undo();
  assert.deepEqual(bits(edited.vector()), before);
  assert.deepEqual([...edited.changed], [1]);
  edited.redo();
  assert.deepEqual(bits(edited.vector()), bits(trained[2]));
});

test("what only others have changed is no step of the person's own", () => {
  const edited = edits();
  edited.adopt(ORIGINAL.map((weight) => weight + 1));
  assert.deepEqual([edited.canUndo, edited.steps.hasOwn], [true, false]);
  edited.set(1, [5]);
  edited.undo();
  assert.equal(edited.steps.hasOwn, true); // it can be redone
});

test("vectors that were handed out or taken over are never changed", () => {
  const edited = edits();
  const first = edited.vector();
  const given = ORIGINAL.map((weight) => weight * 2);
  const copy = given.slice();
  edited.adopt(given);
  edited.set(0, [99]);
  edited.undo();
  edited.undo();
  edited.set(3, [99]);
  assert.deepEqual(bits(given), bits(copy));
  assert.deepEqual(bits(first), bits(ORIGINAL));
});

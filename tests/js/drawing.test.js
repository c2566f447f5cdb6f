import assert from "node:assert/strict";
import { test } from "node:test";
import { Drawing, firstPoints, flatten } from "../../web/js/input/drawing.js";
import { forSeeds } from "./support/random.js";

/** @import { Stroke } from "../../web/js/protocol/page-state.js" */

/** @type {Stroke[]} */
const SAMPLE = [
  [
    [1, 1, 0],
    [2, 2, 100],
  ],
  [[3, 3, 400]],
];

test("firstPoints gives the first points of strokes, without empty strokes", () => {
  const counts = [0, 1, 2, 3, 9].map((count) => firstPoints(SAMPLE, count).map((stroke) => stroke.length));
  assert.deepEqual(counts, [[], [1], [2], [2, 1], [2, 1]]);
});

test("strokes are sent as x, y, x, y … and the number of points in each", () => {
  const { points, lengths } = flatten(SAMPLE);
  assert.deepEqual([points, lengths], [new Float32Array([1, 1, 2, 2, 3, 3]), new Int32Array([2, 1])]);
});

test("times are counted from the first point of the drawing", () => {
  const drawing = new Drawing();
  drawing.begin(5, 6, 1000);
  drawing.extend(7, 8, 1016);
  drawing.begin(9, 9, 2000);
  assert.deepEqual(drawing.strokes, [
    [
      [5, 6, 0],
      [7, 8, 16],
    ],
    [[9, 9, 1000]],
  ]);
});

test("an event that is older than the previous one gets the time of the previous one", () => {
  const drawing = new Drawing();
  drawing.begin(0, 0, 1000);
  drawing.extend(1, 0, 1050);
  drawing.extend(2, 0, 1040);
  assert.deepEqual(
    drawing.strokes[0].map(([, , time]) => time),
    [0, 50, 50],
  );
});

test("a stroke added to a sample follows 300 ms after it, whenever it is drawn", () => {
  const drawing = new Drawing();
  drawing.replace(SAMPLE);
  drawing.begin(4, 4, 50_000);
  drawing.extend(5, 5, 50_016);
  assert.deepEqual(drawing.strokes[2], [
    [4, 4, 700],
    [5, 5, 716],
  ]);
});

test("a pen whose stroke was undone or cleared does not draw any more", () => {
  const drawing = new Drawing();
  drawing.begin(0, 0, 0);
  drawing.clear();
  drawing.extend(1, 1, 16);
  assert.deepEqual(drawing.strokes, []);
  drawing.undo();
  drawing.begin(5, 5, 100);
  drawing.undo();
  drawing.extend(6, 6, 116);
  assert.equal(drawing.strokes.flat().length, 1);
});

test("clearing an empty drawing changes nothing that could be undone", () => {
  const drawing = new Drawing();
  drawing.clear();
  drawing.undo();
  drawing.redo();
  assert.deepEqual([drawing.isEmpty, drawing.canUndo, drawing.canRedo], [true, false, false]);
});

test("looking back shows the first points until the drawing changes", () => {
  const drawing = new Drawing();
  drawing.replace(SAMPLE);
  drawing.clear();
  drawing.undo();
  for (const change of [() => drawing.undo(), () => drawing.redo(), () => drawing.begin(0, 0, 0)]) {
    drawing.upTo = 1;
    assert.equal(drawing.shown.flat().length, Math.min(1, drawing.strokes.flat().length));
    change();
    assert.equal(drawing.shown, drawing.strokes);
  }
});

test("undo and redo step through all previous drawings, and a new stroke clears the redo history", () => {
  forSeeds(200, (random) => {
    const drawing = new Drawing();
    const history = [drawing.strokes];
    let at = 0;
    for (let step = 0; step < 30; step += 1) {
      const action = random.pick(["undo", "redo", "begin", "replace"]);
      if (action === "undo") {
        drawing.undo();
        at = Math.max(at - 1, 0);
      } else if (action === "redo") {
        drawing.redo();
        at = Math.min(at + 1, history.length - 1);
      } else {
        if (action === "begin") {
          drawing.begin(step, step, 16 * step);
        } else {
          drawing.replace([[[step, 0, 0]]]);
        }
        at += 1;
        history.splice(at, history.length, drawing.strokes);
      }
      assert.equal(drawing.strokes, history[at]);
      assert.deepEqual([drawing.canUndo, drawing.canRedo], [at > 0, at < history.length - 1]);
    }
  });
});

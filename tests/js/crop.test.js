/** The geometry of a crop, against values computed by hand. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { angleTowards, moved, resized, rotated, SMALLEST, turned, wholeOf } from "../../web/js/input/photo/crop.js";

const PICTURE = { width: 400, height: 300 };
const CROP = { x: 200, y: 150, width: 100, height: 80, angle: 0 };

const isNear = (/** @type {any} */ found, /** @type {any} */ expected) => {
  for (const [key, value] of Object.entries(expected)) {
    assert.ok(Math.abs(found[key] - value) < 1e-9, `${key}: expected ${value}, found ${found[key]}`);
  }
};

test("the whole picture is a crop in its middle", () => {
  assert.deepEqual(wholeOf(PICTURE), { x: 200, y: 150, width: 400, height: 300, angle: 0 });
});

test("the centre of a moved crop stays on the picture", () => {
  isNear(moved(CROP, { x: 30, y: -20 }, PICTURE), { x: 230, y: 130 });
  isNear(moved(CROP, { x: 900, y: -900 }, PICTURE), { x: 400, y: 0 });
});

test("a dragged corner moves alone: the opposite one stays", () => {
  isNear(resized(CROP, [1, 1], { x: 20, y: 10 }, PICTURE), { x: 210, y: 155, width: 120, height: 90 });
  isNear(resized(CROP, [-1, 0], { x: 20, y: 10 }, PICTURE), { x: 210, y: 150, width: 80, height: 80 });
});

test("the sides of a turned crop are dragged along its own directions", () => {
  const upright = { ...CROP, angle: 90 }; // its right edge is below
  isNear(resized(upright, [1, 0], { x: 0, y: 40 }, PICTURE), { x: 200, y: 170, width: 140, height: 80 });
  isNear(resized(upright, [1, 0], { x: 40, y: 0 }, PICTURE), { x: 200, y: 150, width: 100, height: 80 });
});

test("a crop does not vanish", () => {
  isNear(resized(CROP, [1, 1], { x: -500, y: -500 }, PICTURE), { width: SMALLEST, height: SMALLEST });
});

test("angles stay between -180 and 180 degrees", () => {
  isNear(rotated(CROP, 15), { angle: 15 });
  isNear(rotated({ ...CROP, angle: 170 }, 20), { angle: -170 });
  isNear(rotated({ ...CROP, angle: -170 }, -20), { angle: 170 });
});

test("the upper edge faces the pointer", () => {
  assert.equal(angleTowards(CROP, { x: 200, y: 0 }), 0);
  assert.equal(angleTowards(CROP, { x: 400, y: 150 }), 90);
  assert.equal(angleTowards(CROP, { x: 0, y: 150 }), -90);
  isNear(turned({ x: 0, y: -1 }, 90), { x: 1, y: 0 });
});

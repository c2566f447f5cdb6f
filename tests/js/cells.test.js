import assert from "node:assert/strict";
import { test } from "node:test";
import { panelWords as words } from "../../web/js/i18n/en/panels.js";
import {
  centreCell,
  containsCell,
  indexOf,
  isSameCell,
  neighbourCell,
  titleOf,
} from "../../web/js/panels/cell/cells.js";

const MAPS = stage("conv1", [8, 4, 6], 100);
const VECTOR = stage("probs", [10], 500);

/**
 * @param {string} name
 * @param {number[]} shape
 * @param {number} offset
 */
function stage(name, shape, offset) {
  const length = shape.reduce((product, side) => product * side, 1);
  return /** @type {any} */ ({ name, title: name, shape, op: "", inputs: [], values: { offset, length } });
}

/**
 * @param {number} channel
 * @param {number} row
 * @param {number} column
 */
const inMaps = (channel, row, column) => ({ stage: "conv1", channel, row, column });

/** @param {number} channel */
const inVector = (channel) => ({ stage: "probs", channel, row: 0, column: 0 });

test("a cell's value is at offset + (channel · height + row) · width + column", () => {
  assert.equal(indexOf(MAPS, inMaps(2, 1, 3)), 57);
  assert.equal(indexOf(VECTOR, inVector(7)), 7);
});

test("arrows move by one cell, and page keys and brackets by one map", () => {
  const from = inMaps(3, 2, 2);
  const expected = {
    ArrowLeft: inMaps(3, 2, 1),
    ArrowRight: inMaps(3, 2, 3),
    ArrowUp: inMaps(3, 1, 2),
    ArrowDown: inMaps(3, 3, 2),
    PageUp: inMaps(2, 2, 2),
    PageDown: inMaps(4, 2, 2),
    "[": inMaps(2, 2, 2),
    "]": inMaps(4, 2, 2),
  };
  for (const [key, cell] of Object.entries(expected)) {
    assert.deepEqual(neighbourCell(MAPS, from, key), cell, key);
  }
});

test("a move beyond the border stays at the same cell", () => {
  for (const key of ["ArrowLeft", "ArrowUp", "PageUp", "["]) {
    assert.deepEqual(neighbourCell(MAPS, inMaps(0, 0, 0), key), inMaps(0, 0, 0), key);
  }
  for (const key of ["ArrowRight", "ArrowDown", "PageDown", "]"]) {
    assert.deepEqual(neighbourCell(MAPS, inMaps(7, 3, 5), key), inMaps(7, 3, 5), key);
  }
});

test("in a vector every arrow moves to the previous or next value", () => {
  const keys = { ArrowLeft: 3, ArrowUp: 3, PageUp: 3, ArrowRight: 5, ArrowDown: 5, PageDown: 5 };
  for (const [key, channel] of Object.entries(keys)) {
    assert.deepEqual(neighbourCell(VECTOR, inVector(4), key), inVector(channel), key);
  }
  assert.deepEqual(neighbourCell(VECTOR, inVector(9), "ArrowDown"), inVector(9));
});

test("a key without a move gives no cell", () => {
  for (const key of ["Enter", "a", "Home", ""]) {
    assert.equal(neighbourCell(MAPS, inMaps(0, 0, 0), key), null, key);
  }
});

test("keyboard navigation starts at the centre of the first map", () => {
  assert.deepEqual(centreCell(MAPS), inMaps(0, 2, 3));
  assert.deepEqual(centreCell(VECTOR), inVector(0));
});

test("a stage has exactly the cells within its shape, at whole numbers", () => {
  assert.ok(containsCell(MAPS, inMaps(7, 3, 5)) && containsCell(MAPS, inMaps(0, 0, 0)));
  const outside = [inMaps(8, 0, 0), inMaps(0, 4, 0), inMaps(0, 0, 6), inMaps(-1, 0, 0), inMaps(0, 0.5, 0)];
  for (const cell of [...outside, inMaps(Number.NaN, 0, 0), { ...inMaps(0, 0, 0), row: /** @type {any} */ ("0") }]) {
    assert.ok(!containsCell(MAPS, cell), JSON.stringify(cell));
  }
  assert.ok(!containsCell(VECTOR, { ...inVector(0), row: 1 }));
});

test("two cells are the same if their stages and all their numbers are", () => {
  assert.ok(isSameCell(inMaps(1, 2, 3), inMaps(1, 2, 3)) && isSameCell(null, null));
  for (const other of [inMaps(0, 2, 3), inMaps(1, 0, 3), inMaps(1, 2, 0), { ...inMaps(1, 2, 3), stage: "a" }, null]) {
    assert.ok(!isSameCell(inMaps(1, 2, 3), other) && !isSameCell(other, inMaps(1, 2, 3)));
  }
});

test("maps, rows and columns are displayed counted from 1, and classes by name", () => {
  const classes = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
  const model = /** @type {any} */ ({ stages: [MAPS, VECTOR], classes });
  const cell = titleOf(words.look, model, inMaps(2, 0, 5));
  assert.match(cell, /conv1.*\b3\b.*\b1\b.*\b6\b/);
  assert.match(titleOf(words.look, model, inVector(7)), /probs.*seven/);
});

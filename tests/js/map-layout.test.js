import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOfRow, corner, layOut } from "../../web/js/diagram/map-layout.js";
import { forSeeds } from "./support/random.js";

/**
 * @param {number[]} shape
 * @param {number} [gap]
 */
const stage = (shape, gap = 2) => /** @type {any} */ ({ shape, canvas: { gap } });

test("10 maps of 4 × 6 in 4 columns with a gap of 2 are 3 rows, 30 cells wide and 16 high", () => {
  const layout = layOut(stage([10, 4, 6]), 4);
  const expected = { count: 10, columns: 4, rows: 3, mapWidth: 6, mapHeight: 4, gap: 2, width: 30, height: 16 };
  assert.deepEqual(layout, expected);
  assert.deepEqual(corner(layout, 0), { x: 0, y: 0 });
  assert.deepEqual(corner(layout, 3), { x: 24, y: 0 });
  assert.deepEqual(corner(layout, 9), { x: 8, y: 12 });
});

test("the values of a vector are maps of one cell", () => {
  const { rows, mapWidth, mapHeight, width, height } = layOut(stage([10], 1), 10);
  assert.deepEqual([rows, mapWidth, mapHeight, width, height], [1, 1, 1, 19, 1]);
});

test("the vertical layout has five columns for ten maps, eight for many, and one row for a vector", () => {
  const columns = [[1, 28, 28], [3, 8, 8], [10, 8, 8], [20, 8, 8], [21, 8, 8], [64, 2, 2], [128]].map((shape) =>
    columnsOfRow(stage(shape)),
  );
  assert.deepEqual(columns, [1, 3, 5, 5, 8, 8, 128]);
});

test("maps lie within the canvas and do not overlap", () => {
  forSeeds(100, (random) => {
    const shape = [random.integer(1, 40), random.integer(1, 9), random.integer(1, 9)];
    const layout = layOut(stage(shape, random.integer(0, 3)), random.integer(1, 12));
    /** @type {Set<string>} */
    const taken = new Set();
    for (let map = 0; map < layout.count; map += 1) {
      const { x, y } = corner(layout, map);
      assert.ok(x >= 0 && x + layout.mapWidth <= layout.width, `map ${map}`);
      assert.ok(y >= 0 && y + layout.mapHeight <= layout.height, `map ${map}`);
      for (let cell = 0; cell < layout.mapWidth * layout.mapHeight; cell += 1) {
        taken.add(`${x + (cell % layout.mapWidth)},${y + Math.floor(cell / layout.mapWidth)}`);
      }
    }
    assert.equal(taken.size, shape[0] * shape[1] * shape[2]);
  });
});

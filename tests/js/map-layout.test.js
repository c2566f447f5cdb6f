import assert from "node:assert/strict";
import { test } from "node:test";
import { coarser, corner, layOut, rearrange } from "../../web/js/diagram/map-layout.js";
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

test("a coarser layout has every map at the same place, for maps of any size", () => {
  for (const [size, gap, k] of [
    [224, 16, 8],
    [222, 10, 2],
    [109, 7, 4],
    [56, 4, 4],
  ]) {
    const whole = layOut(stage([7, size, size], gap), 3);
    const coarse = coarser(whole, k);
    assert.equal(coarse.mapWidth, Math.ceil(size / k));
    for (let map = 0; map < 7; map += 1) {
      const [cell, pixel] = [corner(whole, map), corner(coarse, map)];
      assert.deepEqual([k * pixel.x, k * pixel.y], [cell.x, cell.y]);
    }
    assert.ok(Math.abs(k * coarse.width - whole.width) < k);
  }
  const whole = layOut(stage([10, 4, 6]), 4);
  assert.deepEqual(coarser(whole, 1), whole);
});

test("a rearranged picture has every pixel of every map at its new place, and nothing between the maps", () => {
  forSeeds(50, (random) => {
    const shape = [random.integer(1, 20), random.integer(1, 6), random.integer(1, 6)];
    const gap = random.integer(0, 2);
    const [from, to] = [random.integer(1, 6), random.integer(1, 6)].map((columns) =>
      layOut(stage(shape, gap), columns),
    );
    const pixels = new Uint32Array(from.width * from.height).map(() => random.integer(1, 2 ** 31));
    const moved = new Uint32Array(rearrange(new Uint8ClampedArray(pixels.buffer), from, to).buffer);
    let painted = 0;
    for (let map = 0; map < from.count; map += 1) {
      const [start, end] = [corner(from, map), corner(to, map)];
      for (let cell = 0; cell < from.mapWidth * from.mapHeight; cell += 1) {
        const [x, y] = [cell % from.mapWidth, Math.floor(cell / from.mapWidth)];
        const [one, other] = [
          pixels[(start.y + y) * from.width + start.x + x],
          moved[(end.y + y) * to.width + end.x + x],
        ];
        assert.equal(one, other);
        painted += 1;
      }
    }
    assert.equal(moved.filter(Boolean).length, painted);
  });
});

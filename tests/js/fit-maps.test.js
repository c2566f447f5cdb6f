import assert from "node:assert/strict";
import { test } from "node:test";
import { fitMaps, SMALLEST } from "../../web/js/diagram/fit-maps.js";
import { forSeeds } from "./support/random.js";

/** @import { Fit, Maps, Slot } from "../../web/js/diagram/fit-maps.js" */
/** @import { Random } from "./support/random.js" */

/**
 * @param {number} count
 * @param {number} width
 * @param {number} [gap]
 * @param {number} [height]
 * @returns {Maps}
 */
const maps = (count, width, gap = 1, height = width) => ({ count, width, height, gap });

/**
 * @param {Maps[]} stages
 * @param {number} height
 * @param {number} [width]
 * @returns {Slot}
 */
const slot = (stages, height, width = 50) => ({ stages, width, height });

/**
 * The width and height of a stage in CSS pixels.
 * @param {Maps} maps
 * @param {Fit} fit
 */
function extent({ count, width, height, gap }, { columns, size }) {
  const cell = size / Math.max(width, height);
  const rows = Math.ceil(count / columns);
  return {
    width: cell * (columns * (width + gap) - gap),
    height: cell * (rows * (height + gap) - gap),
  };
}

/**
 * The width of all slots in CSS pixels.
 * @param {Slot[]} slots
 * @param {Fit[][]} fits
 */
function widthOf(slots, fits) {
  return slots.reduce((sum, { stages, width }, at) => {
    return sum + Math.max(width, ...stages.map((stage, number) => extent(stage, fits[at][number]).width));
  }, 0);
}

/** @param {Random} random */
function someSlots(random) {
  const height = random.integer(200, 1200);
  return Array.from({ length: random.integer(1, 14) }, () => {
    const stages = Array.from({ length: random.integer(0, 2) }, () => {
      const width = random.integer(1, 28);
      return maps(random.integer(1, 64), width, random.integer(0, 2), random.integer(1, 28));
    });
    return slot(stages, height / Math.max(1, stages.length), random.integer(20, 60));
  });
}

test("sixteen maps of 10 × 10 in a narrow and high space stand below each other, in a wide and low one in a row", () => {
  assert.equal(fitMaps([slot([maps(16, 10, 0)], 1600)], 100)[0][0].columns, 1);
  assert.equal(fitMaps([slot([maps(16, 10, 0)], 100)], 1600)[0][0].columns, 16);
});

test("64 maps of 7 × 7 fill 300 × 600 with 6 columns and 11 rows, the largest that fit", () => {
  const [[{ columns, size }]] = fitMaps([slot([maps(64, 7, 0)], 600)], 300);
  assert.equal(columns, 6);
  assert.ok(size > 49.7 && size <= 50); // with 5 columns: 13 rows, of 46 pixels
});

test("the smallest map is as large as possible: one pixel more for all does not fit", () => {
  forSeeds(100, (random) => {
    const slots = someSlots(random);
    const width = random.integer(600, 2400);
    const sizes = fitMaps(slots, width)
      .flat()
      .map(({ size }) => size);
    const least = Math.min(...sizes);
    if (sizes.length === 0 || least <= SMALLEST + 0.1) {
      return;
    }
    const more = slots.map(({ stages, height }) =>
      stages.map((stage) => {
        for (let columns = 1; columns <= stage.count; columns += 1) {
          const fit = { columns, size: least + 1 };
          if (extent(stage, fit).height <= height) {
            return fit;
          }
        }
        return null;
      }),
    );
    const fits = /** @type {Fit[][]} */ (more);
    assert.ok(more.flat().includes(null) || widthOf(slots, fits) > width, JSON.stringify({ least, width, slots }));
  });
});

test("no stage is higher than its space, and together they are not wider than theirs", () => {
  forSeeds(200, (random) => {
    const slots = someSlots(random);
    const width = random.integer(300, 2400);
    const fits = fitMaps(slots, width);
    slots.forEach(({ stages, height }, at) => {
      stages.forEach((stage, number) => {
        assert.ok(extent(stage, fits[at][number]).height <= height + 0.01);
      });
    });
    const least = slots.reduce((sum, slot) => sum + slot.width, 0); // the words above the columns
    assert.ok(least > width - 100 || widthOf(slots, fits) <= width + 0.01);
  });
});

test("stages with the same maps have the same size", () => {
  const slots = [maps(1, 28, 2), maps(16, 14), maps(16, 14), maps(16, 14), maps(64, 7), maps(64, 7)];
  const [, ...sizes] = fitMaps(
    slots.map((stage) => slot([stage], 660)),
    820,
  ).flat();
  assert.deepEqual(sizes[0], sizes[1]);
  assert.deepEqual(sizes[1], sizes[2]);
  assert.deepEqual(sizes[3], sizes[4]);
});

test("no map is more than about three times as large as the smallest", () => {
  const sizes = fitMaps([slot([maps(1, 28)], 600, 20), slot([maps(64, 7)], 600, 20)], 3000).flat();
  assert.ok(sizes[0].size <= 3 * sizes[1].size + 0.1);
});

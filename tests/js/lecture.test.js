import assert from "node:assert/strict";
import { test } from "node:test";
import { fitMaps } from "../../web/js/panels/lecture/fit-maps.js";
import { slideAfter, slidesOf } from "../../web/js/panels/lecture/slides.js";
import { forSeeds } from "./support/random.js";

test("ten maps of 28 × 28 fill a room of 940 × 460 in two rows of five", () => {
  const { columns, cell } = fitMaps({ maps: 10, height: 28, width: 28 }, { width: 940, height: 460 }, 8);
  assert.equal(columns, 5);
  assert.equal(cell, (940 - 4 * 8) / (5 * 28));
});

test("all maps lie in the room, and no other number of columns makes them larger", () => {
  forSeeds(200, (random) => {
    const stage = { maps: random.integer(1, 64), height: random.integer(1, 28), width: random.integer(1, 28) };
    const room = { width: random.integer(300, 2500), height: random.integer(300, 1400) };
    const sizeFor = (/** @type {number} */ columns) => {
      const rows = Math.ceil(stage.maps / columns);
      const across = (room.width - 4 * (columns - 1)) / (columns * stage.width);
      return Math.min(across, (room.height - 4 * (rows - 1)) / (rows * stage.height));
    };
    const { columns, cell } = fitMaps(stage, room, 4);
    assert.ok(cell > 0);
    assert.equal(cell, sizeFor(columns));
    for (let other = 1; other <= stage.maps; other += 1) {
      assert.ok(sizeFor(other) <= cell);
    }
  });
});

test("the slides are the drawing, every stage in its order, and the prediction", () => {
  const stages = /** @type {any[]} */ ([{ name: "image" }, { name: "conv1" }, { name: "probabilities" }]);
  const slides = slidesOf({ stages });
  assert.deepEqual(
    slides.map(({ name, stage }) => stage?.name ?? name),
    ["drawing", "image", "conv1", "probabilities", "answer"],
  );
});

test("arrow and page keys turn one page and stop at both ends, Home and End go there", () => {
  const path = ["ArrowLeft", "ArrowRight", "PageDown", "PageUp", "End", "PageDown", "ArrowLeft", "Home"];
  let index = 0;
  const visited = path.map((key) => {
    index = /** @type {number} */ (slideAfter(key, index, 14));
    return index;
  });
  assert.deepEqual(visited, [0, 1, 2, 1, 13, 13, 12, 0]);
  assert.equal(slideAfter("ArrowUp", 3, 14), null);
  assert.equal(slideAfter("x", 3, 14), null);
});

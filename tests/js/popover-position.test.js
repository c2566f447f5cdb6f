import assert from "node:assert/strict";
import { test } from "node:test";
import { placeBeside } from "../../web/js/panels/tour/popover-position.js";
import { forSeeds } from "./support/random.js";

const CARD = { width: 300, height: 200 };
const SCREEN = { width: 1000, height: 800 };

/**
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
const box = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });

test("a card is placed on the right if it fits, vertically centred on its target", () => {
  assert.deepEqual(placeBeside(box(100, 300, 200, 100), CARD, SCREEN), { left: 314, top: 250, maxHeight: 784 });
});

test("otherwise it is placed on the left, else below, else above", () => {
  assert.deepEqual(placeBeside(box(600, 300, 200, 100), CARD, SCREEN), { left: 286, top: 250, maxHeight: 784 });
  assert.deepEqual(placeBeside(box(200, 100, 600, 100), CARD, SCREEN), { left: 350, top: 214, maxHeight: 578 });
  assert.deepEqual(placeBeside(box(200, 600, 600, 100), CARD, SCREEN), { left: 350, top: 386, maxHeight: 578 });
});

test("the card fits to the right to the pixel, and with one pixel less it does not", () => {
  // 1000 − 14 − 8 − 300 = 678
  assert.equal(placeBeside(box(400, 300, 278, 100), CARD, SCREEN).left, 692);
  assert.equal(placeBeside(box(400, 300, 279, 100), CARD, SCREEN).left, 86);
});

test("near an edge of the window the card keeps a distance of 8 pixels from it", () => {
  assert.equal(placeBeside(box(100, 0, 100, 20), CARD, SCREEN).top, 8);
  assert.equal(placeBeside(box(100, 780, 100, 20), CARD, SCREEN).top, 592);
  assert.equal(placeBeside(box(0, 100, 750, 100), CARD, SCREEN).left, 225);
  assert.equal(placeBeside(box(0, 100, 200, 100), CARD, { width: 350, height: 800 }).left, 8);
});

test("if it fits nowhere it shrinks into the larger space", () => {
  // 300 wide: no space at the sides; above 250 − 22 = 228, below 500 − 330 − 22 = 148
  const screen = { width: 320, height: 500 };
  const tall = { width: 300, height: 400 };
  assert.deepEqual(placeBeside(box(10, 250, 300, 80), tall, screen), { left: 10, top: 8, maxHeight: 228 });
  assert.deepEqual(placeBeside(box(10, 170, 300, 80), tall, screen), { left: 10, top: 264, maxHeight: 228 });
});

test("a card never covers its target, and is inside the window if there is any space beside the target", () => {
  forSeeds(2000, (random) => {
    const screen = { width: random.integer(320, 1400), height: random.integer(400, 1000) };
    const card = { width: random.integer(200, 300), height: random.integer(80, 400) };
    const [left, top] = [random.integer(0, screen.width - 20), random.integer(0, screen.height - 20)];
    const target = box(left, top, random.integer(10, screen.width - left), random.integer(10, screen.height - top));
    const place = placeBeside(target, card, screen);
    const height = Math.min(card.height, place.maxHeight);
    const room = Math.max(target.top, screen.height - target.bottom, target.left - card.width) - 22;
    if (room > 0) {
      assert.ok(place.left >= 8 && place.left + card.width <= screen.width - 8, "in the window, across");
      assert.ok(place.top >= 8 && place.top + height <= screen.height - 8, "in the window, along");
    }
    const isBeside = place.left >= target.right + 14 || place.left + card.width <= target.left - 14;
    assert.ok(
      isBeside || place.top >= target.bottom + 14 || place.top + height <= target.top - 14,
      "beside the target",
    );
  });
});

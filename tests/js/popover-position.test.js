import assert from "node:assert/strict";
import { test } from "node:test";
import { dock, placeBeside, scrollFor, visiblePart } from "../../web/js/panels/tour/popover-position.js";
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

test("a card is placed below if it fits, in the middle of its target", () => {
  assert.deepEqual(placeBeside(box(400, 100, 200, 100), CARD, SCREEN), { left: 350, top: 214, maxHeight: 578 });
});

test("otherwise it is placed on the right, else on the left, else above", () => {
  assert.deepEqual(placeBeside(box(100, 500, 200, 200), CARD, SCREEN), { left: 314, top: 500, maxHeight: 784 });
  assert.deepEqual(placeBeside(box(600, 500, 200, 200), CARD, SCREEN), { left: 286, top: 500, maxHeight: 784 });
  assert.deepEqual(placeBeside(box(200, 600, 600, 100), CARD, SCREEN), { left: 350, top: 386, maxHeight: 578 });
});

test("the card fits below and to the right to the pixel, and with one pixel less it does not", () => {
  // 800 − 14 − 8 − 200 = 578; 1000 − 14 − 8 − 300 = 678
  assert.equal(placeBeside(box(400, 300, 278, 278), CARD, SCREEN).top, 592);
  assert.equal(placeBeside(box(400, 300, 278, 279), CARD, SCREEN).left, 692);
  assert.equal(placeBeside(box(400, 300, 279, 279), CARD, SCREEN).left, 86);
});

test("near an edge of the window the card keeps a distance of 8 pixels from it", () => {
  assert.equal(placeBeside(box(0, 100, 40, 100), CARD, SCREEN).left, 8);
  assert.equal(placeBeside(box(980, 100, 20, 100), CARD, SCREEN).left, 692);
  assert.equal(placeBeside(box(0, 760, 100, 40), CARD, SCREEN).top, 592);
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

test("on a phone the card is at the bottom, and above a sheet that is there", () => {
  const phone = { width: 390, height: 844 };
  const card = { width: 374, height: 240 };
  assert.deepEqual(dock(box(0, 100, 390, 200), card, phone, false), { left: 8, top: 596, maxHeight: 422 });
  assert.deepEqual(dock(box(0, 456, 390, 388), card, phone, true), { left: 8, top: 8, maxHeight: 434 });
});

test("after scrolling, a target that fits is whole, and has room for the card beside it", () => {
  forSeeds(2000, (random) => {
    const screen = { width: random.integer(700, 1600), height: random.integer(450, 1000) };
    const card = { width: 340, height: random.integer(120, 300) };
    const size = [random.integer(40, screen.width), random.integer(40, 1500)];
    const left = random.integer(0, screen.width - size[0]);
    const target = box(left, random.integer(-2000, 3000), size[0], size[1]);
    const by = scrollFor(target, card, screen, false);
    const moved = box(left, target.top - by, size[0], size[1]);
    const place = placeBeside(moved, card, screen);
    const shown = visiblePart(moved, box(place.left, place.top, 340, Math.min(card.height, place.maxHeight)), screen);
    assert.ok(place.maxHeight >= Math.min(card.height, screen.height / 2 - 30), "the card has room");
    const free = screen.height - 14 - 32 - card.height;
    assert.ok(
      shown.bottom - shown.top >= Math.min(size[1], Math.min(free, screen.height / 2 - 46)),
      "so has the target",
    );
  });
});

test("the ring is drawn around what the card leaves free", () => {
  const target = box(100, 100, 500, 900);
  assert.deepEqual(visiblePart(target, box(200, 600, 300, 200), SCREEN), {
    left: 100,
    top: 100,
    right: 600,
    bottom: 600,
  });
  assert.deepEqual(visiblePart(target, box(200, 8, 300, 200), SCREEN), {
    left: 100,
    top: 208,
    right: 600,
    bottom: 800,
  });
  assert.deepEqual(visiblePart(target, box(620, 300, 300, 200), SCREEN), {
    left: 100,
    top: 100,
    right: 600,
    bottom: 800,
  });
});

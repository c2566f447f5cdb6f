import assert from "node:assert/strict";
import { test } from "node:test";
import { placeCard } from "../../web/js/panels/cell/card-position.js";

const LAPTOP = { width: 1280, height: 720 };
const CARD = { width: 400, height: 260 };

/**
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
const box = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });

/**
 * @param {{ left: number, top: number }} card
 * @param {ReturnType<typeof box>} other
 */
const overlap = ({ left, top }, other) =>
  left < other.right && left + CARD.width > other.left && top < other.bottom && top + CARD.height > other.top;

test("a card is to the right of an early stage, as high as its map", () => {
  const map = box(400, 200, 40, 40);
  const stage = box(400, 120, 90, 280);
  assert.deepEqual(placeCard({ map, explained: [stage, box(330, 230, 50, 50)], lit: [] }, CARD, LAPTOP), {
    left: 502,
    top: 90,
  });
});

test("a card covers neither its stage nor its inputs, wherever the stage is", () => {
  for (let left = 320; left <= 1180; left += 20) {
    const stage = box(left, 110, 60, 290);
    const inputs = box(left - 80, 110, 60, 290);
    const lit = [box(30, 110, 260, 280)];
    const card = placeCard({ map: box(left, 150, 28, 28), explained: [stage, inputs], lit }, CARD, LAPTOP);
    assert.ok(![stage, inputs, ...lit].some((other) => overlap(card, other)), `${left}: ${JSON.stringify(card)}`);
    assert.ok(card.left >= 8 && card.left + 400 <= 1272 && card.top >= 8 && card.top + 260 <= 712);
  }
});

test("a card moves away from what is lit, and covers it before it covers what it explains", () => {
  const map = box(700, 300, 60, 60);
  const right = box(780, 100, 400, 600);
  assert.ok(!overlap(placeCard({ map, explained: [map], lit: [right] }, CARD, LAPTOP), right));
  const everything = box(0, 0, 1280, 720);
  assert.ok(!overlap(placeCard({ map, explained: [map], lit: [everything] }, CARD, LAPTOP), map));
});

test("a card that is larger than its window begins in it", () => {
  const map = box(100, 100, 20, 20);
  assert.deepEqual(placeCard({ map, explained: [map], lit: [] }, CARD, { width: 300, height: 200 }), {
    left: 8,
    top: 8,
  });
});

/** Where the card of a cell goes: beside its map, over nothing that it explains. */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box in CSS pixels of the viewport */
/** @typedef {{ width: number, height: number }} Size */

/**
 * What is around a card.
 * @typedef {object} Surroundings
 * @property {Box} map that contains the cell
 * @property {Box[]} explained what the card must not cover: the cell's stage, and those that it is computed from directly
 * @property {Box[]} lit what it should not cover: what else contributes to the cell
 */

const GAP = 12; // between card and what it explains
const EDGE = 8; // between card and viewport edge
const FURTHER = 80; // square pixels of something lit that are covered rather than moving the card one pixel further away
const LEVEL = 8; // the same for one pixel higher or lower than the map
const EXPLAINED = 50; // how much worse it is to cover what is explained than what is lit

/**
 * The position of the card's top left corner: of all places beside, above and below what must not be covered, and at the
 * edges of the viewport, the one that covers least and is nearest to the map.
 * @param {Surroundings} around
 * @param {Size} card
 * @param {Size} viewport
 * @returns {{ left: number, top: number }}
 */
export function placeCard({ map, explained, lit }, { width, height }, viewport) {
  const [right, bottom] = [viewport.width - width - EDGE, viewport.height - height - EDGE];
  const lefts = [
    EDGE,
    right,
    (map.left + map.right - width) / 2,
    ...explained.flatMap((box) => [box.right + GAP, box.left - GAP - width]),
  ];
  const tops = [
    EDGE,
    bottom,
    (map.top + map.bottom - height) / 2,
    ...explained.flatMap((box) => [box.bottom + GAP, box.top - GAP - height]),
  ];
  let best = { left: EDGE, top: EDGE, cost: Number.POSITIVE_INFINITY };
  for (const left of lefts.map((number) => clamp(number, EDGE, right))) {
    for (const top of tops.map((number) => clamp(number, EDGE, bottom))) {
      const card = { left, top, right: left + width, bottom: top + height };
      const cost =
        EXPLAINED * covered(card, explained) +
        covered(card, lit) +
        FURTHER * Math.hypot(...distance(card, map)) +
        LEVEL * Math.abs(card.top + card.bottom - map.top - map.bottom);
      if (cost < best.cost) {
        best = { left, top, cost };
      }
    }
  }
  return { left: Math.round(best.left), top: Math.round(best.top) };
}

/**
 * The area of the boxes that a card covers.
 * @param {Box} card
 * @param {Box[]} boxes
 */
function covered(card, boxes) {
  return boxes.reduce((sum, box) => {
    const width = Math.min(card.right, box.right) - Math.max(card.left, box.left);
    const height = Math.min(card.bottom, box.bottom) - Math.max(card.top, box.top);
    return sum + Math.max(0, width) * Math.max(0, height);
  }, 0);
}

/**
 * How far apart two boxes are, across and down.
 * @param {Box} one
 * @param {Box} other
 */
function distance(one, other) {
  return [
    Math.max(0, one.left - other.right, other.left - one.right),
    Math.max(0, one.top - other.bottom, other.top - one.bottom),
  ];
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
const clamp = (value, low, high) => Math.max(Math.min(value, high), low);

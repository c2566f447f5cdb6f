/** Where the tour's card stands: beside what it points at, never over it. */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box in CSS pixels of the window */
/** @typedef {{ width: number, height: number }} Size */

const GAP = 14; // between the card and what it points at
const EDGE = 8; // between the card and the window's edge

/**
 * The first of right, left, below and above where the card fits; where it fits nowhere, the one with the most room, to
 * which it must shrink.
 * @param {Box} target
 * @param {Size} card
 * @param {Size} screen
 * @returns {{ left: number, top: number, maxHeight: number }}
 */
export function placeBeside(target, card, screen) {
  const left = clamp((target.left + target.right - card.width) / 2, EDGE, screen.width - card.width - EDGE);
  const top = clamp((target.top + target.bottom - card.height) / 2, EDGE, screen.height - card.height - EDGE);
  const whole = screen.height - 2 * EDGE;
  const below = screen.height - target.bottom - GAP - EDGE;
  const above = target.top - GAP - EDGE;
  if (screen.width - target.right - GAP - EDGE >= card.width) {
    return { left: target.right + GAP, top, maxHeight: whole };
  }
  if (target.left - GAP - EDGE >= card.width) {
    return { left: target.left - GAP - card.width, top, maxHeight: whole };
  }
  if (below >= Math.min(card.height, above)) {
    return { left, top: target.bottom + GAP, maxHeight: below };
  }
  const height = Math.min(card.height, above);
  return { left, top: target.top - GAP - height, maxHeight: above };
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
const clamp = (value, low, high) => Math.max(Math.min(value, high), low);

/** The position of the tour's card: beside its anchor, never over it. */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box in CSS pixels of the viewport */
/** @typedef {{ width: number, height: number }} Size */

const GAP = 14; // between card and anchor
const EDGE = 8; // between card and viewport edge

/**
 * Places the card to the right, to the left, below or above the anchor, whichever fits first. If none fits, the card
 * goes above or below, where there is more room, and must shrink to `maxHeight`.
 * @param {Box} anchor
 * @param {Size} card
 * @param {Size} viewport
 * @returns {{ left: number, top: number, maxHeight: number }}
 */
export function placeBeside(anchor, card, viewport) {
  const left = clamp((anchor.left + anchor.right - card.width) / 2, EDGE, viewport.width - card.width - EDGE);
  const top = clamp((anchor.top + anchor.bottom - card.height) / 2, EDGE, viewport.height - card.height - EDGE);
  const fullHeight = viewport.height - 2 * EDGE;
  const below = viewport.height - anchor.bottom - GAP - EDGE;
  const above = anchor.top - GAP - EDGE;
  if (viewport.width - anchor.right - GAP - EDGE >= card.width) {
    return { left: anchor.right + GAP, top, maxHeight: fullHeight };
  }
  if (anchor.left - GAP - EDGE >= card.width) {
    return { left: anchor.left - GAP - card.width, top, maxHeight: fullHeight };
  }
  if (below >= Math.min(card.height, above)) {
    return { left, top: anchor.bottom + GAP, maxHeight: below };
  }
  const height = Math.min(card.height, above);
  return { left, top: anchor.top - GAP - height, maxHeight: above };
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
const clamp = (value, low, high) => Math.max(Math.min(value, high), low);

/** Where the tour's card goes: beside what it explains, never over it; on a phone to the bottom of the window. */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box in CSS pixels of the viewport */
/** @typedef {{ width: number, height: number }} Size */
/** @typedef {{ left: number, top: number, maxHeight: number }} Position */

const GAP = 14; // between card and anchor
const EDGE = 8; // between card and viewport edge
const RING = 8; // around the anchor, for its ring
const LARGEST_DOCKED = 0.5; // share of a phone's height that the card may take

/**
 * Places the card below, to the right, to the left or above the anchor, whichever fits first: below, it leaves the network
 * free, which runs from left to right. If none fits, the card goes above or below, where there is more room, and must
 * shrink to `maxHeight`.
 * @param {Box} anchor
 * @param {Size} card
 * @param {Size} viewport
 * @returns {Position}
 */
export function placeBeside(anchor, card, viewport) {
  const left = clamp((anchor.left + anchor.right - card.width) / 2, EDGE, viewport.width - card.width - EDGE);
  const top = clamp((anchor.top + anchor.bottom - card.height) / 2, EDGE, viewport.height - card.height - EDGE);
  const fullHeight = viewport.height - 2 * EDGE;
  const below = viewport.height - anchor.bottom - GAP - EDGE;
  const above = anchor.top - GAP - EDGE;
  if (below >= card.height) {
    return { left, top: anchor.bottom + GAP, maxHeight: below };
  }
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
 * The card at the bottom of a phone's window, or at its top if the anchor is itself a sheet at the bottom.
 * @param {Box} anchor
 * @param {Size} card
 * @param {Size} viewport
 * @param {boolean} isSheet
 * @returns {Position}
 */
export function dock(anchor, card, viewport, isSheet) {
  const maxHeight = isSheet ? anchor.top - GAP - EDGE : LARGEST_DOCKED * viewport.height;
  const height = Math.min(card.height, maxHeight);
  return { left: EDGE, top: isSheet ? EDGE : viewport.height - height - EDGE, maxHeight };
}

/**
 * How far to scroll down before the card is placed, so that the anchor and the card have room together.
 * @param {Box} anchor
 * @param {Size} card
 * @param {Size} viewport
 * @param {boolean} isDocked
 */
export function scrollFor(anchor, card, viewport, isDocked) {
  if (isDocked) {
    return anchor.top - EDGE - RING;
  }
  const side = Math.max(anchor.left, viewport.width - anchor.right) - GAP - EDGE;
  const height = anchor.bottom - anchor.top;
  const isBeside = side >= card.width;
  const needed = isBeside ? height : height + GAP + card.height;
  if (needed + 2 * (EDGE + RING) <= viewport.height) {
    const bottom = anchor.bottom + (isBeside ? 0 : GAP + card.height) + EDGE + RING;
    return anchor.top < EDGE + RING ? anchor.top - EDGE - RING : Math.max(0, bottom - viewport.height);
  }
  // It is higher than the window has room for: its beginning is shown, with the card above it.
  return anchor.top - (isBeside ? EDGE + RING : EDGE + Math.min(card.height, viewport.height / 2) + GAP);
}

/**
 * The part of the anchor that is to be seen: inside the window and beside the card.
 * @param {Box} anchor
 * @param {Box} card
 * @param {Size} viewport
 * @returns {Box}
 */
export function visiblePart(anchor, card, viewport) {
  const part = {
    left: Math.max(anchor.left, 0),
    right: Math.min(anchor.right, viewport.width),
    top: Math.max(anchor.top, 0),
    bottom: Math.min(anchor.bottom, viewport.height),
  };
  const isBeside = card.left >= part.right || card.right <= part.left;
  if (!isBeside && card.top <= part.top) {
    part.top = Math.max(part.top, card.bottom);
  } else if (!isBeside) {
    part.bottom = Math.min(part.bottom, card.top);
  }
  return part;
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
const clamp = (value, low, high) => Math.max(Math.min(value, high), low);

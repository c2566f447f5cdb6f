/** Puts the tour's card beside an element of the page, and a ring around that element. */

import { isInSheet, isPhone } from "./places.js";
import { dock, placeBeside, scrollFor, visiblePart } from "./popover-position.js";

const viewport = () => ({ width: document.documentElement.clientWidth, height: innerHeight });

/**
 * Scrolls so that the anchor and the card have room together.
 * @param {HTMLElement} anchor
 * @param {HTMLElement} card
 */
export function scrollToAnchor(anchor, card) {
  const isSheet = isInSheet(anchor);
  anchor.scrollIntoView({ block: isSheet ? "start" : "nearest", inline: "nearest", behavior: "instant" });
  if (!isSheet) {
    card.style.maxHeight = "";
    const by = scrollFor(anchor.getBoundingClientRect(), card.getBoundingClientRect(), viewport(), isPhone());
    scrollBy({ top: by, behavior: "instant" });
  }
}

const LEAST = 40; // CSS pixels of an element that are in sight

/** @param {HTMLElement} anchor */
export function isOutOfSight(anchor) {
  const { top, bottom } = anchor.getBoundingClientRect();
  return bottom < LEAST || top > innerHeight - LEAST;
}

/**
 * @param {HTMLElement} anchor
 * @param {HTMLElement} card
 * @param {HTMLElement} ring
 */
export function placeAt(anchor, card, ring) {
  const isSheet = isInSheet(anchor);
  const box = (isSheet ? (anchor.closest("#inspector") ?? anchor) : anchor).getBoundingClientRect();
  card.style.maxHeight = "";
  const size = card.getBoundingClientRect();
  const { left, top, maxHeight } = isPhone()
    ? dock(box, size, viewport(), isSheet)
    : placeBeside(box, size, viewport());
  Object.assign(card.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${maxHeight}px` });
  const part = visiblePart(box, card.getBoundingClientRect(), viewport());
  Object.assign(ring.style, {
    left: `${part.left}px`,
    top: `${part.top}px`,
    width: `${part.right - part.left}px`,
    height: `${Math.max(0, part.bottom - part.top)}px`,
  });
}

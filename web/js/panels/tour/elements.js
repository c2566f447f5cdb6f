/** @import { Parts } from "./tour.js" */

/**
 * The tour's elements in the document.
 * @param {<T extends HTMLElement = HTMLElement>(id: string) => T} part
 * @returns {Parts}
 */
export function partsOf(part) {
  return {
    card: part("tour"),
    ring: part("tour-ring"),
    count: part("tour-count"),
    title: part("tour-title"),
    text: part("tour-text"),
    facts: part("tour-facts"),
    draw: part("tour-draw"),
    back: part("tour-back"),
    next: part("tour-next"),
    leave: part("tour-leave"),
    start: part("tour-start"),
    answer: part("answer"),
  };
}

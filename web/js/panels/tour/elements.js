import { byId } from "../../ui/dom.js";

/** @import { Parts } from "./tour.js" */

/**
 * The tour's elements in the document.
 * @returns {Parts}
 */
export function partsOfTour() {
  return {
    card: byId("tour"),
    ring: byId("tour-ring"),
    count: byId("tour-count"),
    title: byId("tour-title"),
    text: byId("tour-text"),
    facts: byId("tour-facts"),
    back: byId("tour-back"),
    next: byId("tour-next"),
    leave: byId("tour-leave"),
    start: byId("tour-start"),
  };
}

/**
 * The order of the page's parts for the keyboard and for screen readers: that in which they are seen. On a phone the pad is
 * above its buttons, and the explanations are above the network.
 */

import { byId } from "./dom.js";

/** @param {MediaQueryList} narrow matches on phones */
export function orderAsSeen(narrow) {
  const [actions, drawing] = [parentOf(byId("clear")), parentOf(byId("pad"))];
  const [explanations, main] = [parentOf(byId("sections")), parentOf(byId("diagram"))];
  const order = () => {
    if (narrow.matches) {
      byId("pad").after(actions);
      byId("diagram").before(explanations);
    } else {
      drawing.prepend(actions);
      main.append(explanations);
    }
  };
  narrow.addEventListener("change", order);
  if (narrow.matches) {
    order();
  }
}

/** @param {HTMLElement} element */
function parentOf({ parentElement }) {
  return /** @type {HTMLElement} */ (parentElement);
}

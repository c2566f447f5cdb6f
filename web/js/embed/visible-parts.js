/** Options of an embedded page: its visible parts, the read-only mode, and loading on a click. */

import { localise } from "../i18n/language.js";

/** The names of all parts that can be shown or hidden: the values of `data-part` in the document. */
export function namesOfParts() {
  return [...new Set(elements().map(nameOf))];
}

/** @returns {HTMLElement[]} */
const elements = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-part]"))];

/** @param {HTMLElement} element */
const nameOf = (element) => element.dataset.part ?? "";

/**
 * Hide all parts except some.
 * @param {string[]} shown
 */
export function showOnly(shown) {
  document.documentElement.dataset.view = shown.join(" ");
  for (const element of elements()) {
    element.classList.toggle("left-out", !shown.includes(nameOf(element)));
  }
}

/** Disable input to the pad and to all controls that change the drawing; everything else can still be used. */
export function makeReadonly() {
  document.documentElement.dataset.readonly = "";
  for (const element of elements().filter((part) => part.dataset.changes !== undefined)) {
    element.inert = true;
  }
}

/**
 * Show a button, and wait until it is clicked, before Python and the model are loaded.
 * @returns {Promise<void>}
 */
export function untilClicked() {
  const button = localise(document.createElement("button"), { text: "embed.load" });
  button.type = "button";
  button.className = "load";
  button.dataset.testid = "load";
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  main.before(button);
  return new Promise((resolve) => {
    button.addEventListener("click", () => {
      button.remove();
      resolve();
    });
  });
}

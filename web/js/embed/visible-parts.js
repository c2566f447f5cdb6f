/** Which parts of the page an embed shows, whether one may draw in it, and the click that it may wait for. */

import { localise } from "../i18n/language.js";

/** The names of all parts that can be shown or left out: whatever carries `data-part` in the page. */
export function namesOfParts() {
  return [...new Set(elements().map(nameOf))];
}

/** @returns {HTMLElement[]} */
const elements = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-part]"))];

/** @param {HTMLElement} element */
const nameOf = (element) => element.dataset.part ?? "";

/**
 * Leave out all parts but some.
 * @param {string[]} shown
 */
export function showOnly(shown) {
  document.documentElement.dataset.view = shown.join(" ");
  for (const element of elements()) {
    element.classList.toggle("left-out", !shown.includes(nameOf(element)));
  }
}

/** Let the pad and what changes the drawing take no input; everything can still be looked at. */
export function makeReadonly() {
  document.documentElement.dataset.readonly = "";
  for (const element of elements().filter((part) => part.dataset.changes !== undefined)) {
    element.inert = true;
  }
}

/**
 * Wait for a click before anything heavy is loaded.
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

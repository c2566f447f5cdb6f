/** The style sheet of what is loaded after the start (css/later.css). */

import { fileName } from "../host/fetch-file.js";

/**
 * Load it, once. The single file has all styles in one.
 * @returns {Promise<void>}
 * @throws {Error} if it cannot be loaded
 */
export async function loadLaterStyles() {
  const link = /** @type {HTMLLinkElement | null} */ (document.getElementById("later-styles"));
  if (!link || link.sheet) {
    return;
  }
  link.disabled = false;
  await whenWhole(link, "later");
}

/**
 * Wait until a style sheet has arrived, and check its last rule, which says that nothing is missing.
 * @param {HTMLLinkElement} link
 * @param {string} name of the style sheet
 * @throws {Error} if it cannot be loaded or is damaged; it can be loaded again then
 */
export async function whenWhole(link, name) {
  await new Promise((resolve) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", resolve, { once: true });
  });
  if (getComputedStyle(document.documentElement).getPropertyValue(`--${name}-styles`) === "") {
    link.disabled = true;
    throw new Error(`${fileName(link.href)} is missing or damaged`);
  }
}

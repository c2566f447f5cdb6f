/** The style sheet of what is loaded after the start (css/later.css). */

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
  await new Promise((resolve, reject) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", () => reject(new Error(`${link.href} could not be loaded`)), { once: true });
    link.disabled = false;
  });
}

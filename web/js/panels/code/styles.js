/** The panel's own style sheet, which is loaded with it. */

/**
 * Load it, once, after those of the other panels. The single file has all styles in one.
 * @returns {Promise<void>}
 * @throws {Error} if it cannot be loaded
 */
export async function loadStyles() {
  const later = /** @type {HTMLLinkElement | null} */ (document.getElementById("later-styles"));
  if (!later || document.getElementById("code-styles")) {
    return;
  }
  const link = document.createElement("link");
  Object.assign(link, { id: "code-styles", rel: "stylesheet", href: new URL("code.css", later.href).href });
  await new Promise((resolve, reject) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error(`${link.href} could not be loaded`));
    });
    later.after(link);
  });
}

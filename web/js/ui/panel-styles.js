/** The style sheets of panels, and of a picture, that are loaded when they are opened. */

import { whenWhole } from "./later-styles.js";

/**
 * Load the style sheet of a panel, once, after those of the other panels. The single file has all styles in one.
 * @param {"code" | "interventions" | "train" | "weights" | "picture"} name of the panel
 * @returns {Promise<void>}
 * @throws {Error} if it cannot be loaded
 */
export async function loadStyles(name) {
  const later = /** @type {HTMLLinkElement | null} */ (document.getElementById("later-styles"));
  if (!later || document.getElementById(`${name}-styles`)) {
    return;
  }
  const link = document.createElement("link");
  Object.assign(link, { id: `${name}-styles`, rel: "stylesheet", href: new URL(`${name}.css`, later.href).href });
  later.after(link);
  try {
    await whenWhole(link, name);
  } catch (error) {
    link.remove();
    throw error;
  }
}

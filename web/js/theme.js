/** Dark or light: as the system has it, unless the person has chosen. */

import { translate } from "./texts/language.js";

const KEY = "glasscnn-theme";
const ORDER = /** @type {const} */ (["system", "light", "dark"]);

/** @typedef {typeof ORDER[number]} Theme */

/**
 * @param {HTMLButtonElement} button goes through system, light and dark
 * @param {Theme | null} [wanted] by the address, for this time
 */
export function startTheme(button, wanted) {
  let theme = wanted ?? remembered();
  const apply = () => {
    document.documentElement.dataset.theme = theme;
    button.textContent = { system: "◐", light: "☀", dark: "☾" }[theme];
    button.dataset.title = button.dataset.label = `theme.${theme}`;
    translate(button);
  };
  button.addEventListener("click", () => {
    theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
    remember(theme);
    apply();
  });
  apply();
}

/** @returns {Theme} */
function remembered() {
  try {
    return ORDER.find((theme) => theme === localStorage.getItem(KEY)) ?? "system";
  } catch {
    return "system"; // storage is blocked, in a private window or a frame
  }
}

/** @param {Theme} theme */
function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // it holds until the page is closed
  }
}

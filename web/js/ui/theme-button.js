/** The theme button: dark, light, or the system's preference, which is the default. */

import { translate } from "../i18n/language.js";
import { readSetting, storeSetting } from "../lib/storage.js";

const KEY = "glasscnn-theme";
const THEMES = /** @type {const} */ (["system", "light", "dark"]);

/** @typedef {typeof THEMES[number]} Theme */

/**
 * @param {HTMLButtonElement} button cycles through system, light and dark
 * @param {Theme | null} [requested] by the URL; it is not stored
 */
export function startTheme(button, requested) {
  let theme = requested ?? THEMES.find((known) => known === readSetting(KEY)) ?? "system";
  const apply = () => {
    document.documentElement.dataset.theme = theme;
    button.textContent = { system: "◐", light: "☀", dark: "☾" }[theme];
    button.dataset.title = button.dataset.label = `theme.${theme}`;
    translate(button);
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    storeSetting(KEY, theme);
    apply();
  });
  apply();
}

/** Dark or light: as the system has it, unless the person has chosen. */

import { translate } from "../i18n/language.js";
import { readSetting, storeSetting } from "../lib/storage.js";

const KEY = "glasscnn-theme";
const ORDER = /** @type {const} */ (["system", "light", "dark"]);

/** @typedef {typeof ORDER[number]} Theme */

/**
 * @param {HTMLButtonElement} button goes through system, light and dark
 * @param {Theme | null} [wanted] by the address, for this time
 */
export function startTheme(button, wanted) {
  let theme = wanted ?? ORDER.find((known) => known === readSetting(KEY)) ?? "system";
  const apply = () => {
    document.documentElement.dataset.theme = theme;
    button.textContent = { system: "◐", light: "☀", dark: "☾" }[theme];
    button.dataset.title = button.dataset.label = `theme.${theme}`;
    translate(button);
  };
  button.addEventListener("click", () => {
    theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
    storeSetting(KEY, theme);
    apply();
  });
  apply();
}

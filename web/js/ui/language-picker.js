/** The language picker; closed, it shows only the language code. */

import { LANGUAGES, preferredLanguage, storeLanguage, translateAll } from "../i18n/language.js";

/**
 * @param {{ select: HTMLSelectElement, code: HTMLElement }} parts
 * @param {(code: string) => Promise<void>} setLanguage
 * @param {string | null} given the language that a single file was given
 */
export function startLanguage({ select, code }, setLanguage, given) {
  for (const [language, { name }] of Object.entries(LANGUAGES)) {
    const option = new Option(name, language);
    option.lang = language;
    select.append(option);
  }
  const choose = () => {
    code.textContent = select.value;
    return setLanguage(select.value);
  };
  select.addEventListener("change", () => {
    storeLanguage(select.value);
    choose();
  });
  select.value = preferredLanguage(given);
  translateAll();
  if (select.value !== document.documentElement.lang) {
    choose();
  }
}

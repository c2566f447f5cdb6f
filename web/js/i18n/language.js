/**
 * The language in force. `texts` is one object for as long as the page lives: where another language is chosen its words
 * take the places of those before, so that whoever holds it, or a part of it, speaks the new language from then on.
 *
 * The page begins with the words that are at hand, in English; those of another language take their places once loaded.
 */

import { readSetting, storeSetting } from "../lib/storage.js";
import { words as en } from "./en/index.js";

/** @typedef {typeof en} Texts every word, as the page needs it */

/**
 * A language's words as its folder has them: what it lacks is said in English.
 * @template [Whole=Texts]
 * @typedef {{ [Key in keyof Whole]?: Whole[Key] extends (...given: any[]) => unknown ? Whole[Key]
 *   : Whole[Key] extends object ? Words<Whole[Key]> : Whole[Key] }} Words
 */

/**
 * The languages, each with the name that its people have for it and its folder (README.md tells how to add one).
 * @type {Record<string, { name: string, load: () => Promise<Words> }>}
 */
export const LANGUAGES = {
  en: { name: "English", load: async () => en },
  id: { name: "Bahasa Indonesia", load: async () => (await import("./id/index.js")).words },
};

/** @type {Texts} */
export const texts = adopt(/** @type {any} */ ({}), en);

const KEY = "glasscnn-language";
const FIRST = "en";

/**
 * The language to begin with: the address's `?lang=`, the one chosen before, or the first of the browser's that is here.
 */
export function preferredLanguage() {
  const wanted = [new URLSearchParams(location.search).get("lang"), readSetting(KEY), ...navigator.languages];
  return wanted.map(knownLanguage).find(Boolean) ?? FIRST;
}

/**
 * The language of a tag such as `id-ID`, if there is one here.
 * @param {string | null} tag
 */
function knownLanguage(tag) {
  const code = tag?.toLowerCase().split("-")[0] ?? "";
  return Object.hasOwn(LANGUAGES, code) ? code : undefined;
}

let newest = FIRST;

/**
 * Put a language's words in force, and say those whose places the document names. All other views say their words again
 * by themselves, in their `setLanguage`.
 * @param {string} code
 * @returns {Promise<boolean>} whether they are; not, if another language was chosen meanwhile
 * @throws what hinders its file from being loaded; the language before stays in force
 */
export async function setLanguage(code) {
  newest = code;
  const words = await LANGUAGES[code].load();
  if (code !== newest) {
    return false;
  }
  adopt(adopt(texts, en), words);
  document.documentElement.lang = code;
  translateAll();
  return true;
}

/** @param {string} code of the language to begin with next time */
export function storeLanguage(code) {
  storeSetting(KEY, code);
}

/**
 * Take over all words, place by place.
 * @param {any} place
 * @param {any} words
 */
function adopt(place, words) {
  for (const [key, word] of Object.entries(words)) {
    place[key] = typeof word === "object" && !Array.isArray(word) ? adopt(place[key] ?? {}, word) : word;
  }
  return place;
}

/** Say the words that stand in the document with their places in the texts. */
export function translateAll() {
  for (const element of document.querySelectorAll("[data-text], [data-label], [data-title]")) {
    translate(/** @type {HTMLElement} */ (element));
  }
}

/**
 * Say an element's words: `data-text="page.model"` is its text, `data-label` its name for assistive technology,
 * `data-title` its tooltip. Elements with these in the document follow the language by themselves.
 * @param {HTMLElement} element
 */
export function translate(element) {
  const { text, label, title } = element.dataset;
  if (text) {
    element.textContent = wordAt(text);
  }
  if (label) {
    element.setAttribute("aria-label", wordAt(label));
  }
  if (title) {
    element.title = wordAt(title);
  }
}

/**
 * Name the words that an element says, now and after each change of the language.
 * @template {HTMLElement} T
 * @param {T} element
 * @param {{ text?: string, label?: string, title?: string }} places such as `{ text: "page.model" }`, as for `translate`
 * @returns {T} the element
 */
export function localise(element, places) {
  Object.assign(element.dataset, places);
  translate(element);
  return element;
}

/**
 * @param {string} path such as `header.model`
 * @returns {string}
 */
function wordAt(path) {
  const word = path.split(".").reduce((place, key) => place?.[key], /** @type {any} */ (texts));
  if (typeof word !== "string") {
    throw new Error(`texts: expected a word at ${path}, found ${typeof word}`);
  }
  return word;
}

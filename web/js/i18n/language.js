/**
 * The current language. `texts` is one object that is updated in place when the language changes, so that code that
 * holds it, or a part of it, gets the new texts.
 *
 * It starts with the English texts, which are part of the page; those of another language replace them once loaded. The
 * English texts of the panels come with the panels.
 */

import { readSetting, storeSetting } from "../lib/storage.js";
import { words as en } from "./en/index.js";

/** @import { code } from "./en/code.js" */
/** @import { exercises, pythonConsole } from "./en/exercises.js" */
/** @import { interventions } from "./en/interventions.js" */
/** @import { panelWords } from "./en/panels.js" */
/** @import { picture } from "./en/picture.js" */
/** @import { sharing } from "./en/sharing.js" */
/** @import { story } from "./en/story.js" */
/** @import { train } from "./en/train.js" */
/** @import { weights } from "./en/weights.js" */

/** @typedef {typeof en & typeof panelWords & typeof story & { sharing: typeof sharing, code: typeof code,
 *   exercises: typeof exercises, pythonConsole: typeof pythonConsole, interventions: typeof interventions,
 *   train: typeof train, weights: typeof weights, picture: typeof picture }} Texts all texts of the page */

/**
 * When texts are loaded: at the start, with the panels, with the tour or the article's figures, with the dialog for sharing,
 * with the panel "Code", with what is left out of the network, with the panel "Train", when weights can be changed, when a picture is opened.
 * @typedef {"start" | "panels" | "story" | "sharing" | "code" | "interventions" | "train" | "weights"
 *   | "picture"} Part
 */

/**
 * The texts of one language; those that are missing are shown in English.
 * @template [Whole=Texts]
 * @typedef {{ [Key in keyof Whole]?: Whole[Key] extends (...given: any[]) => unknown ? Whole[Key]
 *   : Whole[Key] extends object ? Words<Whole[Key]> : Whole[Key] }} Words
 */

/**
 * The languages, each with its own name for itself and its parts (README.md describes how to add one). English has only
 * its start here; who needs another part of it brings it along.
 * @type {Record<string, { name: string, parts: Partial<Record<Part, () => Promise<Words>>> }>}
 */
export const LANGUAGES = {
  en: { name: "English", parts: { start: async () => en } },
  id: {
    name: "Bahasa Indonesia",
    parts: {
      start: async () => (await import("./id/index.js")).words, // with those of the panels
      story: async () => (await import("./id/story.js")).story,
      sharing: async () => ({ sharing: (await import("./id/sharing.js")).sharing }),
      code: async () => ({ code: (await import("./id/code.js")).code, ...(await import("./id/exercises.js")) }),
      interventions: async () => ({ interventions: (await import("./id/interventions.js")).interventions }),
      train: async () => ({ train: (await import("./id/train.js")).train }),
      weights: async () => ({ weights: (await import("./id/weights.js")).weights }),
      picture: async () => ({ picture: (await import("./id/picture.js")).picture }),
    },
  },
};

/** @type {Texts} */
export const texts = merge(/** @type {any} */ ({}), en);

const KEY = "glasscnn-language";
const DEFAULT_LANGUAGE = "en";

/**
 * The language to start with: that of `?lang=`, the given one, the stored choice, or the browser's first preference that is
 * available.
 * @param {string | null} given by a single file
 */
export function preferredLanguage(given) {
  const asked = new URLSearchParams(location.search).get("lang");
  const candidates = [asked, given, readSetting(KEY), ...navigator.languages];
  return candidates.map(availableLanguage).find(Boolean) ?? DEFAULT_LANGUAGE;
}

/**
 * The language of a tag such as `id-ID`; undefined if it is not available.
 * @param {string | null} tag
 */
function availableLanguage(tag) {
  const code = tag?.toLowerCase().split("-")[0] ?? "";
  return Object.hasOwn(LANGUAGES, code) ? code : undefined;
}

let lastRequested = DEFAULT_LANGUAGE;

/** @type {Map<Part, Words>} the English texts of the parts that are loaded */
const english = new Map([["start", en]]);

/**
 * Change the current language, and translate the elements that name their texts. All other views are rendered again by
 * their `localise` methods.
 * @param {string} code
 * @returns {Promise<boolean>} false if another language was requested meanwhile
 * @throws {Error} if the texts cannot be loaded; the language is not changed then
 */
export async function setLanguage(code) {
  lastRequested = code;
  const words = await Promise.all([...english.keys()].map((part) => LANGUAGES[code].parts[part]?.() ?? {}));
  if (code !== lastRequested) {
    return false;
  }
  for (const given of [...english.values(), ...words]) {
    merge(texts, given);
  }
  document.documentElement.lang = code;
  translateAll();
  return true;
}

/**
 * Add a part of the texts: at once in English, where the current language has no text yet, then in that language. From
 * then on it changes with the language.
 * @param {Part} part
 * @param {Words} words in English
 * @throws {Error} if those of the current language cannot be loaded; they are English then
 */
export async function addTexts(part, words) {
  english.set(part, words);
  const current = merge({}, texts);
  merge(merge(texts, words), current);
  const code = lastRequested;
  const own = await LANGUAGES[code].parts[part]?.();
  if (code === lastRequested && own) {
    merge(texts, own);
  }
}

/** @param {string} code of the language that the next visit starts with */
export function storeLanguage(code) {
  storeSetting(KEY, code);
}

/**
 * Copy all values of a nested object into another one.
 * @param {any} target
 * @param {any} source
 */
function merge(target, source) {
  for (const [key, value] of Object.entries(source)) {
    target[key] = typeof value === "object" && !Array.isArray(value) ? merge(target[key] ?? {}, value) : value;
  }
  return target;
}

/** Translate all elements of the document that name their texts. */
export function translateAll() {
  for (const element of document.querySelectorAll("[data-text], [data-label], [data-title]")) {
    translate(/** @type {HTMLElement} */ (element));
  }
}

/**
 * Translate an element: `data-text="page.model"` names its text, `data-label` its accessible name, `data-title` its
 * tooltip. Elements with these attributes are translated again after every change of the language.
 * @param {HTMLElement} element
 */
export function translate(element) {
  const { text, label, title } = element.dataset;
  if (text) {
    element.textContent = textAt(text);
  }
  if (label) {
    element.setAttribute("aria-label", textAt(label));
  }
  if (title) {
    element.title = textAt(title);
  }
}

/**
 * Set the texts of an element, now and after every change of the language.
 * @template {HTMLElement} T
 * @param {T} element
 * @param {{ text?: string, label?: string, title?: string }} paths such as `{ text: "page.model" }`, as for `translate`
 * @returns {T} the element
 */
export function localise(element, paths) {
  Object.assign(element.dataset, paths);
  translate(element);
  return element;
}

/**
 * @param {string} path such as `header.model`
 * @returns {string}
 */
function textAt(path) {
  const text = path.split(".").reduce((value, key) => value?.[key], /** @type {any} */ (texts));
  if (typeof text !== "string") {
    throw new Error(`texts: expected a string at ${path}, found ${typeof text}`);
  }
  return text;
}

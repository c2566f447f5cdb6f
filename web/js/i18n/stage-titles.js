/**
 * The titles of stages: the model file has them in English and in full; the page has one name for each, short enough to
 * stand over a narrow column. Unknown words stay as they are.
 */

/** @import { Stage } from "../protocol/messages.js" */
/** @import { Texts } from "./language.js" */

/** @type {WeakMap<Stage, string>} the titles in the model file */
const originalTitles = new WeakMap();

/**
 * Name a model's stages in the current language; called again after every change of the language.
 * @param {{ stages: Stage[] }} model
 * @param {Texts} texts
 */
export function localiseStageTitles({ stages }, { titles }) {
  for (const stage of stages) {
    const title = originalTitles.get(stage) ?? stage.title;
    originalTitles.set(stage, title);
    stage.title = translated(title, titles);
  }
}

/**
 * "Convolution 4, stride 2 + ReLU" becomes "Konv 4, langkah 2 + ReLU"; unknown words remain.
 * @param {string} title
 * @param {Record<string, string>} words
 */
function translated(title, words) {
  return title.replace(/[A-Za-z-]+( [A-Za-z-]+)*/g, (known) => words[known] ?? known);
}

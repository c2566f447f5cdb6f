/** Translates the titles of stages, which the model file has in English; unknown words stay English. */

/** @import { Stage } from "../protocol/messages.js" */
/** @import { Texts } from "./language.js" */

/** @type {WeakMap<Stage, string>} the titles in the model file */
const originalTitles = new WeakMap();

/**
 * Translate the titles of a model's stages; called again after every change of the language.
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
 * The abbreviated title of a stage in the current language: "Convolution 4 + ReLU" becomes "Conv 4 + ReLU".
 * @param {Stage} stage
 * @param {Texts} texts
 */
export function shortTitle(stage, { titles, shortTitles }) {
  return translated(originalTitles.get(stage) ?? stage.title, { ...titles, ...shortTitles });
}

/**
 * "Convolution 4, stride 2 + ReLU" becomes "Konvolusi 4, langkah 2 + ReLU"; unknown words remain.
 * @param {string} title
 * @param {Record<string, string>} words
 */
function translated(title, words) {
  return title.replace(/[A-Za-z-]+( [A-Za-z-]+)*/g, (known) => words[known] ?? known);
}

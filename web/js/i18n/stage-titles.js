/** The names of stages come from the model's file, in English; what is known of them is said in the language in force. */

/** @import { Stage } from "../protocol/messages.js" */
/** @import { Texts } from "./language.js" */

/** @type {WeakMap<Stage, string>} the titles as the file has them */
const originalTitles = new WeakMap();

/**
 * Name a model's stages in the language in force; again after each change of it.
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
 * A stage's title in the language in force, in fewer letters: "Convolution 4 + ReLU" becomes "Conv 4 + ReLU".
 * @param {Stage} stage
 * @param {Texts} texts
 */
export function shortTitle(stage, { titles, shortTitles }) {
  return translated(originalTitles.get(stage) ?? stage.title, { ...titles, ...shortTitles });
}

/**
 * "Convolution 4, stride 2 + ReLU" becomes "Konvolusi 4, langkah 2 + ReLU"; words that are not known stay as they are.
 * @param {string} title
 * @param {Record<string, string>} words
 */
function translated(title, words) {
  return title.replace(/[A-Za-z-]+( [A-Za-z-]+)*/g, (known) => words[known] ?? known);
}

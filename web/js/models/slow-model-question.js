/** The question whether a model that reads slowly is wanted. */

import { LocalisedError } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { button, make } from "../ui/dom.js";

/** @import { SlowModel } from "../protocol/messages.js" */

/** A model was not loaded, since the person does not want to wait for it. */
export class NotWantedError extends LocalisedError {
  /** @param {SlowModel} model */
  constructor({ title }) {
    super(() => texts.own.model.slow.notWanted(title));
  }
}

/**
 * Ask the person, in a dialog.
 * @param {SlowModel} model
 * @returns {Promise<boolean>}
 */
export function isWanted({ title, seconds }) {
  const words = texts.own.model.slow;
  const sentence = make("p", "", words.question(title, seconds));
  const use = button("", words.use, () => dialog.close("use"));
  const cancel = button("", words.cancel, () => dialog.close());
  use.dataset.testid = "slow-model-use";
  cancel.dataset.testid = "slow-model-cancel";
  const dialog = make("dialog", "question", sentence, make("div", "question-buttons", cancel, use));
  dialog.dataset.testid = "slow-model";
  sentence.id = "slow-model-sentence";
  dialog.setAttribute("aria-labelledby", sentence.id);
  document.body.append(dialog);
  dialog.showModal(); // its first button has the focus, and Escape closes it as that does
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "use");
    });
  });
}

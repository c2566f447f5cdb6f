/** What went wrong, in words. Python's own words are English in every language: where that is another, it is said. */

import { PythonError } from "../protocol/messages.js";
import { texts } from "./language.js";

/**
 * What an error says; whatever else was thrown, as text.
 * @param {unknown} error
 */
export function messageOf(error) {
  return error instanceof PythonError
    ? texts.errors.english(error.message)
    : error instanceof Error
      ? error.message
      : String(error);
}

/**
 * The same as a sentence.
 * @param {unknown} error
 */
export function sentenceOf(error) {
  const message = messageOf(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

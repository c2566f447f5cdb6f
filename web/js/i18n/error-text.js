/** What went wrong, in words. Python's own words are English in every language: where that is another, it is said. */

import { PythonError } from "../protocol/messages.js";
import { texts } from "./language.js";

/** An error that says a sentence of the texts, in the language that is in force when it is shown. */
export class LocalisedError extends Error {
  /** @param {() => string} sentence */
  constructor(sentence) {
    super(sentence());
    this.sentence = sentence;
  }
}

/**
 * What an error says; whatever else was thrown, as text.
 * @param {unknown} error
 */
export function messageOf(error) {
  if (error instanceof PythonError) {
    return texts.errors.english(error.message);
  }
  if (error instanceof LocalisedError) {
    return error.sentence();
  }
  return error instanceof Error ? error.message : String(error);
}

/**
 * The same as a sentence.
 * @param {unknown} error
 */
export function sentenceOf(error) {
  const message = messageOf(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

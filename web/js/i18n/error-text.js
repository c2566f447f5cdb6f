/** Error messages for the visitor. Messages from Python are always English; in other languages the text says so. */

import { PythonError } from "../protocol/messages.js";
import { texts } from "./language.js";

/** An error with a translated message, in the language that is current when it is shown. */
export class LocalisedError extends Error {
  /** @param {() => string} sentence */
  constructor(sentence) {
    super(sentence());
    this.sentence = sentence;
  }
}

/**
 * The message of an error; any other thrown value as text.
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
 * The message of an error as a sentence, with a full stop.
 * @param {unknown} error
 */
export function sentenceOf(error) {
  const message = messageOf(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

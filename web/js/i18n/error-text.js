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

/** Exceptions that no code of glasscnn raises on purpose, in Python or in the worker's scripts: their messages explain nothing. */
const MISTAKES =
  /^(Assertion|Attribute|Index|Key|LinAlg|Name|Overflow|Range|Recursion|Reference|Type|UnboundLocal|ZeroDivision)Error$/;

/** What the browsers' engines say in errors that they throw themselves. */
const ENGINE_SAYS =
  /Maximum call stack|too much recursion|Failed to execute|Cannot (read|set) propert|is not (a function|a constructor|defined|iterable|an object)/;

const SCRIPT_URL = /https?:\/\/\S+?\/([^/\s]+\/[^/\s]+\.js)/; // in a browser's message about a script that it could not load

/**
 * The message of an error; any other thrown value as text. Of one that was not foreseen, the sentence says so, and has the
 * engine's or Python's own message for a report.
 * @param {unknown} error
 */
export function messageOf(error) {
  if (error instanceof LocalisedError) {
    return error.sentence();
  }
  if (error instanceof PythonError) {
    const { name, message } = error;
    return MISTAKES.test(name) ? texts.errors.unexpected(`${name}: ${message}`) : texts.errors.english(message);
  }
  if (!(error instanceof Error)) {
    return String(error);
  }
  const script = SCRIPT_URL.exec(error.message);
  if (script || error instanceof SyntaxError) {
    return script ? texts.errors.notLoaded(script[1]) : texts.errors.damagedScript;
  }
  return ENGINE_SAYS.test(error.message) ? texts.errors.unexpected(`${error.name}: ${error.message}`) : error.message;
}

/**
 * The message of an error as a sentence, with a full stop.
 * @param {unknown} error
 */
export function sentenceOf(error) {
  const message = messageOf(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

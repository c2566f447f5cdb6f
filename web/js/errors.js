/** What went wrong, in words. */

/**
 * What an error says; whatever else was thrown, as text.
 * @param {unknown} error
 */
export function messageOf(error) {
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

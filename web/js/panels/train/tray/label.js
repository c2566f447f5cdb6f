/** Labels of digits. */

const LONGEST = 40; // characters
const UNPRINTABLE = /(?![ \u200c\u200d])[\p{C}\p{Z}]/u; // the joiners are part of words in Persian, and of emoji

/**
 * Whether a text is one line of 1 to 40 printable characters without superfluous spaces, as `read_digit` of
 * py/glasscnn/training/tray.py wants it.
 * @param {unknown} text
 * @returns {text is string}
 */
export function isLabel(text) {
  return (
    typeof text === "string" &&
    text !== "" &&
    text === text.trim().replaceAll(/ {2,}/g, " ") &&
    [...text].length <= LONGEST &&
    !UNPRINTABLE.test(text)
  );
}

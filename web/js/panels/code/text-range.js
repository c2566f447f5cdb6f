/** Where in a text an error lies: Python counts characters, an editor UTF-16 code units. */

/** @import { Trouble } from "../../protocol/sandbox-messages.js" */

const OWN_FILE = "yours.py"; // as Python calls the person's text

/**
 * Whether the line of an error, or of a call, is one of the person's text.
 * @param {{ file: string }} place its file; "" if it is not known
 */
export const isInText = ({ file }) => file === OWN_FILE || file === "";

/**
 * The range of an error; a whole line where Python knows no columns.
 * @param {Trouble} trouble
 * @param {string} text
 * @returns {{ from: number, to: number } | null} null if it lies elsewhere
 */
export function rangeOf({ file, line, column, endLine, endColumn }, text) {
  const lines = text.split("\n");
  if (!isInText({ file }) || line === null || line < 1 || line > lines.length) {
    return null;
  }
  const first = lines[line - 1];
  if (column === null) {
    const from = startOf(lines, line) + first.length - first.trimStart().length;
    return { from, to: startOf(lines, line) + first.trimEnd().length };
  }
  const from = startOf(lines, line) + unitsOf(first, column);
  const last = Math.min(endLine ?? line, lines.length);
  const to = startOf(lines, last) + unitsOf(lines[last - 1], endColumn ?? column);
  return { from, to: Math.max(to, from) };
}

/**
 * @param {string[]} lines
 * @param {number} line counted from 1
 */
const startOf = (lines, line) => lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);

/**
 * The UTF-16 code units of the first characters of a line.
 * @param {string} line
 * @param {number} characters
 */
const unitsOf = (line, characters) => Array.from(line).slice(0, characters).join("").length;

/** The code in the state of a page, as links and the public API have it; it may come from anybody. */

import { LocalisedError } from "../../i18n/error-text.js";
import { texts } from "../../i18n/language.js";
import { LONGEST_CODE, LONGEST_CODE_NAME } from "../../protocol/limits.js";
import { pack, unpack } from "./packed-text.js";

/** @import { LinkedCode } from "../../protocol/page-state.js" */

/** What a link holds of a text. Packing takes a moment, and a state is wanted at once: so it is prepared. */
export class CodeLink {
  constructor() {
    this.text = "";
    this.packed = "";
  }

  /** @param {string} text that a link will be wanted of */
  async prepare(text) {
    const packed = await pack(text);
    Object.assign(this, { text, packed });
  }

  /**
   * @param {string} name
   * @param {string | null} text null for the text to begin with
   * @returns {LinkedCode}
   */
  of(name, text) {
    if (text === null) {
      return { name };
    }
    return text === this.text ? { name, packed: this.packed } : { name, text };
  }
}

/**
 * Read the code of a state.
 * @param {any} code
 * @returns {Promise<{ name: string, text: string | null, exercise: LinkedExercise | null }>} the name of the text to begin
 *   with, "" for that of the exercise; the text, null for the one to begin with
 * @throws {LocalisedError} if it is none
 */
export async function readCode(code) {
  const { name = "", packed, text } = code;
  try {
    const exercise = await readExercise(code.exercise);
    const isName = typeof name === "string" && name.length <= LONGEST_CODE_NAME && (name !== "" || exercise !== null);
    const found = packed === undefined ? (text ?? null) : await unpack(packed);
    if (isName && (found === null || (typeof found === "string" && found.length <= LONGEST_CODE))) {
      return { name, text: found, exercise };
    }
  } catch {
    // it is no code
  }
  throw new LocalisedError(() => texts.code.unreadable);
}

/** @typedef {{ name: string, text: string }} LinkedExercise one of the site's by its name, or the text of another one; the other is "" */

/**
 * @param {any} exercise
 * @returns {Promise<LinkedExercise | null>}
 * @throws {Error} if it is none
 */
async function readExercise(exercise) {
  if (exercise === undefined) {
    return null;
  }
  if (typeof exercise === "string" && exercise.length <= LONGEST_CODE_NAME) {
    return { name: exercise, text: "" };
  }
  return { name: "", text: await unpack(exercise.packed) };
}

/** Why a request to the sandbox has no answer, as an error of the person's code. */

import { messageOf } from "../../i18n/error-text.js";
import { texts } from "../../i18n/language.js";
import { SandboxError } from "../../sandbox/sandbox-error.js";

/** @import { Trouble } from "../../protocol/sandbox-messages.js" */

/**
 * @param {unknown} error of the sandbox, or of the page on the way to it
 * @returns {Trouble}
 */
export function troubleOf(error) {
  const known = error instanceof SandboxError ? error : null;
  const { kind, line, locals } = known ?? { kind: "Error", line: -1, locals: "" };
  const sentence = sentenceOf(kind, line, locals, messageOf(error));
  return {
    kind,
    sentence,
    file: "",
    line: line > 0 ? line : null,
    column: null,
    endLine: null,
    endColumn: null,
    frames: [],
  };
}

/**
 * @param {string} kind
 * @param {number} line
 * @param {string} locals
 * @param {string} message
 */
function sentenceOf(kind, line, locals, message) {
  const { code } = texts;
  if (kind === "overtime") {
    return code.overtime(line, locals);
  }
  return kind === "stopped" ? code.stopped : code.ended(message);
}

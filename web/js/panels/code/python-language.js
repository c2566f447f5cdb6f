/**
 * Python for the editor: colours, indentation, and the names to complete. It reads line by line; a full grammar, as
 * @codemirror/lang-python has it, would be larger than all the rest of the panel.
 */

import { LanguageSupport, StreamLanguage } from "@codemirror/language";

/** @import { CompletionContext, CompletionResult } from "@codemirror/autocomplete" */
/** @import { IndentContext, StringStream } from "@codemirror/language" */

const KEYWORDS = words(
  "and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield",
);
const CONSTANTS = words("False None True self");
const BUILTINS = words(
  "abs all any bool callable complex dict dir divmod enumerate filter float getattr hasattr hash id int isinstance iter len list map max min next object open pow print range repr reversed round set setattr slice sorted str sum super tuple type vars zip",
);

const NAME = /^[\p{L}_][\p{L}\p{N}_]*/u;
const NUMBER = /^(0[xob][\da-f_]+|(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[+-]?\d+)?j?)/i;
const STRING = /^[rbuf]{0,2}("""|'''|"|')/i;
const LEAVES_BLOCK = /^(return|pass|break|continue|raise)\b/;
const BELONGS_TO_BLOCK_BEFORE = /^(else|elif|except|finally)\b/;
const CLOSES = /^[)\]}]/;

/**
 * What is known at the beginning of a line.
 * @typedef {object} State
 * @property {string} quote that ends the string of several lines that the line lies in; empty if it lies in none
 * @property {string} before the keyword before, if it was `def` or `class`
 * @property {number[]} brackets the indentation of the lines that the open brackets lie in
 * @property {number} indent of the statement
 * @property {boolean} opens whether the line before ends with a colon, so that a block begins
 * @property {boolean} leaves whether the statement before leaves its block
 */

/** @type {import("@codemirror/language").StreamParser<State>} */
const parser = {
  name: "python",
  startState: () => ({ quote: "", before: "", brackets: [], indent: 0, opens: false, leaves: false }),
  copyState: (state) => ({ ...state, brackets: [...state.brackets] }),
  token: (stream, state) => (state.quote ? restOfString(stream, state) : token(stream, state)),
  indent: indentation,
  languageData: {
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["(", "[", "{", "'", '"', "'''", '"""'] },
    indentOnInput: /^\s*([)\]}]|else:|elif |except |finally:)$/,
    autocomplete: completeName,
  },
};

export const python = new LanguageSupport(StreamLanguage.define(parser));

/**
 * @param {StringStream} stream
 * @param {State} state
 * @returns {string | null} what the token is
 */
function token(stream, state) {
  if (stream.sol() && state.brackets.length === 0 && stream.match(/^\s*[^\s#]/, false)) {
    state.indent = stream.indentation();
    state.leaves = LEAVES_BLOCK.test(stream.string.trimStart());
  }
  if (stream.eatSpace()) {
    return null;
  }
  if (stream.match(/^#.*/)) {
    return "comment";
  }
  state.opens = false;
  const string = /** @type {RegExpMatchArray | null} */ (stream.match(STRING));
  if (string) {
    state.quote = string[1];
    return restOfString(stream, state);
  }
  if (stream.match(NUMBER)) {
    return "number";
  }
  const name = /** @type {RegExpMatchArray | null} */ (stream.match(NAME));
  return name ? kindOf(name[0], state) : punctuation(stream, state);
}

/**
 * @param {string} name
 * @param {State} state
 */
function kindOf(name, state) {
  const { before } = state;
  state.before = name === "def" || name === "class" ? name : "";
  if (before) {
    return "variableName.definition";
  }
  return KEYWORDS.has(name) || CONSTANTS.has(name) ? "keyword" : null;
}

/**
 * @param {StringStream} stream
 * @param {State} state
 */
function punctuation(stream, state) {
  const character = stream.next() ?? "";
  if ("([{".includes(character)) {
    state.brackets.push(stream.indentation());
  } else if (")]}".includes(character)) {
    state.brackets.pop();
  } else if (character === ":") {
    state.opens = state.brackets.length === 0;
  }
  return "()[]{}".includes(character) ? "bracket" : null;
}

/**
 * A string from here on, up to its end or the end of the line.
 * @param {StringStream} stream
 * @param {State} state
 */
function restOfString(stream, state) {
  const { quote } = state;
  while (!stream.eol()) {
    if (stream.match(quote)) {
      state.quote = "";
      return "string";
    }
    if (stream.next() === "\\") {
      stream.next();
    }
  }
  if (quote.length === 1) {
    state.quote = ""; // only strings of three quotes go on in the next line
  }
  return "string";
}

/**
 * The indentation of a line.
 * @param {State} state at its beginning
 * @param {string} textAfter what stands in it
 * @param {IndentContext} context
 */
function indentation({ quote, brackets, indent, opens, leaves }, textAfter, { unit }) {
  if (quote) {
    return null;
  }
  if (brackets.length > 0) {
    return brackets[brackets.length - 1] + (CLOSES.test(textAfter) ? 0 : unit);
  }
  const isOutside = leaves || BELONGS_TO_BLOCK_BEFORE.test(textAfter);
  return Math.max(0, indent + (opens ? unit : isOutside ? -unit : 0));
}

/**
 * The names that stand in the text, Python's words, and those of its functions that a beginner needs.
 * @param {CompletionContext} context
 * @returns {CompletionResult | null}
 */
function completeName(context) {
  const typed = context.matchBefore(/(?<![\p{L}\p{N}_.])[\p{L}_][\p{L}\p{N}_]*/u);
  if (!typed) {
    return null;
  }
  const { doc } = context.state;
  const others = doc.sliceString(0, typed.from) + doc.sliceString(typed.to);
  const names = new Set(others.match(/[\p{L}_][\p{L}\p{N}_]{2,}/gu));
  const kinds = [
    ["variable", [...names].filter((name) => !KEYWORDS.has(name) && !BUILTINS.has(name))],
    ["keyword", [...KEYWORDS, ...CONSTANTS]],
    ["function", [...BUILTINS]],
  ];
  const options = kinds.flatMap(([type, labels]) => [...labels].map((label) => ({ label, type: String(type) })));
  return { from: typed.from, options, validFor: /^[\p{L}\p{N}_]*$/u };
}

/** @param {string} text */
function words(text) {
  return new Set(text.split(" "));
}

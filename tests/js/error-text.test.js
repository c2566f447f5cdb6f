import assert from "node:assert/strict";
import { test } from "node:test";
import { LocalisedError, sentenceOf } from "../../web/js/i18n/error-text.js";
import { setLanguage } from "../../web/js/i18n/language.js";
import { PythonError } from "../../web/js/protocol/messages.js";

/**
 * @param {string} name
 * @param {string} message
 */
const python = (name, message) => new PythonError({ name, message, traceback: "", fatal: false });

/** @param {() => unknown} act that throws an error of the engine's own */
function thrownBy(act) {
  try {
    act();
  } catch (error) {
    return sentenceOf(error);
  }
  throw new Error("nothing was thrown");
}

test("messages that were written for the visitor are shown as they are", () => {
  assert.equal(sentenceOf(python("ModelError", "there are two classes '7'")), "there are two classes '7'.");
  assert.equal(sentenceOf(new LocalisedError(() => "It has arrived damaged.")), "It has arrived damaged.");
  assert.equal(sentenceOf(new TypeError("state: expected version 1, found 2")), "state: expected version 1, found 2.");
});

test("what nobody foresaw is said to be that, with the message of the engine or of Python for a report", () => {
  /** @returns {number} */
  const forever = () => forever() + 1;
  const nothing = /** @type {any} */ (null);
  for (const sentence of [
    thrownBy(forever),
    thrownBy(() => nothing.shape),
    thrownBy(() => /** @type {any} */ (1)()),
    sentenceOf(python("KeyError", "'relu1'")),
    sentenceOf(python("OverflowError", "int too large to convert to float")),
    sentenceOf(python("RangeError", "Maximum call stack size exceeded")),
  ]) {
    assert.match(
      sentence,
      /^Something unforeseen has happened in glasscnn \(\w+Error: .+\)\. Please report it, and what/,
    );
  }
});

test("a script that cannot be loaded is named, in every engine's words, and a damaged one is said to be that", () => {
  const url = "https://example.org/course/page-0123/bundle/story-CHTB.js";
  for (const words of [
    "Failed to fetch dynamically imported module: ",
    "error loading dynamically imported module: ",
  ]) {
    assert.equal(sentenceOf(new TypeError(words + url)), "bundle/story-CHTB.js could not be loaded.");
  }
  assert.equal(sentenceOf(new SyntaxError("Invalid or unexpected token")), "one of its scripts has arrived damaged.");
});

test("in another language, too", async () => {
  await setLanguageWithoutPage("id");
  assert.match(sentenceOf(python("KeyError", "'relu1'")), /tak terduga di glasscnn \(KeyError: 'relu1'\)/);
  await setLanguageWithoutPage("en");
});

/** @param {string} code */
async function setLanguageWithoutPage(code) {
  await setLanguage(code).catch(() => {}); // the texts are there before it looks for elements to translate
}

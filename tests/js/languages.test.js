import assert from "node:assert/strict";
import { test } from "node:test";
import { code as codeWords } from "../../web/js/i18n/en/code.js";
import { exercises, pythonConsole } from "../../web/js/i18n/en/exercises.js";
import { words } from "../../web/js/i18n/en/index.js";
import { interventions } from "../../web/js/i18n/en/interventions.js";
import { numbers as english } from "../../web/js/i18n/en/numbers.js";
import { panelWords } from "../../web/js/i18n/en/panels.js";
import { picture } from "../../web/js/i18n/en/picture.js";
import { sharing } from "../../web/js/i18n/en/sharing.js";
import { story } from "../../web/js/i18n/en/story.js";
import { train } from "../../web/js/i18n/en/train.js";
import { weights } from "../../web/js/i18n/en/weights.js";
import { numbers as indonesian } from "../../web/js/i18n/id/numbers.js";
import { addTexts, LANGUAGES, texts } from "../../web/js/i18n/language.js";

/**
 * The path of each text of a language, with its type and number of arguments.
 * @param {object} words
 * @param {string} [path]
 * @returns {string[]}
 */
function placesIn(words, path = "") {
  return Object.entries(words).flatMap(([key, word]) =>
    typeof word === "object" && !Array.isArray(word)
      ? placesIn(word, `${path}${key}.`)
      : [`${path}${key}: ${typeof word}${typeof word === "function" ? ` of ${word.length}` : ""}`],
  );
}

/**
 * @param {object} words
 * @returns {string[]}
 */
function plainIn(words) {
  return Object.values(words).flatMap((word) =>
    typeof word === "string" ? [word] : typeof word === "object" ? plainIn(word) : [],
  );
}

/**
 * All texts of a language, in all parts.
 * @param {string} code
 */
async function wordsOf(code) {
  const parts = Object.values(LANGUAGES[code].parts).map((load) => load());
  const all =
    code === "en"
      ? [
          words,
          panelWords,
          story,
          { sharing },
          { code: codeWords, exercises, pythonConsole },
          { interventions },
          { train },
          { weights },
          { picture },
        ]
      : await Promise.all(parts);
  return Object.assign({}, ...all);
}

for (const [code, { name }] of Object.entries(LANGUAGES)) {
  test(`${name} has exactly the texts that English has, with the same types and arguments`, async () => {
    const [expected, found] = await Promise.all([wordsOf("en"), wordsOf(code)]);
    assert.ok(placesIn(expected).length > 300);
    assert.deepEqual(placesIn(found).sort(), placesIn(expected).sort());
  });

  test(`no text of ${name} is empty, or starts or ends with a space`, async () => {
    const wrong = plainIn(await wordsOf(code)).filter((word) => word === "" || word !== word.trimEnd());
    assert.deepEqual(wrong, []);
  });
}

test("the page starts with English texts, and the other parts join them", async () => {
  assert.deepEqual(placesIn(texts), placesIn(words));
  await addTexts("panels", panelWords);
  await addTexts("story", story);
  await addTexts("sharing", { sharing });
  await addTexts("code", { code: codeWords, exercises, pythonConsole });
  await addTexts("interventions", { interventions });
  await addTexts("train", { train });
  await addTexts("weights", { weights });
  await addTexts("picture", { picture });
  assert.deepEqual(placesIn(texts).sort(), placesIn(await wordsOf("en")).sort());
});

test("each language formats numbers with its own separators", () => {
  assert.deepEqual([english.fixed(-1234.5, 2), indonesian.fixed(-1234.5, 2)], ["−1234.50", "−1234,50"]);
  assert.deepEqual([english.count(1_234_567), indonesian.count(1_234_567)], ["1,234,567", "1.234.567"]);
  assert.deepEqual([english.count(-1234), english.count(-123), english.count(999)], ["−1,234", "−123", "999"]);
  assert.deepEqual([english.percent(0.123), indonesian.percent(0.123)], ["12.3 %", "12,3%"]);
  assert.deepEqual([english.megabytes(1_250_000), indonesian.megabytes(1_250_000)], ["1.3", "1,3"]);
  assert.equal(english.fixed(-Infinity, 1), "−∞");
});

test("a short number has about three digits", () => {
  assert.deepEqual([0, 0.126, -1.5, 12.34, -123.4].map(english.short), ["0", "0.13", "−1.50", "12.3", "−123"]);
});

test("no probability is displayed as 100 %", () => {
  for (const probability of [0.9985001, 0.9994, 0.9995 - 2 ** -52]) {
    assert.equal(english.sure(probability), "99.9 %", String(probability));
    assert.equal(english.probability(probability), "99.9 %", String(probability));
  }
  for (const probability of [0.9995, 0.99950001, 0.9999, 1]) {
    assert.equal(english.sure(probability), "over 99.9 %", String(probability));
    assert.equal(indonesian.sure(probability), "lebih dari 99,9%", String(probability));
    assert.equal(english.probability(probability), "99.9 %", String(probability));
  }
});

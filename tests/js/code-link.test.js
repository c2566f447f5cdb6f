import assert from "node:assert/strict";
import { test } from "node:test";
import { code } from "../../web/js/i18n/en/code.js";
import { addTexts } from "../../web/js/i18n/language.js";
import { CodeLink, readCode } from "../../web/js/panels/code/code-link.js";
import { pack, unpack } from "../../web/js/panels/code/packed-text.js";
import { rangeOf } from "../../web/js/panels/code/text-range.js";
import { fragmentOf, stateOf } from "../../web/js/share/link.js";

await addTexts("code", { code });
const SOURCE = Array.from(
  { length: 120 },
  (_, line) => `    value_${line} = weight[${line}] * x[${(7919 * line) % 97}]\n`,
).join("");
const STATE = { version: /** @type {const} */ (1), strokes: [], brush: 24, centre: true, model: "gap10", stage: null };

test("a text survives the way through a link, which has at most 4 kB", async () => {
  const link = new CodeLink();
  await link.prepare(SOURCE);
  const fragment = fragmentOf({ ...STATE, code: link.of("conv2d", SOURCE) });
  assert.ok(fragment.length <= 4_000, `${fragment.length} characters`);
  assert.deepEqual(await readCode(stateOf(fragment).code), { name: "conv2d", text: SOURCE, exercise: null });
});

test("a text that is not packed yet goes as it is, and the one to begin with by its name", async () => {
  const link = new CodeLink();
  await link.prepare("before");
  assert.deepEqual(link.of("relu", "after"), { name: "relu", text: "after" });
  assert.deepEqual(link.of("relu", null), { name: "relu" });
  assert.deepEqual(await readCode(link.of("relu", null)), { name: "relu", text: null, exercise: null });
});

test("what is no code is refused with a sentence", async () => {
  const bomb = await pack("0".repeat(1_000_000));
  const long = { name: "relu", text: "0".repeat(64_001) };
  const wrong = [{}, { name: 1 }, { name: "a".repeat(101) }, { name: "relu", text: 1 }, { name: "relu", packed: "€" }];
  for (const state of [
    "text",
    1,
    [],
    ...wrong,
    long,
    { name: "relu", packed: "AAAA" },
    { name: "relu", packed: bomb },
  ]) {
    await assert.rejects(readCode(state), { message: code.unreadable }, JSON.stringify(state).slice(0, 60));
  }
  assert.equal(await unpack(await pack("ä → 𝛼\n")), "ä → 𝛼\n");
});

/** @param {Partial<import("../../web/js/protocol/sandbox-messages.js").Trouble>} place */
const trouble = (place) => ({
  ...{ kind: "NameError", sentence: "", file: "yours.py", frames: [] },
  ...{ line: null, column: null, endLine: null, endColumn: null },
  ...place,
});

test("an error's characters are found among UTF-16 code units", () => {
  const text = "a = 1\n  b = '𝛼𝛽' + c\n";
  const range = (/** @type {object} */ place) => {
    const found = rangeOf(trouble(place), text);
    return found && text.slice(found.from, found.to);
  };
  assert.equal(range({ line: 2, column: 13, endLine: 2, endColumn: 14 }), "c");
  assert.equal(range({ line: 2, column: 6, endLine: 2, endColumn: 10 }), "'𝛼𝛽'");
  assert.equal(range({ line: 1, column: 0, endLine: 2, endColumn: 3 }), "a = 1\n  b");
  assert.equal(range({ line: 2 }), "b = '𝛼𝛽' + c");
  assert.equal(range({ line: 9 }), null);
  assert.equal(range({ line: 1, file: "checks of relu" }), null);
  assert.equal(range({}), null);
});

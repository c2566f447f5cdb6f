import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf } from "../../web/js/panels/code/markdown-view.js";

test("paragraphs are separated by blank lines, and their lines joined", () => {
  assert.deepEqual(blocksOf("One\ntwo.\n\nThree."), [
    { kind: "paragraph", text: "One two." },
    { kind: "paragraph", text: "Three." },
  ]);
});

test("blocks of code keep their lines, fenced or indented", () => {
  const text = "Look:\n\n    y = x\n\n      + 1\n\nthen\n\n```python\na = 1\n\nb = 2\n```\nend";
  assert.deepEqual(blocksOf(text), [
    { kind: "paragraph", text: "Look:" },
    { kind: "code", text: "y = x\n\n  + 1" },
    { kind: "paragraph", text: "then" },
    { kind: "code", text: "a = 1\n\nb = 2" },
    { kind: "paragraph", text: "end" },
  ]);
});

test("items of lists may have several lines", () => {
  assert.deepEqual(blocksOf("- one\n  more\n- two\n\n1. first\n2. second"), [
    { kind: "bullets", items: ["one more", "two"] },
    { kind: "numbers", items: ["first", "second"] },
  ]);
});

test("a fence without an end and an empty fence end with the text", () => {
  assert.deepEqual(blocksOf("```\na"), [{ kind: "code", text: "a" }]);
  assert.deepEqual(blocksOf("```\n```\nb"), [
    { kind: "code", text: "" },
    { kind: "paragraph", text: "b" },
  ]);
  assert.deepEqual(blocksOf(""), []);
});

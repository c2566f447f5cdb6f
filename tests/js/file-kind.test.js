/** Files that browsers do not decode are recognised by their first bytes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isPicture, kindOf } from "../../web/js/input/file-kind.js";

const blob = (/** @type {string} */ text) => new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))]);

for (const [kind, bytes] of [
  ["svg", '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">'],
  ["tiff", "II*\0\x08\0\0\0"],
  ["tiff", "MM\0*\0\0\0\x08"],
  ["heic", "\0\0\0\x18ftypheic\0\0\0\0"],
  ["heic", "\0\0\0\x18ftypmif1\0\0\0\0"],
  ["other", "\x89PNG\r\n\x1a\n"],
  ["other", "\0\0\0\x18ftypavif"],
  ["other", ""],
]) {
  test(`${JSON.stringify(bytes.slice(0, 12))} is ${kind}`, async () => assert.equal(await kindOf(blob(bytes)), kind));
}

test("a dropped photo without a type is a picture by its name; a model is none", () => {
  assert.ok(isPicture(new File([], "IMG_1.HEIC")));
  assert.ok(isPicture(new File([], "a.tif", { type: "image/tiff" })));
  assert.ok(!isPicture(new File([], "net.onnx")));
  assert.ok(!isPicture(new File([], "a.png", { type: "text/plain" })));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { panelWords } from "../../web/js/i18n/en/panels.js";
import { train } from "../../web/js/i18n/en/train.js";
import { addTexts } from "../../web/js/i18n/language.js";
import { PictureImport } from "../../web/js/panels/train/tray/picture-import.js";
import { archiveOf } from "./support/zip.js";

addTexts("panels", panelWords);
addTexts("train", { train });

const CLASSES = ["zero", "one"];

/** Two files of arrays; Python, below, has read them. */
const FILES = ["images", "labels"].map((path) => ({ path, data: new Blob([path]) }));

/**
 * Python that finds images of `side` × `side` levels, all of them like their number, with the labels 0, 1, 2, 0, 1, …
 * @param {number} count
 * @param {number} [side]
 */
function fakePython(count, side = 2) {
  return /** @type {any} */ ({
    runTask: async (
      /** @type {string} */ task,
      /** @type {any} */ { files, most },
      /** @type {ArrayBuffer} */ bytes,
    ) => {
      assert.equal(task, "trayArrays");
      assert.deepEqual(files, [
        { name: "images", length: 6 },
        { name: "labels", length: 6 },
      ]);
      assert.equal(new TextDecoder().decode(bytes), "imageslabels");
      const taken = Math.min(count, most);
      const labels = Array.from({ length: taken }, (_, number) => number % 3);
      const file = Uint8Array.from({ length: taken * side * side }, (_, at) => Math.floor(at / side / side) % 256);
      return { result: { height: side, width: side, labels, images: count }, file };
    },
  });
}

test("arrays become digits with the names of their classes, and a number where the model has no such class", async () => {
  /** @type {number[][]} */
  const reports = [];
  const run = new PictureImport(fakePython(1201), (...progress) => reports.push(progress));
  const found = await run.run(FILES, CLASSES, 10_000);
  assert.equal(found?.digits.length, 1201);
  assert.deepEqual(found?.digits[5], { label: "2", image: "BQUFBQ==", width: 2, height: 2 });
  assert.deepEqual(
    found?.digits.slice(0, 4).map(({ label }) => label),
    ["zero", "one", "2", "zero"],
  );
  assert.deepEqual(reports, [
    [500, 1201],
    [1000, 1201],
    [1201, 1201],
  ]);
  assert.equal(found?.left, 0);
});

test("of more images than there is room for, the first are taken", async () => {
  const found = await new PictureImport(fakePython(30), () => {}).run(FILES, CLASSES, 12);
  assert.deepEqual([found?.digits.length, found?.left], [12, 18]);
});

test("a stopped import gives nothing", async () => {
  const run = new PictureImport(fakePython(1201), () => run.stop());
  assert.equal(await run.run(FILES, CLASSES, 10_000), null);
});

test("images that are too large, and pictures in no folder with a label, are refused in a sentence", async () => {
  const run = () => new PictureImport(fakePython(1, 513), () => {});
  await assert.rejects(run().run(FILES, CLASSES, 10), /its images have 513 × 513 pixels; expected at most 512 × 512/);
  for (const path of ["one.png", `${"x".repeat(41)}/one.png`, "a\nb/one.png"]) {
    const file = { path: "a.zip", data: new Blob([await archiveOf({ [path]: new Uint8Array(3) })]) };
    await assert.rejects(run().run([file], CLASSES, 10), /is not in a folder that is named like a label/);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { panelWords } from "../../web/js/i18n/en/panels.js";
import { addTexts } from "../../web/js/i18n/language.js";
import { openTestSet } from "../../web/js/panels/evaluate/test-set.js";
import { archiveOf, compressed } from "./support/zip.js";

/** @import { ChosenFile } from "../../web/js/input/labelled-files/labelled-files.js" */

addTexts("panels", panelWords);

const CLASSES = ["cat", "dog"];
const IMAGES = new Uint8Array([0, 0, 8, 3, 1, 2, 3]);
const LABELS = new Uint8Array([0, 0, 8, 1, 9]);
const NPY = new TextEncoder().encode("\x93NUMPY");

/**
 * @param {string} path
 * @param {BlobPart} data
 * @returns {ChosenFile}
 */
const chosen = (path, data) => ({ path, data: new Blob([data]) });

/** @param {ChosenFile[]} files */
const open = (files) => openTestSet(files, CLASSES);

test("two files are images and labels, also if they are gzipped", async () => {
  for (const labels of [LABELS, await compressed(LABELS, "gzip")]) {
    const { name, arrays, pictures } = await open([chosen("images", IMAGES), chosen("labels.gz", labels)]);
    assert.equal(name, "images + labels.gz");
    assert.deepEqual(arrays, [
      { name: "images", bytes: IMAGES },
      { name: "labels.gz", bytes: LABELS },
    ]);
    assert.deepEqual(pictures, []);
  }
});

test("an .npz is recognised by its contents, and only its images and labels are unpacked", async () => {
  for (const [images, labels] of [
    ["images", "labels"],
    ["x_test", "y_test"],
    ["x", "y"],
  ]) {
    const files = { "x_train.npy": NPY, [`${labels}.npy`]: LABELS, [`${images}.npy`]: IMAGES };
    const { name, arrays } = await open([chosen("mnist.bin", await archiveOf(files))]);
    assert.equal(name, "mnist.bin");
    assert.deepEqual(arrays, [
      { name: `mnist.bin: ${images}`, bytes: IMAGES },
      { name: `mnist.bin: ${labels}`, bytes: LABELS },
    ]);
  }
});

test("pictures get the class of their folder, in a chosen folder and in an archive", async () => {
  const paths = ["set/dog/1.png", "set/cat/2.JPG"];
  const folder = await open([...paths.map((path) => chosen(path, IMAGES)), chosen("set/notes.txt", "")]);
  const packed = Object.fromEntries(
    [...paths, "set/readme.md", "__MACOSX/set/dog/._1.png"].map((path) => [path, IMAGES]),
  );
  const archive = await open([chosen("set.zip", await archiveOf(packed))]);
  for (const { name, pictures } of [folder, archive]) {
    assert.ok(name === "set" || name === "set.zip");
    assert.deepEqual(
      pictures.map(({ path, label }) => [path, label]),
      [
        ["set/dog/1.png", 1],
        ["set/cat/2.JPG", 0],
      ],
    );
    assert.deepEqual(new Uint8Array(await (await pictures[0].read()).arrayBuffer()), IMAGES);
  }
});

test("what is no test set is refused in a sentence that says what is expected", async () => {
  const gzip = await compressed(LABELS, "gzip");
  const cases = /** @type {[ChosenFile[], RegExp][]} */ ([
    [[chosen("a", IMAGES)], /^expected two files \(images and labels\), one \.npz, .* found a\.$/],
    [[chosen("a", IMAGES), chosen("b", LABELS), chosen("c", LABELS)], /found a, b, c\.$/],
    [[chosen("a", IMAGES), chosen("b.gz", gzip.subarray(0, 9))], /^b\.gz cannot be opened \(.*\)\. It may be damaged/],
    [[chosen("a.zip", "PK and nothing else")], /^a\.zip cannot be opened \(it is not a zip archive/],
    [
      [chosen("a.npz", await archiveOf({ "x.npy": NPY, "z.npy": NPY }))],
      /^a\.npz holds the arrays x, z; expected images/,
    ],
    [
      [chosen("a.zip", await archiveOf({ "notes.txt": NPY }))],
      /^a\.zip holds no pictures; expected files like cat\/one\.png/,
    ],
    [[chosen("set/notes.txt", "")], /^set holds no pictures/],
    [[chosen("set/bird/1.png", IMAGES)], /^set\/bird\/1\.png is not in a folder .* the classes are cat, dog\.$/],
    [[chosen("1.png", IMAGES)], /^1\.png is not in a folder named like a class/],
  ]);
  for (const [files, sentence] of cases) {
    await assert.rejects(open(files), ({ message }) => sentence.test(message), String(sentence));
  }
});

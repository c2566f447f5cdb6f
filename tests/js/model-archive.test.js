import assert from "node:assert/strict";
import { test } from "node:test";
import { openArchive } from "../../web/js/models/model-archive.js";
import { archiveOf } from "./support/zip.js";

/** @param {string} text */
const bytesOf = (text) => new TextEncoder().encode(text);

/** @param {ArrayBuffer} bytes */
const textOf = (bytes) => new TextDecoder().decode(bytes);

/**
 * @param {Record<string, string>} files
 * @param {{ flags?: number }} [options]
 */
async function archive(files, options) {
  const entries = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, bytesOf(text)]));
  const bytes = await (await archiveOf(entries, { stored: true, ...options })).arrayBuffer();
  return { name: "model.zip", bytes, scaling: "mnist" };
}

test("a network and the files beside it are taken out of an archive, in any folder and order", async () => {
  for (const folder of ["", "export/"]) {
    const own = await archive({
      [`${folder}net.onnx.data`]: "numbers",
      [`${folder}net.onnx`]: "network",
      "elsewhere/other.txt": "not taken",
    });
    const model = await openArchive(own);
    assert.equal(model.isNpz, false);
    assert.equal(model.name, "net.onnx");
    assert.equal(textOf(model.bytes), "network");
    assert.equal(model.scaling, "mnist");
    const files = (model.files ?? []).map(({ name, bytes }) => [name, textOf(bytes)]);
    assert.deepEqual(files, [["net.onnx.data", "numbers"]]);
  }
});

test("a model file of glasscnn's own is recognised under any name", async () => {
  const own = await archive({ "graph.npy": "{}", "conv.weight.npy": "1" });
  assert.deepEqual(await openArchive(own), { ...own, isNpz: true });
});

test("an archive of another kind, or a damaged one, is left to the importer", async () => {
  const own = await archive({ "archive/data.pkl": "weights" });
  assert.deepEqual(await openArchive(own), { ...own, isNpz: false });
  const damaged = { name: "cut.zip", bytes: bytesOf("PK").buffer };
  assert.deepEqual(await openArchive(damaged), { ...damaged, isNpz: false });
});

test("several networks in an archive are named", async () => {
  const own = await archive({ "a.onnx": "one", "b.onnx": "two" });
  await assert.rejects(openArchive(own), /model\.zip holds several networks: a\.onnx, b\.onnx\./);
});

test("an archive that is encrypted, or that would unpack to more than 64 MB, is refused", async () => {
  const encrypted = await archive({ "net.onnx": "network" }, { flags: 1 });
  await assert.rejects(openArchive(encrypted), /damaged or encrypted/);
  const { bytes } = await archive({ "net.onnx": "network" });
  const view = new DataView(bytes);
  const starts = Array.from({ length: bytes.byteLength - 4 }, (_, at) => at);
  const directory = starts.find((at) => view.getUint32(at, true) === 0x02014b50) ?? 0;
  view.setUint32(directory + 24, 65 * 2 ** 20, true); // the size that the directory states
  await assert.rejects(openArchive({ name: "model.zip", bytes }), /model\.zip is larger than 64 MB/);
});

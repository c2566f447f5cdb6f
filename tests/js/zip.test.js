import assert from "node:assert/strict";
import { test } from "node:test";
import { inflate } from "../../web/js/lib/inflate.js";
import { listEntries, readEntry } from "../../web/js/lib/zip.js";
import { archiveOf, compressed } from "./support/zip.js";

const FILES = {
  "7/a.png": new Uint8Array([1, 2, 3]),
  "7/": new Uint8Array(),
  "8/é.png": new Uint8Array(5000).fill(7),
  empty: new Uint8Array(),
};

/** @param {Blob} archive */
async function contents(archive) {
  const entries = await listEntries(archive);
  return Object.fromEntries(
    await Promise.all(entries.map(async (entry) => [entry.name, [...(await readEntry(archive, entry))]])),
  );
}

const { "7/": _folder, ...files } = FILES;
const EXPECTED = Object.fromEntries(Object.entries(files).map(([name, data]) => [name, [...data]]));

test("stored and deflated files are read, folders are left out", async () => {
  for (const options of [{ stored: true }, {}, { local: [1, 0, 2, 0, 9, 9], comment: "made by hand" }]) {
    assert.deepEqual(await contents(await archiveOf(FILES, options)), EXPECTED);
  }
});

test("what is no archive, or cut off, is refused in words", async () => {
  await assert.rejects(listEntries(new Blob(["no archive"])), /not a zip archive/);
  const whole = await archiveOf(FILES);
  await assert.rejects(listEntries(whole.slice(0, -30)), /its end is missing/);
  await assert.rejects(contents(whole.slice(40)), /directory is damaged|is not where/);
});

test("encrypted files and other methods of compression are refused by name", async () => {
  for (const options of [{ flags: 1 }, { method: 12 }]) {
    await assert.rejects(contents(await archiveOf(files, options)), /7\/a\.png is encrypted, or compressed in a way/);
  }
});

test("no more is decompressed than the archive declares", async () => {
  const archive = await archiveOf({ bomb: new Uint8Array(100_000) });
  const [entry] = await listEntries(archive);
  await assert.rejects(readEntry(archive, { ...entry, size: 1000 }), /more than 1000 bytes/);
  await assert.rejects(readEntry(archive, { ...entry, size: 100_001 }), /has 100000 bytes instead of 100001/);
});

test("gzipped data is decompressed, damaged data is not", async () => {
  const data = new Uint8Array(3000).map((_, at) => at % 251);
  const packed = await compressed(data, "gzip");
  assert.deepEqual(await inflate(new Blob([packed]), "gzip", 3000), data);
  await assert.rejects(inflate(new Blob([packed]), "gzip", 2999), /more than 2999 bytes/);
  await assert.rejects(inflate(new Blob([packed.subarray(0, 20)]), "gzip", 3000), /Error/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { unpack } from "../../web/js/worker/boot/unpack.js";
import { Random } from "./support/random.js";

const text = new TextEncoder();

/**
 * A number as little-endian bytes.
 * @param {number} value
 * @param {number} count
 */
const bytesOf = (value, count) => Array.from({ length: count }, (_, at) => Math.floor(value / 256 ** at) % 256);

/** @param {number} value */
const u16 = (value) => bytesOf(value, 2);

/** @param {number} value */
const u32 = (value) => bytesOf(value, 4);

/**
 * A zip of stored files (PKWARE APPNOTE 6.3.9, 4.3.7, 4.3.12, 4.3.16); checksums and times are 0, since they are not read.
 * @param {Record<string, Uint8Array>} files
 * @param {{ local?: number[], central?: number[], comment?: string }} [extra] fields that the format allows
 */
function zipOf(files, { local = [], central = [], comment = "" } = {}) {
  /** @type {number[]} */
  const zip = [];
  /** @type {number[]} */
  const directory = [];
  for (const [path, data] of Object.entries(files)) {
    const name = [...text.encode(path)];
    const common = [...u16(0), ...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(data.length), ...u32(data.length)];
    const start = zip.length;
    zip.push(...u32(0x04034b50), ...u16(20), ...common, ...u16(name.length), ...u16(local.length), ...name, ...local);
    zip.push(...data);
    const lengths = [...u16(name.length), ...u16(central.length), ...u16(comment.length)];
    directory.push(...u32(0x02014b50), ...u16(20), ...u16(20), ...common, ...lengths, ...new Array(8).fill(0));
    directory.push(...u32(start), ...name, ...central, ...text.encode(comment));
  }
  const count = u16(Object.keys(files).length);
  const end = [...u32(0x06054b50), ...u16(0), ...u16(0), ...count, ...count, ...u32(directory.length)];
  return new Uint8Array([...zip, ...directory, ...end, ...u32(zip.length), ...u16(0)]);
}

/**
 * Deflate data in the zlib format.
 * @param {Uint8Array<ArrayBuffer>} data
 */
async function deflated(data) {
  const stream = new Blob([data]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Map<string, Uint8Array>} files */
const plain = (files) => Object.fromEntries(Array.from(files, ([name, data]) => [name, [...data]]));

const FILES = {
  "a.py": text.encode("print(1)\n"),
  "b/c é.pyc": new Uint8Array([0, 255, 128]),
  empty: new Uint8Array(),
};
const EXPECTED = Object.fromEntries(Object.entries(FILES).map(([name, data]) => [name, [...data]]));

test("a zlib stream built by hand is inflated, and its zip unpacked", async () => {
  const zip = zipOf({ a: new Uint8Array([7]) });
  let [low, high] = [1, 0]; // Adler-32, RFC 1950 section 8.2
  for (const byte of zip) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  const stored = [0x78, 0x01, 0x01, ...u16(zip.length), ...u16(65535 - zip.length), ...zip];
  const pack = new Uint8Array([...stored, ...u16(high).reverse(), ...u16(low).reverse()]);
  assert.deepEqual(plain(await unpack(pack)), { a: [7] });
});

test("all files are found by path, including empty files and non-ASCII names", async () => {
  assert.deepEqual(plain(await unpack(await deflated(zipOf(FILES)))), EXPECTED);
});

test("optional fields of the zip format are skipped", async () => {
  const zip = zipOf(FILES, { local: [1, 0, 2, 0, 9, 9], central: [1, 0, 0, 0], comment: "a comment" });
  assert.deepEqual(plain(await unpack(await deflated(zip))), EXPECTED);
});

test("an archive without files gives an empty map", async () => {
  assert.deepEqual(plain(await unpack(await deflated(zipOf({})))), {});
});

test("data that is not a zip, or a truncated zip, is refused", async () => {
  const zip = zipOf(FILES);
  for (const wrong of [new Uint8Array(), new Uint8Array(100), zip.slice(0, -1), zip.slice(0, 30)]) {
    await assert.rejects(unpack(await deflated(wrong)), /^Error: it is not a zip archive, or its end is missing/);
  }
});

test("a directory at another offset than the end record states is refused", async () => {
  const zip = zipOf(FILES);
  zip[zip.length - 6] += 1;
  await assert.rejects(unpack(await deflated(zip)), /^Error: its directory is damaged/);
});

test("an archive that was truncated or changed anywhere is refused", async () => {
  const random = new Random(1);
  const pack = await deflated(zipOf(FILES));
  for (let at = 0; at < pack.length; at += 1) {
    await assert.rejects(unpack(pack.slice(0, at)), /^Error: it cannot be inflated/, `cut at ${at}`);
    const changed = pack.slice();
    changed[at] ^= random.integer(1, 255);
    await assert.rejects(unpack(changed), /^Error: it/, `changed at ${at}`);
  }
});

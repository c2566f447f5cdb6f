/**
 * Reads zip archives, one file at a time (PKWARE APPNOTE 6.3.9, sections 4.3.7, 4.3.12 and 4.3.16): stored and deflated
 * files, without encryption, of up to 4 GB.
 */

import { inflate } from "./inflate.js";

const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
const ENCRYPTED = 1;
const [STORED, DEFLATED] = [0, 8];

/** @typedef {{ name: string, size: number, packed: number, method: number, isEncrypted: boolean, offset: number }} Entry */

/**
 * @param {Blob} archive
 * @returns {Promise<Entry[]>} its files; folders are left out
 * @throws {Error} if the archive is damaged
 */
export async function listEntries(archive) {
  const tail = await viewOf(archive.slice(-END_LENGTH - LONGEST_COMMENT));
  let end = tail.byteLength - END_LENGTH;
  while (end >= 0 && tail.getUint32(end, true) !== END_OF_DIRECTORY) {
    end -= 1;
  }
  if (end < 0) {
    throw new Error("it is not a zip archive, or its end is missing");
  }
  const [count, size, start] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
  ];
  const directory = await viewOf(archive.slice(start, start + size));
  const decoder = new TextDecoder();
  const entries = [];
  let at = 0;
  for (let left = count; left > 0; left--) {
    if (at + ENTRY_LENGTH > directory.byteLength || directory.getUint32(at, true) !== ENTRY) {
      throw new Error("its directory is damaged");
    }
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => directory.getUint16(at + field, true));
    entries.push({
      name: decoder.decode(new Uint8Array(directory.buffer, at + ENTRY_LENGTH, nameLength)),
      size: directory.getUint32(at + 24, true),
      packed: directory.getUint32(at + 20, true),
      method: directory.getUint16(at + 10, true),
      isEncrypted: (directory.getUint16(at + 8, true) & ENCRYPTED) !== 0,
      offset: directory.getUint32(at + 42, true),
    });
    at += ENTRY_LENGTH + nameLength + extra + comment;
  }
  return entries.filter(({ name }) => !name.endsWith("/"));
}

/**
 * @param {Blob} archive
 * @param {Entry} entry
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the contents of a file
 * @throws {Error} if they are damaged, encrypted, or compressed by another method
 */
export async function readEntry(archive, { name, size, packed, method, isEncrypted, offset }) {
  const local = await viewOf(archive.slice(offset, offset + LOCAL_LENGTH));
  if (local.byteLength < LOCAL_LENGTH || local.getUint32(0, true) !== LOCAL) {
    throw new Error(`${name} is not where the archive's directory says`);
  }
  if (isEncrypted || (method !== STORED && method !== DEFLATED)) {
    throw new Error(`${name} is encrypted, or compressed in a way that this page cannot read`);
  }
  const start = offset + LOCAL_LENGTH + local.getUint16(26, true) + local.getUint16(28, true);
  const data = archive.slice(start, start + packed);
  const contents =
    method === STORED ? new Uint8Array(await data.arrayBuffer()) : await inflate(data, "deflate-raw", size);
  if (contents.length !== size) {
    throw new Error(`${name} has ${contents.length} bytes instead of ${size}`);
  }
  return contents;
}

/** @param {Blob} part */
async function viewOf(part) {
  return new DataView(await part.arrayBuffer());
}

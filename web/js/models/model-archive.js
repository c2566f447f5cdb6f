/** Unpacks an archive with an .onnx file and the files that hold its weights; loaded when one is opened. */

import { LocalisedError } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { listEntries, readEntry } from "../lib/zip.js";
import { LARGEST_MODEL } from "../protocol/limits.js";

/** @import { Entry } from "../lib/zip.js" */
/** @import { OwnModel } from "./kept-model.js" */

const GRAPH = "graph.npy";

/**
 * The model in an archive: glasscnn's own, an .onnx with the files beside it, or the archive itself, which the importer in Python
 * then names.
 * @param {OwnModel} own
 * @returns {Promise<OwnModel & { isNpz: boolean }>}
 * @throws {LocalisedError} if it holds several networks, too much, or cannot be unpacked
 */
export async function openArchive(own) {
  const archive = new Blob([own.bytes]);
  const entries = await listEntries(archive).catch(() => /** @type {Entry[]} */ ([]));
  const networks = entries.filter(({ name }) => name.toLowerCase().endsWith(".onnx"));
  if (networks.length === 0) {
    return { ...own, isNpz: entries.some(({ name }) => name === GRAPH) };
  }
  if (networks.length > 1) {
    throw new LocalisedError(() => texts.errors.severalNetworks(own.name, networks.map(({ name }) => name).join(", ")));
  }
  const folder = pathOf(networks[0]).folder;
  const files = entries.filter((entry) => pathOf(entry).folder === folder);
  if (files.reduce((sum, { size }) => sum + size, 0) > LARGEST_MODEL) {
    throw new LocalisedError(() => texts.errors.tooLarge(own.name));
  }
  const [network, ...others] = await Promise.all(
    [networks[0], ...files.filter((entry) => entry !== networks[0])].map((entry) => unpack(archive, entry)),
  ).catch(() => {
    throw new LocalisedError(() => texts.errors.cannotUnpack(own.name));
  });
  return { ...own, ...network, files: others, isNpz: false };
}

/**
 * @param {Blob} archive
 * @param {Entry} entry
 */
async function unpack(archive, entry) {
  return { name: pathOf(entry).name, bytes: (await readEntry(archive, entry)).buffer };
}

/** @param {Entry} entry */
function pathOf({ name }) {
  const end = name.lastIndexOf("/") + 1;
  return { folder: name.slice(0, end), name: name.slice(end) };
}

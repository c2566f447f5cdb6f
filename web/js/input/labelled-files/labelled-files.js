/**
 * Recognises images with labels among the files that somebody has chosen: two arrays (a pair of IDX files, or an .npz), or
 * pictures in folders named like the classes. By the first bytes, not by the names.
 */

import { LocalisedError, messageOf } from "../../i18n/error-text.js";
import { texts } from "../../i18n/language.js";
import { inflate } from "../../lib/inflate.js";
import { listEntries, readEntry } from "../../lib/zip.js";
import { LARGEST_TEST_SET } from "../../protocol/limits.js";

/** @import { Entry } from "../../lib/zip.js" */

/** @typedef {{ path: string, data: Blob }} ChosenFile the path starts with the folder that was chosen, if one was */
/** @typedef {{ name: string, bytes: Uint8Array<ArrayBuffer> }} ArrayFile IDX or .npy */
/** @typedef {{ path: string, folder: string, read: () => Promise<Blob> }} PictureFile `folder`: the one that it is in */

/**
 * Images with labels; the files of arrays are in memory, pictures are read one by one.
 * @typedef {{ name: string, arrays: ArrayFile[], pictures: PictureFile[] }} LabelledFiles
 */

const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b];
const PICTURE = /\.(png|jpe?g|webp|gif|bmp|avif)$/i;
const IMAGES = ["images", "x_test", "x"];
const LABELS = ["labels", "y_test", "y"];

/**
 * @param {ChosenFile[]} files
 * @param {string} example of a class, for error messages
 * @returns {Promise<LabelledFiles>}
 * @throws {LocalisedError} if they are something else
 */
export async function openLabelledFiles(files, example) {
  const { errors } = texts.test;
  const [first] = files;
  if (files.length === 1 && (await startsWith(first.data, ZIP))) {
    return openArchive(first, example);
  }
  const pictures = files.filter(({ path }) => PICTURE.test(path));
  if (pictures.length > 0 || files.some(({ path }) => path.includes("/"))) {
    const name = first.path.split("/")[0];
    return picturesIn(
      name,
      pictures.map(({ path, data }) => ({ path, read: async () => data })),
      example,
    );
  }
  if (files.length !== 2) {
    throw new LocalisedError(() => errors.combination(files.map(({ path }) => path).join(", ")));
  }
  const arrays = await Promise.all(files.map(({ path, data }) => attempt(path, () => openArray(path, data))));
  return { name: files.map(({ path }) => path).join(" + "), arrays, pictures: [] };
}

/**
 * @param {string} name
 * @param {Blob} data
 */
async function openArray(name, data) {
  checkSize(name, data.size);
  const isPacked = await startsWith(data, GZIP);
  return {
    name,
    bytes: isPacked ? await inflate(data, "gzip", LARGEST_TEST_SET) : new Uint8Array(await data.arrayBuffer()),
  };
}

/**
 * An .npz or an archive of pictures.
 * @param {ChosenFile} file
 * @param {string} example
 * @returns {Promise<LabelledFiles>}
 */
async function openArchive({ path, data }, example) {
  const entries = await attempt(path, () => listEntries(data));
  if (!entries.some(({ name }) => name.endsWith(".npy"))) {
    const pictures = entries.filter(({ name }) => PICTURE.test(name) && !name.startsWith("__MACOSX/"));
    return picturesIn(
      path,
      pictures.map((entry) => ({
        path: entry.name,
        read: async () => {
          checkSize(entry.name, entry.size);
          return new Blob([await attempt(path, () => readEntry(data, entry))]);
        },
      })),
      example,
    );
  }
  const chosen = [IMAGES, LABELS].map((names) => arrayAmong(entries, names));
  const [images, labels] = chosen;
  if (!images || !labels) {
    const found = entries.map(({ name }) => name.replace(/\.npy$/, "")).join(", ");
    throw new LocalisedError(() => texts.test.errors.arrays(path, found));
  }
  checkSize(path, images.size + labels.size);
  const arrays = [images, labels].map(async (entry) => ({
    name: `${path}: ${entry.name.replace(/\.npy$/, "")}`,
    bytes: await attempt(path, () => readEntry(data, entry)),
  }));
  return { name: path, arrays: await Promise.all(arrays), pictures: [] };
}

/**
 * @param {Entry[]} entries of an .npz
 * @param {string[]} names in the order of preference
 */
function arrayAmong(entries, names) {
  return names.map((name) => entries.find((entry) => entry.name === `${name}.npy`)).find(Boolean);
}

/**
 * @param {string} name
 * @param {{ path: string, read: () => Promise<Blob> }[]} pictures
 * @param {string} example
 * @returns {LabelledFiles}
 */
function picturesIn(name, pictures, example) {
  if (pictures.length === 0) {
    throw new LocalisedError(() => texts.test.errors.noPictures(name, example));
  }
  const found = pictures.map(({ path, read }) => ({ path, folder: path.split("/").at(-2) ?? "", read }));
  return { name, arrays: [], pictures: found };
}

/**
 * @param {string} name
 * @param {number} size bytes
 */
function checkSize(name, size) {
  if (size > LARGEST_TEST_SET) {
    throw new LocalisedError(() => texts.test.errors.tooLarge(name));
  }
}

/**
 * @template T
 * @param {string} name of the file that is opened
 * @param {() => Promise<T>} open
 * @returns {Promise<T>}
 */
async function attempt(name, open) {
  try {
    return await open();
  } catch (error) {
    if (error instanceof LocalisedError) {
      throw error;
    }
    throw new LocalisedError(() => texts.test.errors.unreadable(name, messageOf(error)));
  }
}

/**
 * @param {Blob} data
 * @param {number[]} magic
 */
async function startsWith(data, magic) {
  const start = new Uint8Array(await data.slice(0, magic.length).arrayBuffer());
  return magic.every((byte, at) => start[at] === byte);
}

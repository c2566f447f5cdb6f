/** Decodes pictures one by one, and puts them together into messages of a moderate size. */

import { LocalisedError } from "../../i18n/error-text.js";
import { texts } from "../../i18n/language.js";
import { readsTruePixels } from "../../ui/true-pixels.js";
import { decodePicture, fits, pixelsFor } from "../decode-picture.js";

/** @import { PictureFile } from "./labelled-files.js" */

/**
 * Pictures as Python gets them: what describes each, and the pixels of all, RGBA, one picture after the other.
 * @template {PictureFile} T
 * @typedef {{ pictures: { file: T, name: string, width: number, height: number }[], bytes: ArrayBuffer }} PictureBatch
 */

const MOST_PICTURES = 64; // in one message
const MOST_BYTES = 2 ** 18; // a picture of the largest size, or many small ones

/**
 * @template {PictureFile} T
 * @param {T[]} files
 * @param {number[]} shape [C, H, W] of the images that Python makes of them
 * @returns {AsyncGenerator<PictureBatch<T>>}
 * @throws {LocalisedError} if the browser falsifies pixels, or cannot decode a picture
 */
export async function* pictureBatches(files, shape) {
  if (files.length > 0 && !readsTruePixels(document.createElement("canvas"))) {
    throw new LocalisedError(() => texts.test.errors.falsified);
  }
  /** @type {PictureBatch<T>["pictures"]} */
  let pictures = [];
  /** @type {Uint8ClampedArray<ArrayBuffer>[]} */
  let pixels = [];
  for (const file of files) {
    const { width, height, data } = await decode(file, shape);
    pictures.push({ file, name: file.path, width, height });
    pixels.push(data);
    const size = pixels.reduce((sum, { length }) => sum + length, 0);
    if (size >= MOST_BYTES || pixels.length === MOST_PICTURES || file === files.at(-1)) {
      yield { pictures, bytes: await new Blob(pixels).arrayBuffer() };
      [pictures, pixels] = [[], []];
    }
  }
}

/**
 * @param {PictureFile} file
 * @param {number[]} shape
 */
async function decode({ path, read }, shape) {
  const canvas = await decodePicture(await read()).catch(() => {
    throw new LocalisedError(() => texts.test.errors.picture(path));
  });
  return /** @type {ImageData & { data: Uint8ClampedArray<ArrayBuffer> }} */ (pixelsFor(canvas, fits(canvas, shape)));
}

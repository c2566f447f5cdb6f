/**
 * Makes digits of images with labels: of pictures in folders, and of two arrays. Python makes the levels, part by part, so
 * that it can be stopped and the page answers meanwhile.
 */

import { LocalisedError } from "../../../i18n/error-text.js";
import { texts } from "../../../i18n/language.js";
import { openLabelledFiles } from "../../../input/labelled-files/labelled-files.js";
import { pictureBatches } from "../../../input/labelled-files/picture-batches.js";
import { pause } from "../../../lib/pause.js";
import { LARGEST_DIGIT_SIDE } from "../../../protocol/limits.js";
import { isLabel } from "./label.js";
import { pictured } from "./tray-digit.js";

/** @import { ArrayFile, ChosenFile, PictureFile } from "../../../input/labelled-files/labelled-files.js" */
/** @import { PythonClient } from "../../../python/client.js" */
/** @import { TrayDigit } from "./digit-tray.js" */

const SHAPE = [1, 28, 28]; // of the images that pictures become
const AT_ONCE = 500; // images before the page may do something else

export class PictureImport {
  /**
   * @param {PythonClient} python
   * @param {(done: number, all: number) => void} onProgress
   */
  constructor(python, onProgress) {
    this.python = python;
    this.onProgress = onProgress;
    this.isStopped = false;
    this.found = 0; // images
  }

  stop() {
    this.isStopped = true;
  }

  /**
   * @param {ChosenFile[]} files
   * @param {string[]} classes that the labels of arrays number
   * @param {number} most digits; of more images, the first ones are taken
   * @returns {Promise<{ digits: TrayDigit[], left: number } | null>} and how many images were not taken; null if stopped
   * @throws {Error} if the files cannot be used, or Python has stopped
   */
  async run(files, classes, most) {
    const { arrays, pictures } = await openLabelledFiles(files, classes[0]);
    this.found = pictures.length; // of arrays, Python tells it
    const parts = arrays.length > 0 ? this.ofArrays(arrays, classes, most) : this.ofPictures(pictures.slice(0, most));
    const digits = [];
    for await (const part of parts) {
      digits.push(...part);
      if (this.isStopped) {
        return null;
      }
    }
    return { digits, left: this.found - digits.length };
  }

  /**
   * @param {PictureFile[]} files
   * @returns {AsyncGenerator<TrayDigit[]>}
   */
  async *ofPictures(files) {
    const wrong = files.find(({ folder }) => !isLabel(folder));
    if (wrong) {
      throw new LocalisedError(() => texts.train.tray.errors.folder(wrong.path));
    }
    let done = 0;
    for await (const { pictures, bytes } of pictureBatches(files, SHAPE)) {
      const args = { pictures: pictures.map(({ file: _, ...picture }) => picture) };
      const { result, file } = await this.python.runTask("trayPictures", args, bytes, [bytes]);
      done += pictures.length;
      this.onProgress(done, files.length);
      const labels = pictures.map(({ file: { folder } }) => folder);
      yield digitsOf(file, labels, result);
    }
  }

  /**
   * @param {ArrayFile[]} arrays
   * @param {string[]} classes
   * @param {number} most
   * @returns {AsyncGenerator<TrayDigit[]>}
   */
  async *ofArrays(arrays, classes, most) {
    const bytes = await new Blob(arrays.map((array) => array.bytes)).arrayBuffer();
    const args = { files: arrays.map(({ name, bytes: { length } }) => ({ name, length })), most };
    const { result, file } = await this.python.runTask("trayArrays", args, bytes, [bytes]);
    const { height, width } = result;
    this.found = result.images;
    if (Math.max(height, width) > LARGEST_DIGIT_SIDE) {
      throw new LocalisedError(() => texts.train.tray.errors.tooLarge(height, width, LARGEST_DIGIT_SIDE));
    }
    /** @type {string[]} */
    const labels = result.labels.map((/** @type {number} */ label) => classes[label] ?? String(label));
    const size = height * width;
    for (let start = 0; start < labels.length; start += AT_ONCE) {
      await pause();
      const part = labels.slice(start, start + AT_ONCE);
      yield digitsOf(file.subarray(start * size), part, result);
      this.onProgress(start + part.length, labels.length);
    }
  }
}

/**
 * @param {Uint8Array} levels of the images, one after the other
 * @param {string[]} labels of the first ones
 * @param {{ height: number, width: number }} size of an image
 */
function digitsOf(levels, labels, { height, width }) {
  const size = height * width;
  return labels.map((label, index) =>
    pictured(label, levels.subarray(index * size, (index + 1) * size), height, width),
  );
}

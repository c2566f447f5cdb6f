/** Makes model files of a person's own files: of ONNX, with the importer in Python, which also says of any other file what it is. */

import { fetchBytes } from "../host/fetch-file.js";
import { LocalisedError } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { LARGEST_MODEL } from "../protocol/limits.js";
import { PythonError } from "../protocol/messages.js";
import { isArchive, isNpz } from "./kept-model.js";

/** @import { SampleButtons } from "../input/sample-buttons.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { OnProgress } from "../python/requests.js" */
/** @import { ImportReport, OwnModel } from "./kept-model.js" */

/** Of a model file of glasscnn's own, which states everything. @type {ImportReport} */
const COMPLETE = { unneeded: [], precision: "float32", scaling: null, output: null, classes: null, head: "softmax" };

export class ModelImporter {
  /**
   * @param {PythonClient} python
   * @param {SampleButtons} samples digits for finding the scaling of pixels
   */
  constructor(python, samples) {
    this.python = python;
    this.samples = samples;
  }

  /**
   * The bytes of a model file: of an `.npz` those that there are, of ONNX those that the importer makes.
   * @param {OwnModel} own
   * @param {OnProgress} [onProgress]
   * @returns {Promise<{ file: ArrayBuffer, report: ImportReport }>}
   */
  async fileOf(own, onProgress) {
    const model =
      isNpz(own) || !isArchive(own)
        ? { ...own, isNpz: isNpz(own) }
        : await (await import("./model-archive.js")).openArchive(own);
    if (model.isNpz) {
      return { file: model.bytes, report: COMPLETE };
    }
    const { name, bytes, files = [], scaling = null, output = null, classes = null, size = null } = model;
    const samples = await this.samples.samples;
    const sizes = files.map((file) => ({ name: file.name, size: file.bytes.byteLength }));
    const all = await new Blob([bytes, ...files.map((file) => file.bytes)]).arrayBuffer();
    const args = { name, files: sizes, samples, scaling, output, classes, size };
    const { file, result } = await this.python.alone(() => this.python.runTask("onnx", args, all, [all], onProgress));
    return { file: file.buffer, report: result };
  }

  /**
   * A model that was fetched, with the files of its weights, which lie beside it or in the same archive.
   * @param {OwnModel} own
   * @param {URL} url of its file
   * @returns {Promise<OwnModel>}
   * @throws {LocalisedError} if it is larger than models have at most, or a file cannot be fetched
   */
  async withFilesBeside(own, url) {
    refuseLarge(own);
    if (isNpz(own) || isArchive(own)) {
      return own;
    }
    const { result } = await this.python.runTask("onnxFiles", { name: own.name }, own.bytes);
    const names = /** @type {string[]} */ (result).filter(isPlainName);
    const files = names.map(async (name) => {
      return { name, bytes: await fetchBytes(new URL(encodeURIComponent(name), url).href) };
    });
    const whole = { ...own, files: await Promise.all(files) };
    refuseLarge(whole);
    return whole;
  }
}

/** @param {OwnModel} own */
function refuseLarge({ name, bytes, files = [] }) {
  if ([{ bytes }, ...files].reduce((sum, file) => sum + file.bytes.byteLength, 0) > LARGEST_MODEL) {
    throw new LocalisedError(() => texts.errors.tooLarge(name));
  }
}

/**
 * Whether a model was refused because its file leaves the size of its images open (py/glasscnn_import/in_browser.py).
 * @param {unknown} error
 */
export const leavesSizeOpen = (error) => error instanceof PythonError && error.name === "OpenSizeError";

/**
 * Whether a name is that of a file in the same folder; a model may not name any other.
 * @param {string} name
 */
const isPlainName = (name) => name !== "" && !/[\\/]/.test(name) && !/^\.+$/.test(name);

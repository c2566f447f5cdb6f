/** The digits of the page that a training needs beside a person's own, each as a file of a tray. */

import { fetchText } from "../../../host/fetch-file.js";
import { releaseUrl } from "../../../site-files.js";
import { FORMAT, VERSION } from "../tray/digit-tray.js";

/** @import { Sample } from "../../../input/samples.js" */
/** @import { TrayDigit } from "../tray/digit-tray.js" */

const PAD = { canvas: 280, brush: 24 }; // of the samples

/** @param {TrayDigit[]} digits */
const fileOf = (digits) => JSON.stringify({ format: FORMAT, version: VERSION, digits });

/** @param {Sample[]} samples */
export const sampleFile = (samples) =>
  fileOf(samples.map(({ label, strokes }) => ({ label: String(label), strokes, ...PAD })));

/** Digits of people whom no network of the page has learned from; fetched once, and none where that fails. */
export class Strangers {
  constructor() {
    /** @type {Promise<string> | null} */
    this.fetching = null;
  }

  file() {
    this.fetching ??= fetchText(releaseUrl("samples/strangers.json")).catch(() => {
      this.fetching = null;
      return fileOf([]);
    });
    return this.fetching;
  }
}

/** Takes the files that Python boots from out of a message: nothing is fetched, since the page has fetched and checked them. */

import { Download, DownloadError } from "../boot/download.js";

/** @import { Asset } from "../../protocol/build-info.js" */
/** @import { SandboxFiles } from "../../protocol/sandbox-messages.js" */

export class HandedDownload extends Download {
  /** @param {SandboxFiles} files */
  constructor(files) {
    super("handed:/", () => {});
    this.files = files;
    this.missing = "";
  }

  /** @returns {Download} */
  withoutProgress() {
    return this;
  }

  /**
   * @param {Asset} asset
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async bytes({ url }) {
    return this.handed(url);
  }

  /**
   * @param {Asset} asset
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async checked({ url }) {
    return this.handed(url);
  }

  /**
   * @param {Asset} asset
   * @returns {Promise<WebAssembly.Module>}
   */
  async compiled({ url }) {
    const file = this.files.get(url);
    return file instanceof WebAssembly.Module ? file : WebAssembly.compile(this.handed(url));
  }

  /**
   * The bytes of a lazy archive. If it has not been handed over, its import fails, and the page is asked for it.
   * @param {Asset} asset
   */
  bytesAtOnce({ url }) {
    if (!this.files.has(url)) {
      this.missing = url;
    }
    return this.handed(url);
  }

  /** Whether an import has not found its archive. */
  get isMissing() {
    return this.missing !== "";
  }

  /** The URL of that archive, which is not missing any more. */
  takeMissing() {
    const { missing } = this;
    this.missing = "";
    return missing;
  }

  /**
   * @param {string} url
   * @param {ArrayBuffer} bytes
   */
  add(url, bytes) {
    this.files.set(url, bytes);
  }

  /** @param {string} url */
  handed(url) {
    const file = this.files.get(url);
    if (!(file instanceof ArrayBuffer)) {
      throw new DownloadError(`${url} has not been handed over`);
    }
    return new Uint8Array(file);
  }
}

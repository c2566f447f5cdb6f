/** Fetches the files that the worker boots from, counts their bytes, and says plainly what is wrong with one. */

import { fetchAtOnce, fetchFile, importFile } from "./source.js";
import { unpack } from "./unpack.js";

/** @import { Asset } from "../../protocol/build-info.js" */

const REPORT_EVERY = 200; // milliseconds: each report is painted, which costs as much as what it reports
const WHAT_TO_DO = "Reload the page; if it stays so, the site was not copied to its host completely.";

/** A file of the site that did not arrive as it was built. Python, where it runs, goes on without it. */
export class DownloadError extends Error {
  name = "DownloadError";
}

export class Download {
  /**
   * @param {string} baseUrl the folder that the assets' addresses are relative to
   * @param {(loaded: number, total: number) => void} onProgress told of the bytes of all that was asked for
   */
  constructor(baseUrl, onProgress) {
    this.baseUrl = baseUrl;
    this.total = 0;
    this.loaded = 0;
    this.lastReport = Number.NEGATIVE_INFINITY;
    this.onProgress = onProgress;
  }

  /** The same, for files of which nobody is told. */
  quietly() {
    return new Download(this.baseUrl, () => {});
  }

  /**
   * Promises that are awaited one after the other: whoever awaits a failed one reports it, the others are not
   * "unhandled".
   * @template {Record<string, Promise<any>>} Promises
   * @param {Promises} promises
   */
  together(promises) {
    for (const promise of Object.values(promises)) {
      promise.catch(() => {});
    }
    return promises;
  }

  /** @param {Asset} asset */
  url(asset) {
    return new URL(asset.url, this.baseUrl).href;
  }

  /** @param {number} bytes that have arrived */
  count(bytes) {
    this.loaded += bytes;
    const now = performance.now();
    if (now - this.lastReport > REPORT_EVERY || this.loaded === this.total) {
      this.lastReport = now;
      this.onProgress(this.loaded, this.total);
    }
  }

  /**
   * The whole file.
   * @param {Asset} asset
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async bytes(asset) {
    this.total += asset.bytes;
    let counted = 0;
    const countUpTo = (/** @type {number} */ loaded) => {
      const arrived = Math.min(loaded, asset.bytes);
      this.count(arrived - counted);
      counted = arrived;
    };
    const { read } = await this.request(asset, countUpTo);
    const data = new Uint8Array(await read());
    if (data.length !== asset.bytes) {
      throw new DownloadError(
        `${asset.url} is damaged: ${data.length} bytes arrived, expected ${asset.bytes}. ${WHAT_TO_DO}`,
      );
    }
    countUpTo(asset.bytes);
    return data;
  }

  /**
   * The files in an archive, by their path.
   * @param {Asset} asset
   */
  async unpacked(asset) {
    const archive = await this.bytes(asset);
    return unpack(archive).catch((error) => {
      throw new DownloadError(`${asset.url} is damaged: ${error.message}. ${WHAT_TO_DO}`);
    });
  }

  /**
   * A file that Python needs now: it waits for it, as an `import` does.
   * @param {Asset} asset
   */
  bytesAtOnce(asset) {
    const { status, bytes } = fetchAtOnce(this.url(asset));
    if (status !== 200) {
      throw new DownloadError(
        status ? `${asset.url} could not be loaded: the host answers ${status}` : `${asset.url} could not be fetched`,
      );
    }
    return bytes;
  }

  /**
   * The whole file, which must be the one that was built, to the byte.
   * @param {Asset} asset
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async checked(asset) {
    const data = await this.bytes(asset);
    await this.check(asset, data);
    return data;
  }

  /**
   * Hosts without https get no cryptography from the browser: there the length must do.
   * @param {Asset} asset
   * @param {Uint8Array<ArrayBuffer>} data
   */
  async check(asset, data) {
    const digest = await crypto.subtle?.digest("SHA-256", data);
    if (digest && hexadecimal(digest) !== asset.sha256) {
      throw new DownloadError(`${asset.url} is damaged: its SHA-256 is not that in build.json. ${WHAT_TO_DO}`);
    }
  }

  /**
   * A WebAssembly module; it is compiled while its bytes are checked.
   * @param {Asset} asset
   * @returns {Promise<WebAssembly.Module>}
   */
  async compiled(asset) {
    const data = await this.bytes(asset);
    const compiling = WebAssembly.compile(data);
    compiling.catch(() => {}); // damage is the better reason
    await this.check(asset, data);
    return compiling;
  }

  /**
   * A script, evaluated as a module.
   * @param {Asset} asset
   * @returns {Promise<any>} its exports
   */
  async imported(asset) {
    this.total += asset.bytes;
    try {
      const exports = await importFile(this.url(asset));
      this.count(asset.bytes);
      return exports;
    } catch (error) {
      await this.request(asset, () => {}); // says what is wrong where it is the host's answer
      throw new DownloadError(`${asset.url} does not run (${error}). ${WHAT_TO_DO}`);
    }
  }

  /**
   * The host's answer, if it is the file and not an error or a page that stands in for it.
   * @param {Asset} asset
   * @param {(loaded: number) => void} onProgress
   */
  async request(asset, onProgress) {
    const answer = await fetchFile(this.url(asset), onProgress).catch((error) => {
      throw new DownloadError(
        `${asset.url} could not be fetched (${error.message}). Check the network and reload the page.`,
      );
    });
    if (answer.status !== 200) {
      throw new DownloadError(`${asset.url} could not be loaded: the host answers ${answer.status}. ${WHAT_TO_DO}`);
    }
    if (answer.type.startsWith("text/html")) {
      throw new DownloadError(
        `${asset.url} could not be loaded: the host sends a web page in its place. ${WHAT_TO_DO}`,
      );
    }
    return answer;
  }
}

/** @param {ArrayBuffer} bytes */
function hexadecimal(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

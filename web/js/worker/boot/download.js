/** Downloads the files that the worker boots from, reports progress, and checks length and hash. */

import { hasDigest } from "../../lib/digest.js";
import { fetchAgain, fetchAtOnce, fetchFile, importFile } from "./source.js";
import { unpack } from "./unpack.js";

/** @import { Asset } from "../../protocol/build-info.js" */

const REPORT_INTERVAL = 200; // milliseconds; the page paints every report, which takes time from the download
const PACKED = 0.3; // of a file's bytes travel, if it is compressed on its way: an estimate until the host has said it
const COMPRESSED = /\.(js|mjs|wasm)$/; // on its way; other files are compressed themselves
const PATIENCE = 25; // seconds without a byte of any file, after which the host counts as silent; an answer may take 30
const ADVICE = "Reload the page; if the error persists, the site was not copied to its host completely.";

/** A file of the site could not be downloaded, or is damaged. A running Python continues without it. */
export class DownloadError extends Error {
  name = "DownloadError";
}

export class Download {
  /**
   * @param {string} baseUrl the URL that the URLs of the assets are relative to
   * @param {(loaded: number, total: number) => void} onProgress gets the bytes that travel for all files requested so far
   */
  constructor(baseUrl, onProgress) {
    this.baseUrl = baseUrl;
    this.total = 0;
    this.loaded = 0;
    this.lastReport = Number.NEGATIVE_INFINITY;
    this.onProgress = onProgress;
  }

  /** A download from the same site that does not report progress. */
  withoutProgress() {
    return new Download(this.baseUrl, () => {});
  }

  /**
   * Mark promises that are awaited one after the other as handled: the first failure is reported where it is awaited,
   * and the others must not become unhandled rejections.
   * @template {Record<string, Promise<any>>} Promises
   * @param {Promises} promises
   * @returns {Promises} the same promises
   */
  handled(promises) {
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
    if (now - this.lastReport > REPORT_INTERVAL || this.loaded === this.total) {
      this.lastReport = now;
      this.onProgress(this.loaded, this.total);
    }
  }

  /**
   * Download a file and check its length.
   * @param {Asset} asset
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async bytes(asset) {
    let [length, counted] = [travelling(asset), 0];
    this.total += length;
    const countUpTo = (/** @type {number} */ loaded, /** @type {number | null} */ said = null) => {
      this.total += (said ?? length) - length;
      length = said ?? length;
      const arrived = Math.round(length * Math.min(loaded / asset.bytes, 1));
      this.count(arrived - counted);
      counted = arrived;
    };
    const { read } = await this.request(asset, countUpTo);
    const data = new Uint8Array(await read());
    if (data.length !== asset.bytes) {
      throw await this.damaged(asset, `${data.length} bytes arrived, expected ${asset.bytes}`);
    }
    countUpTo(asset.bytes);
    return data;
  }

  /**
   * Download and unpack an archive.
   * @param {Asset} asset
   * @returns {Promise<Map<string, Uint8Array>>} the files by path
   */
  async unpacked(asset) {
    const archive = await this.bytes(asset);
    return unpack(archive).catch(async ({ message }) => {
      throw await this.damaged(asset, message);
    });
  }

  /**
   * Download a file synchronously, because Python waits for it in an `import`.
   * @param {Asset} asset
   */
  bytesAtOnce(asset) {
    const { status, bytes } = fetchAtOnce(this.url(asset));
    if (status !== 200) {
      throw new DownloadError(
        status ? `${asset.url} could not be loaded: the host answers ${status}` : `${asset.url} could not be fetched`,
      );
    }
    if (bytes.length !== asset.bytes) {
      fetchAgain(this.url(asset));
      throw new DownloadError(`${asset.url} is damaged: ${bytes.length} bytes arrived, expected ${asset.bytes}`);
    }
    return bytes;
  }

  /**
   * Download a file and check its length and its hash.
   * @param {Asset} asset
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async checked(asset) {
    const data = await this.bytes(asset);
    await this.check(asset, data);
    return data;
  }

  /**
   * Check the SHA-256. Browsers offer no digest to pages without https: there only the length is checked.
   * @param {Asset} asset
   * @param {Uint8Array<ArrayBuffer>} data
   */
  async check(asset, data) {
    if (!(await hasDigest(data, asset.sha256))) {
      throw await this.damaged(asset, "its SHA-256 is not that in build.json");
    }
  }

  /**
   * The error of a damaged file. The file is fetched again, past the browser's cache, which would keep a damaged one for a
   * year: the next attempt finds the new one.
   * @param {Asset} asset
   * @param {string} reason
   */
  async damaged(asset, reason) {
    await fetchAgain(this.url(asset));
    return new DownloadError(`${asset.url} is damaged: ${reason}. ${ADVICE}`);
  }

  /**
   * Wait for a file, as long as the host sends anything at all.
   * @template T
   * @param {Promise<T>} answer
   * @returns {Promise<T>}
   */
  async patiently(answer) {
    let [clock, quiet, loaded] = [0, 0, this.loaded];
    const silence = new Promise((_, reject) => {
      clock = setInterval(() => {
        quiet = this.loaded === loaded ? quiet + 1 : 0; // counted, because Python may have kept this thread busy
        loaded = this.loaded;
        if (quiet === PATIENCE) {
          reject(new Error(`nothing has arrived for ${PATIENCE} seconds`));
        }
      }, 1000);
    });
    try {
      return await /** @type {Promise<T>} */ (Promise.race([answer, silence]));
    } finally {
      clearInterval(clock);
    }
  }

  /**
   * Download a WebAssembly module and compile it while its hash is checked.
   * @param {Asset} asset
   * @returns {Promise<WebAssembly.Module>}
   */
  async compiled(asset) {
    const data = await this.bytes(asset);
    const compiling = WebAssembly.compile(data);
    compiling.catch(() => {}); // the error of the check is more useful
    await this.check(asset, data);
    return compiling;
  }

  /**
   * Import a script as a module.
   * @param {Asset} asset
   * @returns {Promise<any>} its exports
   */
  async imported(asset) {
    this.total += travelling(asset);
    try {
      const exports = await this.patiently(importFile(this.url(asset)));
      this.count(travelling(asset));
      return exports;
    } catch (error) {
      await this.request(asset, () => {}); // throws the more precise error if the download is the cause
      throw await this.damaged(asset, `it does not run (${error})`);
    }
  }

  /**
   * Request a file.
   * @param {Asset} asset
   * @param {(loaded: number, length: number | null) => void} onProgress
   * @throws {DownloadError} if the host answers with an error, or with a web page instead of the file
   */
  async request(asset, onProgress) {
    const answer = await this.patiently(fetchFile(this.url(asset), onProgress)).catch((error) => {
      throw new DownloadError(
        `${asset.url} could not be fetched (${error.message}). Check the network and reload the page.`,
      );
    });
    if (answer.status !== 200) {
      throw new DownloadError(`${asset.url} could not be loaded: the host answers ${answer.status}. ${ADVICE}`);
    }
    if (answer.type.startsWith("text/html")) {
      await fetchAgain(this.url(asset));
      throw new DownloadError(`${asset.url} could not be loaded: the host sends a web page in its place. ${ADVICE}`);
    }
    return answer;
  }
}

/**
 * About how many bytes travel for a file.
 * @param {Asset} asset
 */
function travelling({ url, bytes }) {
  return Math.round(COMPRESSED.test(url) ? PACKED * bytes : bytes);
}

/** Fetches the files that the worker boots from, counts their bytes, and says plainly what is wrong with one. */

/**
 * A file of the site, as build.json lists it.
 * @typedef {{ url: string, bytes: number, sha256: string }} Asset
 */

import { fetchAtOnce, fetchFile, importFile } from "./source.js";
import { unpack } from "./unpack.js";

const WHAT_TO_DO = "Reload the page; if it stays so, the site was not copied to its host completely.";

export class Download {
  /**
   * @param {string} baseUrl the folder that the assets' addresses are relative to
   * @param {(loaded: number, total: number) => void} onProgress told of the bytes of all that was asked for
   */
  constructor(baseUrl, onProgress) {
    this.baseUrl = baseUrl;
    this.total = 0;
    this.loaded = 0;
    this.onProgress = onProgress;
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
    this.onProgress(this.loaded, this.total);
  }

  /**
   * The whole file.
   * @param {Asset} asset
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async bytes(asset) {
    const response = await this.ask(asset);
    const data = new Uint8Array(await new Response(this.counted(response)).arrayBuffer());
    if (data.length !== asset.bytes) {
      throw new Error(`${asset.url} is damaged: ${data.length} bytes arrived, expected ${asset.bytes}. ${WHAT_TO_DO}`);
    }
    return data;
  }

  /**
   * The files in an archive, by their path.
   * @param {Asset} asset
   */
  async unpacked(asset) {
    const archive = await this.bytes(asset);
    return unpack(archive).catch((error) => {
      throw new Error(`${asset.url} is damaged: ${error.message}. ${WHAT_TO_DO}`);
    });
  }

  /**
   * A file that Python needs now: it waits for it, as an `import` does.
   * @param {Asset} asset
   */
  bytesAtOnce(asset) {
    const { status, bytes } = fetchAtOnce(this.url(asset));
    if (status !== 200) {
      throw new Error(`${asset.url} could not be loaded: the host answers ${status}`);
    }
    return bytes;
  }

  /**
   * A WebAssembly module, compiled while it streams in where the host says that it is one.
   * @param {Asset} asset
   * @returns {Promise<WebAssembly.Module>}
   */
  async compiled(asset) {
    const response = await this.ask(asset);
    const isLabelled = response.headers.get("content-type")?.startsWith("application/wasm");
    const body = new Response(this.counted(response), { headers: { "content-type": "application/wasm" } });
    try {
      return isLabelled
        ? await WebAssembly.compileStreaming(body)
        : await WebAssembly.compile(await body.arrayBuffer());
    } catch (error) {
      throw new Error(`${asset.url} is not the WebAssembly that it should be (${error}). ${WHAT_TO_DO}`);
    }
  }

  /**
   * A WebAssembly module that must be the one that was built, to the byte.
   * @param {Asset} asset
   * @returns {Promise<WebAssembly.Module>}
   */
  async checked(asset) {
    const data = await this.bytes(asset);
    const [module, digest] = await Promise.all([WebAssembly.compile(data), crypto.subtle.digest("SHA-256", data)]);
    if (hexadecimal(digest) !== asset.sha256) {
      throw new Error(`${asset.url} is damaged: its SHA-256 is not that in build.json. ${WHAT_TO_DO}`);
    }
    return module;
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
      await this.request(asset); // says what is wrong where it is the host's answer
      throw new Error(`${asset.url} does not run (${error}). ${WHAT_TO_DO}`);
    }
  }

  /** @param {Asset} asset */
  ask(asset) {
    this.total += asset.bytes;
    return this.request(asset);
  }

  /**
   * The host's answer, if it is the file and not an error or a page that stands in for it.
   * @param {Asset} asset
   */
  async request(asset) {
    const response = await fetchFile(this.url(asset)).catch((error) => {
      throw new Error(`${asset.url} could not be fetched (${error.message}). Check the network and reload the page.`);
    });
    if (!response.ok) {
      throw new Error(`${asset.url} could not be loaded: the host answers ${response.status}. ${WHAT_TO_DO}`);
    }
    if (response.headers.get("content-type")?.startsWith("text/html")) {
      throw new Error(`${asset.url} could not be loaded: the host sends a web page in its place. ${WHAT_TO_DO}`);
    }
    return response;
  }

  /**
   * The same bytes, counted as they pass.
   * @param {Response} response
   */
  counted(response) {
    const counter = new TransformStream({
      transform: (chunk, controller) => {
        this.count(chunk.byteLength);
        controller.enqueue(chunk);
      },
    });
    return response.body?.pipeThrough(counter) ?? null;
  }
}

/** @param {ArrayBuffer} bytes */
function hexadecimal(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

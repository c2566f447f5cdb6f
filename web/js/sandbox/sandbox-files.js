/** Fetches and checks the files that the sandbox boots from; the browser has most of them, since the page's own Python boots from them too. */

import { hasDigest } from "../lib/digest.js";
import { withRunnableLibraries } from "../protocol/simd.js";
import { fetchFile, home, releaseUrl } from "../site-files.js";

/** @import { Asset, BootMode, Build } from "../protocol/build-info.js" */

const WORKER_SCRIPT = releaseUrl("bundle/sandbox-worker.js");

export class SandboxFiles {
  /** @param {Build} build the contents of build.json */
  constructor(build) {
    this.build = withRunnableLibraries(build);
    const { snapshot, libraries } = this.build.assets;
    const isComplete = snapshot?.state.sideModules.every(({ path }) =>
      libraries.some((library) => library.path === path),
    );
    /** @type {BootMode} */
    this.bootMode = isComplete ? "snapshot" : "plain";
  }

  /** All WebAssembly modules. */
  get modules() {
    const { pyodideWasm, libraries } = this.build.assets;
    return [pyodideWasm, ...libraries];
  }

  /** Everything else that Python boots from; lazy archives are fetched when an import needs them. */
  get data() {
    const { assets, models, defaultModel } = this.build;
    const { snapshot, stdlib, numpy, package: ours, own } = assets;
    const model = models.find(({ name }) => name === defaultModel) ?? models[0];
    return [ours, own, ...(this.bootMode === "snapshot" ? [snapshot] : [stdlib, numpy, model])];
  }

  /**
   * Fetch everything at once.
   * @returns {Promise<{ files: Map<string, ArrayBuffer>, modules: string[], scripts: string[] }>} the bytes by the URLs in
   *   build.json; the modules among them; the worker's scripts, in their order
   * @throws {Error} if a file cannot be fetched, or is damaged
   */
  async fetch() {
    const { modules, data } = this;
    const assets = [...modules, ...data];
    const [script, worker, ...bytes] = await Promise.all([
      this.asset(this.build.assets.pyodideScript),
      this.bytes(WORKER_SCRIPT).then((buffer) => new TextDecoder().decode(buffer)),
      ...assets.map((asset) => this.asset(asset)),
    ]);
    return {
      files: new Map(assets.map(({ url }, number) => [url, bytes[number]])),
      modules: modules.map(({ url }) => url),
      scripts: [new TextDecoder().decode(script), worker],
    };
  }

  /**
   * A lazy archive.
   * @param {string} url that the sandbox asks for
   * @returns {Promise<ArrayBuffer | null>} null if there is none
   */
  async archive(url) {
    const asset = Object.values(this.build.assets.lazyArchives).find((archive) => archive.url === url);
    return asset ? this.asset(asset) : null;
  }

  /** @param {Asset} asset */
  async asset({ url, bytes, sha256 }) {
    const data = await this.bytes(new URL(url, home).href);
    if (data.byteLength !== bytes || !(await hasDigest(data, sha256))) {
      throw new Error(`${url} is damaged: it is not the file that build.json lists`);
    }
    return data;
  }

  /** @param {string} url */
  async bytes(url) {
    const response = await fetchFile(url);
    if (!response.ok) {
      throw new Error(`${url} could not be loaded: the host answers ${response.status}`);
    }
    return response.arrayBuffer();
  }
}

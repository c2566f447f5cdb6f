/**
 * Lets the person's code read: runs a text once, then has it read the newest image. One request runs at a time, and
 * whatever comes meanwhile is served by one more, with the newest text and image.
 */

import { coalesce } from "../../lib/coalesce.js";
import { DEFAULT_COLOURS } from "../../protocol/questions.js";

/**
 * A text that defines an operator. One that runs by itself while somebody types may take less time: it may be an endless
 * loop that is not finished yet.
 * @typedef {{ source: string, op: string, isLive: boolean }} Code
 */

/**
 * What runs the code (web/js/sandbox/sandbox.js).
 * @typedef {object} Runner
 * @property {(task: any, args: object, options?: { data?: ArrayBuffer, seconds?: number }) => Promise<{ result: any,
 *   numbers: Float32Array, pictures: Uint8ClampedArray<ArrayBuffer> }>} request
 * @property {() => Promise<void>} stop
 */

/** @typedef {{ name: string, fetch: () => Promise<ArrayBuffer> }} Model where the file of a network comes from */

/**
 * What is read, and with which network.
 * @typedef {object} Source
 * @property {() => Model | null} model the current one
 * @property {(model: Model) => Promise<ArrayBuffer>} file of the current one, as it is now
 * @property {() => object} colours that maps are painted in
 * @property {() => Float32Array | null} image the newest; null if there is none
 */

/** Seconds that a text may run, and that it may read; loops take seconds. */
const LIMITS = { run: 10, read: 10 };
const LIVE_LIMITS = { run: 2, read: 4 };

/**
 * Dispatches `begin` before each request, `ran` and `read` with the answers, and `end` with
 * an error if there was one, each with the `Code`.
 */
export class OwnReader extends EventTarget {
  /**
   * @param {Runner} runner
   * @param {Source} source
   */
  constructor(runner, source) {
    super();
    this.runner = runner;
    this.source = source;
    /** @type {Code | null} that reads, or is about to */
    this.code = null;
    /** @type {Code | null} that the runner has */
    this.given = null;
    /** @type {Model | null} that the runner has */
    this.model = null;
    /** @type {object} that the runner paints in */
    this.colours = DEFAULT_COLOURS;
    this.request = coalesce(
      () => this.code !== null,
      () => this.turn(),
    );
  }

  /**
   * Run a text; if it defines its operator, that reads from now on.
   * @param {Code} code
   */
  run(code) {
    this.code = code;
    return this.request();
  }

  /** There is another image, or another network: read it, if there is an own operator. */
  read() {
    return this.code ? this.request() : Promise.resolve();
  }

  /** Nothing reads any more. */
  drop() {
    this.code = null;
  }

  /** End what runs, whatever it does. */
  stop() {
    this.drop();
    this.given = null;
    return this.runner.stop();
  }

  async turn() {
    const code = /** @type {Code} */ (this.code);
    this.report("begin", { code });
    try {
      await this.load();
      if (await this.define(code)) {
        await this.readWith(code);
      }
      this.report("end", { code, error: null });
    } catch (error) {
      this.given = null; // it has gone with its worker
      if (code === this.code) {
        this.drop();
      }
      this.report("end", { code, error });
    }
  }

  /** Give the runner the current network and colours, if it has others. */
  async load() {
    const [model, colours] = [this.source.model(), this.source.colours()];
    if (model && model !== this.model) {
      await this.runner.request("load", { name: model.name }, { data: await this.source.file(model) });
      this.model = model;
    }
    if (colours !== this.colours) {
      await this.runner.request("colours", colours);
      this.colours = colours;
    }
  }

  /**
   * Give the runner the text, if it has another one.
   * @param {Code} code
   * @returns {Promise<boolean>} whether the text's operator can read
   */
  async define(code) {
    if (code === this.given) {
      return true;
    }
    const { source, op, isLive } = code;
    this.given = null;
    const seconds = (isLive ? LIVE_LIMITS : LIMITS).run;
    const { result } = await this.runner.request("run", { source, op }, { seconds });
    if (code !== this.code) {
      return false; // there is a newer text
    }
    this.report("ran", { code, result });
    if (result.trouble || !result.defined) {
      this.drop();
      return false;
    }
    this.given = code;
    return true;
  }

  /** Have the runner hold the current network and the newest image, also if there is no own operator. */
  async catchUp() {
    await this.load();
    const image = this.source.image();
    if (this.code || !image) {
      return;
    }
    if (this.given) {
      this.given = null;
      await this.runner.request("run", { source: "", op: "" }); // the operator that was dropped
    }
    await this.runner.request("read", {}, { data: image.slice().buffer, seconds: LIMITS.read });
  }

  /** @param {Code} code */
  async readWith(code) {
    const image = this.source.image();
    if (!image) {
      return;
    }
    const data = image.slice().buffer;
    const seconds = (code.isLive ? LIVE_LIMITS : LIMITS).read;
    const { result, pictures } = await this.runner.request("read", {}, { data, seconds });
    if (code !== this.code) {
      return;
    }
    this.report("read", { code, result, pictures });
    if (result.trouble?.kind === "Overtime") {
      this.drop(); // it would take as long with every drawing
    }
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  report(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

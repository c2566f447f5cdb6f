/**
 * The kernel of a notebook, whose Python this page uses instead of a worker of its own (py/glasscnn/widget).
 *
 * The page around this one hands it a MessagePort. Through it go the messages of web/js/protocol/messages.js and requests
 * for files, since the document has no data blocks here:
 *
 *   out  { type: "toWorker", message }, { type: "file", name }, { type: "blocks" }
 *   in   { type: "fromWorker", message }, { type: "file", name, file }, { type: "blocks", blocks }
 */

import { Deferred } from "../../lib/deferred.js";

/** @import { FromWorker, ToWorker } from "../../protocol/messages.js" */
/** @import { Embedded } from "./embedded.js" */

/**
 * @typedef {{ type: "toWorker", message: ToWorker } | { type: "file", name: string } | { type: "blocks" }} ToKernel
 * @typedef {{ type: "fromWorker", message: FromWorker }
 *   | { type: "file", name: string, file: Omit<Embedded, "text"> & { text: Uint8Array } | null }
 *   | { type: "blocks", blocks: Uint8Array }} FromKernel
 */

/** The type of the message that brings the port. */
export const PORT = "glasscnn port";

/** Dispatches `message` for each message of the kernel's Python. */
export class Kernel extends EventTarget {
  constructor() {
    super();
    /** @type {Deferred<MessagePort>} */
    this.port = new Deferred();
    /** @type {Map<string, Deferred<Embedded | undefined>>} by name */
    this.files = new Map();
    /** @type {Deferred<string[]>} */
    this.blocks = new Deferred();
    addEventListener("message", ({ source, data, ports }) => {
      if (source === parent && data?.type === PORT && ports.length === 1) {
        ports[0].addEventListener("message", (event) => this.receive(event.data));
        ports[0].start();
        this.port.resolve(ports[0]);
      }
    });
  }

  /** @param {FromKernel} message */
  receive(message) {
    switch (message.type) {
      case "fromWorker":
        this.dispatchEvent(new MessageEvent("message", { data: message.message }));
        return;
      case "file":
        this.files
          .get(message.name)
          ?.resolve(message.file ? { ...message.file, text: textOf(message.file.text) } : undefined);
        return;
      case "blocks":
        this.blocks.resolve(textOf(message.blocks).trim().split("\n")); // one a line
        return;
      default:
        throw new Error(`unknown message ${JSON.stringify(message)}`);
    }
  }

  /**
   * Send a message, once there is a port.
   * @param {ToKernel} message
   * @param {Transferable[]} [transfer]
   */
  async post(message, transfer = []) {
    (await this.port.promise).postMessage(message, transfer);
  }

  /**
   * A data block of the whole single file; undefined if there is none of this name.
   * @param {string} name
   */
  file(name) {
    const file = this.files.get(name) ?? new Deferred();
    if (!this.files.has(name)) {
      this.files.set(name, file);
      this.post({ type: "file", name });
    }
    return file.promise;
  }

  /** All data blocks of the whole single file. */
  allBlocks() {
    this.post({ type: "blocks" });
    return this.blocks.promise;
  }
}

/** @param {Uint8Array} bytes of ASCII */
const textOf = (bytes) => new TextDecoder().decode(bytes);

/** Takes the place of a Worker: the kernel gets its messages, and begins anew with each `boot`. */
export class KernelWorker extends EventTarget {
  /** @param {Kernel} kernel */
  constructor(kernel) {
    super();
    this.kernel = kernel;
    this.ended = new AbortController();
    kernel.addEventListener("message", (event) => this.forward(/** @type {MessageEvent} */ (event)), {
      signal: this.ended.signal,
    });
  }

  /** @param {MessageEvent<FromWorker>} event */
  forward({ data }) {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  /**
   * @param {ToWorker} message
   * @param {Transferable[]} [transfer]
   */
  postMessage(message, transfer) {
    this.kernel.post({ type: "toWorker", message }, transfer);
  }

  terminate() {
    this.ended.abort();
  }
}

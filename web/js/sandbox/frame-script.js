/**
 * The script of the sandbox's frame: compiles the modules once, and starts one worker after the other from them.
 *
 * The frame has an opaque origin and a policy without connections (frame.js), which its worker inherits. What the worker
 * sends is passed on, unless it is no message of the sandbox or there are too many of them: code in the worker may send what
 * it likes, and the page must stay quick.
 */

import { isFromSandbox } from "./check-message.js";

/** @import { FromFrame, SandboxFiles, ToFrame, ToSandbox } from "../protocol/sandbox-messages.js" */

const MOST_MESSAGES = 2000; // in a second

class SandboxFrameScript {
  /** @param {MessagePort} port to the page */
  constructor(port) {
    this.port = port;
    /** @type {SandboxFiles} */
    this.files = new Map();
    this.scriptUrl = "";
    /** @type {Worker | null} */
    this.worker = null;
    this.second = 0;
    this.count = 0; // of messages in this second
    /** @type {Promise<void>} */
    this.last = Promise.resolve();
    port.onmessage = ({ data }) => {
      this.last = this.last.then(() => this.handle(data)).catch(({ message }) => this.end(String(message)));
    };
    this.post({ type: "ready" });
  }

  /** @param {ToFrame} message */
  async handle(message) {
    switch (message.type) {
      case "files":
        await this.keep(message);
        return;
      case "startWorker":
        this.start({ type: "boot", build: message.build, bootMode: message.bootMode, files: this.files });
        return;
      case "endWorker":
        this.terminate();
        return;
      default:
        this.worker?.postMessage(message.message);
    }
  }

  /** @param {Extract<ToFrame, { type: "files" }>} message */
  async keep({ files, modules, scripts }) {
    const compiled = await Promise.all(
      modules.map(async (url) => {
        const module = await WebAssembly.compile(/** @type {ArrayBuffer} */ (files.get(url)));
        return /** @type {[string, WebAssembly.Module]} */ ([url, module]);
      }),
    );
    this.files = new Map([...files, ...compiled]);
    this.scriptUrl = URL.createObjectURL(new Blob([scripts.join("\n")], { type: "text/javascript" }));
  }

  /** @param {ToSandbox} boot */
  start(boot) {
    this.terminate();
    const worker = new Worker(this.scriptUrl);
    this.worker = worker;
    this.count = 0;
    worker.onmessage = ({ data }) => this.worker === worker && this.receive(data);
    worker.onmessageerror = () => this.worker === worker && this.end("it has sent an unreadable message");
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.worker === worker) {
        this.end(event.message || "its script could not be started");
      }
    };
    worker.postMessage(boot);
  }

  /** @param {unknown} message */
  receive(message) {
    const second = Math.floor(performance.now() / 1000);
    this.count = second === this.second ? this.count + 1 : 1;
    this.second = second;
    if (this.count > MOST_MESSAGES) {
      this.end(`it has sent more than ${MOST_MESSAGES} messages in a second`);
    } else if (isFromSandbox(message)) {
      this.post(message);
    }
  }

  /** @param {string} reason */
  end(reason) {
    this.terminate();
    this.post({ type: "ended", reason });
  }

  terminate() {
    this.worker?.terminate();
    this.worker = null;
  }

  /** @param {FromFrame} message */
  post(message) {
    this.port.postMessage(message);
  }
}

addEventListener(
  "message",
  ({ source, ports: [port] }) => {
    if (source === parent && port) {
      new SandboxFrameScript(port);
    }
  },
  { once: true },
);

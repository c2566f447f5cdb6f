/**
 * The frame of the sandbox: a document of its own with an opaque origin, in which a worker runs the person's code.
 *
 * The frame and its worker can reach neither the page, nor its storage, nor any host: `sandbox="allow-scripts"` gives them an
 * origin that equals no other, and the policy allows no connection and no script but the frame's own. A worker from a
 * blob inherits it. All that they can do is to send messages, which are checked (check-message.js).
 */

import { fetchText } from "../host/fetch-file.js";
import { releaseUrl } from "../site-files.js";
import { isFromFrame } from "./check-message.js";

/** @import { FromFrame, ToFrame } from "../protocol/sandbox-messages.js" */

const SCRIPT = releaseUrl("bundle/sandbox-frame.js");
const OPENING_LIMIT = 5_000; // milliseconds from when its document has loaded

export class SandboxFrame {
  /** @param {(message: FromFrame) => void} onMessage gets every message that is one; others are dropped */
  constructor(onMessage) {
    this.onMessage = onMessage;
    this.dropped = 0; // messages that are none
    this.element = document.createElement("iframe");
    this.element.setAttribute("sandbox", "allow-scripts");
    this.element.hidden = true;
    this.element.title = "";
    this.element.tabIndex = -1;
    this.element.setAttribute("aria-hidden", "true");
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.portOfFrame = port2;
  }

  /**
   * Make the frame.
   * @throws {Error} if its script cannot be fetched, or if the browser or the host page does not allow it
   */
  async open() {
    this.element.srcdoc = frameDocument(await fetchText(SCRIPT));
    const ready = new Promise((resolve, reject) => {
      this.element.addEventListener("load", () => {
        setTimeout(() => reject(new Error("the sandboxed frame does not start")), OPENING_LIMIT);
      });
      this.port.onmessage = ({ data }) => {
        if (!isFromFrame(data)) {
          this.dropped += 1;
        } else if (data.type === "ready") {
          resolve(undefined);
        } else {
          this.onMessage(data);
        }
      };
    });
    this.element.addEventListener(
      "load",
      () => this.element.contentWindow?.postMessage("port", "*", [this.portOfFrame]), // an opaque origin has no name
      { once: true },
    );
    document.body.append(this.element);
    await ready;
  }

  /**
   * @param {ToFrame} message
   * @param {Transferable[]} [transfer]
   */
  post(message, transfer = []) {
    this.port.postMessage(message, transfer);
  }

  close() {
    this.port.close();
    this.element.remove();
  }
}

/**
 * The frame inherits the page's policy, which lists the hash of the script. Its URL would not do: in WebKit, `'self'` of an
 * inherited policy matches nothing (https://bugs.webkit.org/show_bug.cgi?id=308756), and a page with
 * Cross-Origin-Embedder-Policy blocks what an opaque origin fetches.
 * @param {string} script
 */
function frameDocument(script) {
  const ofPage = document.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content") ?? "";
  const hashes = ofPage.match(/'sha256-[^']+'/g) ?? [];
  const page = document.implementation.createHTMLDocument("");
  const policy = page.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = `default-src 'none'; script-src ${hashes.join(" ")} 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'`;
  const element = page.createElement("script");
  element.textContent = script;
  page.head.append(policy, element);
  return `<!doctype html>${page.documentElement.outerHTML}`;
}

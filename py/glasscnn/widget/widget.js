/**
 * The widget's half in the notebook: it shows the page in a frame and hands messages on between the page and the kernel.
 *
 * The kernel (widget.py) sends and receives { view, type, … } with arrays as buffers, see arrays.py. The page receives
 * and sends what web/js/host/single-file/kernel.js and web/js/embed/messages.js define. The page is fetched from the kernel
 * once for all widgets of a notebook, and is never part of an output.
 */

/**
 * What anywidget hands to `render`.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(content: object, callbacks?: object, buffers?: ArrayBuffer[]) => void} send
 * @property {(type: string, listener: (content: any, buffers: DataView[]) => void) => void} on
 * @property {(type: string, listener: (content: any, buffers: DataView[]) => void) => void} off
 */

/** @typedef {{ type: string, [field: string]: any }} Message */

const PERMISSIONS = "allow-scripts allow-downloads";
const HEIGHT = 760; // CSS pixels, until the page says how high it is
const PATIENCE = 5000; // milliseconds; without an answer, the still picture is shown until there is one
const REST = 1000; // milliseconds without a change, after which the still picture follows
const PAGES = Symbol.for("glasscnn pages"); // on globalThis: each widget runs a copy of this module

const TYPES = { Float32Array, Int32Array, Uint8Array, Uint8ClampedArray, ArrayBuffer };

/**
 * A message without its arrays, which go to `buffers`.
 * @param {any} value
 * @param {ArrayBuffer[]} buffers
 * @returns {any}
 */
export function takeOut(value, buffers) {
  if (value instanceof ArrayBuffer) {
    buffers.push(value);
    return { buffer: buffers.length - 1, type: "ArrayBuffer" };
  }
  if (ArrayBuffer.isView(value)) {
    const { byteOffset, byteLength } = value;
    buffers.push(/** @type {ArrayBuffer} */ (value.buffer).slice(byteOffset, byteOffset + byteLength));
    return { buffer: buffers.length - 1, type: value.constructor.name };
  }
  if (Array.isArray(value)) {
    return value.map((part) => takeOut(part, buffers));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, takeOut(part, buffers)]));
  }
  return value;
}

/**
 * The message with its arrays, each a copy.
 * @param {any} value
 * @param {DataView[]} buffers
 * @returns {any}
 */
export function putBack(value, buffers) {
  if (Array.isArray(value)) {
    return value.map((part) => putBack(part, buffers));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if ("buffer" in value) {
    const { buffer, byteOffset, byteLength } = buffers[value.buffer];
    const copy = /** @type {ArrayBuffer} */ (buffer).slice(byteOffset, byteOffset + byteLength);
    const Type = TYPES[/** @type {keyof typeof TYPES} */ (value.type)];
    return Type === ArrayBuffer ? copy : new /** @type {any} */ (Type)(copy);
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, putBack(part, buffers)]));
}

/** One display of a widget. */
class View {
  /**
   * @param {Model} model
   * @param {HTMLElement} element
   */
  constructor(model, element) {
    this.model = model;
    this.element = element;
    this.name = `${Date.now()} ${Math.random()}`;
    /** @type {HTMLIFrameElement | null} */
    this.frame = null;
    /** @type {MessagePort | null} */
    this.port = null;
    /** @type {Promise<unknown>} commands to the page are sent one after the other */
    this.commands = Promise.resolve();
    /** @type {Map<number, () => void>} resolve when the page has answered */
    this.pending = new Map();
    this.lastId = 0;
    this.restTimer = 0;
    this.pin = "null";
    this.hidesStill = document.createElement("style");
    this.fromKernel = (/** @type {Message} */ content, /** @type {DataView[]} */ buffers) =>
      content.view === this.name && this.receive(putBack(content, buffers));
    this.fromPage = (/** @type {MessageEvent} */ event) => this.hear(event);
  }

  open() {
    this.model.on("msg:custom", this.fromKernel);
    addEventListener("message", this.fromPage);
    const html = pages().get(this.model.get("_page"));
    if (html) {
      this.show(html);
    } else {
      this.stillTimer = setTimeout(() => this.showStill(), PATIENCE);
      this.send({ type: "html" });
    }
  }

  close() {
    this.model.off("msg:custom", this.fromKernel);
    removeEventListener("message", this.fromPage);
    clearTimeout(this.stillTimer);
    clearTimeout(this.restTimer);
    this.hidesStill.remove();
    this.port?.close();
    this.send({ type: "closed" });
  }

  /** @param {Message} content */
  send(content) {
    /** @type {ArrayBuffer[]} */
    const buffers = [];
    this.model.send(takeOut({ view: this.name, ...content }, buffers), undefined, buffers);
  }

  /** @param {Message} message of the kernel */
  receive({ type, html, message, commands }) {
    switch (type) {
      case "html":
        pages().set(this.model.get("_page"), new TextDecoder().decode(html));
        this.show(pages().get(this.model.get("_page")) ?? "");
        return;
      case "port":
        this.port?.postMessage(message);
        return;
      case "show":
        this.commands = this.commands.then(() => this.command(commands));
        return;
      default:
        throw new Error(`glasscnn: unknown message ${type} of the kernel`);
    }
  }

  /** No kernel answers: show the still picture, unless the notebook has it in an output of its own. */
  showStill() {
    if (!document.querySelector(this.still)) {
      const frame = this.makeFrame();
      frame.style.height = "300px";
      frame.srcdoc = this.model.get("_still");
      this.element.replaceChildren(frame);
    }
  }

  /** Selects the still picture in the notebook's outputs. */
  get still() {
    return `[data-glasscnn-still="${this.model.get("_name")}"]`;
  }

  makeFrame() {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", PERMISSIONS);
    frame.title = "glasscnn";
    frame.style.cssText = `display: block; width: 100%; height: ${HEIGHT}px; border: 0`;
    return frame;
  }

  /** @param {string} html of the page */
  show(html) {
    clearTimeout(this.stillTimer);
    this.hidesStill.textContent = `${this.still} { display: none }`;
    document.head.append(this.hidesStill);
    this.frame = this.makeFrame();
    this.frame.addEventListener("load", () => this.connect()); // again whenever the notebook moves the frame
    this.frame.srcdoc = html.replace(
      "<body>",
      '<body><script type="application/json" id="given">{"kernel":true}</script>',
    );
    this.element.replaceChildren(this.frame);
  }

  /** Give the page in the frame a port to the kernel. */
  connect() {
    this.port?.close();
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.onmessage = ({ data }) => this.send({ type: "port", message: data });
    this.frame?.contentWindow?.postMessage({ type: "glasscnn port" }, "*", [port2]);
  }

  /**
   * Have the page do what the kernel wants, and say when it has.
   * @param {Message[]} commands
   */
  async command(commands) {
    for (const command of commands) {
      this.lastId += 1;
      const id = this.lastId;
      await new Promise((resolve) => {
        this.pending.set(id, () => resolve(null));
        this.frame?.contentWindow?.postMessage({ glasscnn: 1, id, ...command }, "*");
      });
    }
    this.send({ type: "shown" });
  }

  /** @param {MessageEvent} event from the page, or from anything else */
  hear({ source, data }) {
    if (!this.frame || source !== this.frame.contentWindow || data?.glasscnn !== 1) {
      return;
    }
    if (data.id !== null) {
      this.pending.get(data.id)?.();
      this.pending.delete(data.id);
    }
    switch (data.type) {
      case "ready":
        this.pending.clear(); // they were for the page before
        this.commands = Promise.resolve();
        this.send({ type: "ready" });
        return;
      case "resize":
        this.frame.style.height = `${data.height}px`;
        return;
      case "statechange":
        this.stateChanged(data.state);
        return;
    }
  }

  /** @param {{ pin?: object | null }} state of the page */
  stateChanged({ pin = null }) {
    if (JSON.stringify(pin) !== this.pin) {
      this.pin = JSON.stringify(pin);
      this.send({ type: "pinned", place: pin });
    }
    clearTimeout(this.restTimer);
    this.restTimer = setTimeout(() => this.send({ type: "rest" }), REST);
  }
}

/** The HTML of the pages that were fetched, by name. @returns {Map<string, string>} */
function pages() {
  const shared = /** @type {any} */ (globalThis);
  shared[PAGES] ??= new Map();
  return shared[PAGES];
}

/** @param {{ model: Model, el: HTMLElement }} given */
function render({ model, el }) {
  const view = new View(model, el);
  view.open();
  return () => view.close();
}

// biome-ignore lint/style/noDefaultExport: it is what anywidget imports
export default { render };

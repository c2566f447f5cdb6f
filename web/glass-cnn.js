/**
 * `<glass-cnn model="deep" view="pad,bars" theme="dark">`: glasscnn as a custom element for any page.
 *
 * It needs one script, `<script src="…/glass-cnn.js" defer></script>`, which the site's build makes of this module, or
 * `import "glasscnn"` (packages/element). When the element comes near the viewport, it creates an iframe with the page that
 * came with the script, or with that of `src`, and adjusts its height to the content. Its attributes are the
 * page's URL parameters, and it has the page's methods and events: `ready`, `prediction`, `statechange`, `checked` and
 * `error` are dispatched on the element, with `detail`. With the attribute `sandbox`, the frame is sandboxed and has an opaque
 * origin.
 */

const VERSION = 1;

/**
 * @typedef {object} Reading
 * @property {number} prediction the index of the most probable class
 * @property {number[]} probabilities
 * @property {Record<string, { shape: number[], data: Float32Array }>} stages
 */

/** The attributes that are the page's URL parameters. */
const PARAMETERS = [
  "model",
  "digit",
  "strokes",
  "view",
  "stage",
  "exercise",
  "theme",
  "lang",
  "autoload",
  "readonly",
  "fit",
];
const EVENTS = ["ready", "prediction", "statechange", "checked", "error"];
const MARGIN = "400px"; // distance from the viewport at which the frame is loaded
const SILENCE = 20_000; // milliseconds in which the page in a frame says something, unless the browser blocks it
const SILENT = {
  en: [
    "glasscnn does not appear here: this page’s settings forbid it, or its host does not answer.",
    "Open it in a tab of its own",
  ],
  id: [
    "glasscnn tidak muncul di sini: setelan halaman ini melarangnya, atau tuan rumahnya tidak menjawab.",
    "Buka di tab tersendiri",
  ],
};

/** In Node.js, where a page may be rendered that imports the element, there are no elements. */
const Element = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? Object);

/**
 * The address of the page beside the script, or beside the document, where the script is part of another one.
 * @returns {string} empty in Node.js
 */
function pageBeside() {
  const { document } = globalThis;
  const script = document?.currentScript ?? document?.querySelector('script[src*="glass-cnn"]');
  const base = /** @type {HTMLScriptElement | null} */ (script)?.src || document?.baseURI;
  return base ? new URL("index.html", base).href : "";
}

/**
 * The page in a frame.
 *
 * @element glass-cnn
 * @attr {string} src the address of the page: a site's folder, or a single file; by default, what came with the script
 * @attr {string} model the name of a bundled model, or the address of a file on the page's origin
 * @attr {string} digit the sample digit at the start, 0 to 9
 * @attr {string} strokes the strokes at the start: x,y points on the pad of 280 × 280, strokes separated by semicolons
 * @attr {string} view the visible parts, separated by commas
 * @attr {string} stage the stage that is open
 * @attr {string} exercise the exercise that is open in the editor
 * @attr {"light" | "dark" | "system"} theme
 * @attr {string} lang the language, such as en or id
 * @attr {"auto" | "click" | "draw"} autoload with "click", Python loads after a click; with "draw", when somebody draws
 * @attr {boolean} readonly the drawing cannot be changed
 * @attr {"content" | "box"} fit with "box", the element keeps the size that its place gives it, and the content adapts
 * @attr {string} sandbox of the frame; allow-scripts if it is empty
 * @fires {CustomEvent} ready the first reading is on the screen
 * @fires {CustomEvent} prediction `detail` is the reading: prediction, probabilities, stages
 * @fires {CustomEvent} statechange `detail.state` is what the visitor has set
 * @fires {CustomEvent} checked `detail` says how an exercise stands: exercise, passed, of
 * @fires {CustomEvent} error `detail.message` is a sentence
 */
export class GlassCnn extends Element {
  static observedAttributes = ["src", ...PARAMETERS];

  /** The address of the page for elements without `src`. */
  static page = pageBeside();

  constructor() {
    super();
    /** @type {HTMLIFrameElement | null} */
    this.frame = null;
    this.hasHeard = false; // the page in the frame has said something
    /** @type {HTMLElement | null} */
    this.notice = null;
    this.lastId = 0;
    /** @type {Map<number, { resolve: (answer: any) => void, reject: (error: Error) => void }>} */
    this.pending = new Map();
    this.listener = (/** @type {MessageEvent} */ event) => this.receive(event);
    this.visibility = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.open(),
      { rootMargin: MARGIN },
    );
    this.resetReady();
  }

  /** Set `ready` to a new promise, which the first reading of the next frame resolves. */
  resetReady() {
    this.ready = new Promise((resolve) => {
      this.resolveReady = resolve;
    });
  }

  get fitsBox() {
    return this.getAttribute("fit") === "box";
  }

  connectedCallback() {
    this.style.display ||= "block";
    this.style.minHeight ||= "120px";
    addEventListener("message", this.listener);
    this.visibility.observe(this);
  }

  disconnectedCallback() {
    removeEventListener("message", this.listener);
    this.visibility.disconnect();
    this.close(new Error("the element was removed from the page before it answered"));
  }

  attributeChangedCallback() {
    if (this.frame) {
      this.close(new Error("the element's attributes changed before it answered: ask again"));
      this.open();
    }
  }

  /** Create the frame, unless it exists. */
  open() {
    if (this.frame) {
      return;
    }
    this.visibility.disconnect();
    const frame = document.createElement("iframe");
    frame.toggleAttribute("credentialless", crossOriginIsolated); // an isolated page blocks all others
    setTimeout(() => this.checkSilence(frame), SILENCE);
    frame.src = this.frameUrl().href;
    frame.title = this.title || "glasscnn";
    frame.allow = "clipboard-write; camera";
    frame.style.cssText = "display: block; width: 100%; height: 360px; border: 0";
    if (this.fitsBox) {
      this.style.position ||= "relative"; // the frame is as large as the element
      frame.style.cssText = "position: absolute; inset: 0; width: 100%; height: 100%; border: 0";
    }
    if (this.hasAttribute("sandbox")) {
      frame.setAttribute("sandbox", this.getAttribute("sandbox") || "allow-scripts");
    }
    this.frame = frame;
    this.hasHeard = false;
    this.append(frame);
  }

  /** @param {Error} reason that pending requests are rejected with */
  close(reason) {
    this.frame?.remove();
    this.notice?.remove();
    this.frame = null;
    for (const { reject } of this.pending.values()) {
      reject(reason);
    }
    this.pending.clear();
    this.resetReady();
  }

  /**
   * The address of the page.
   * @throws {TypeError} if `src` is none of a page, such as a script
   */
  pageUrl() {
    const url = new URL(this.getAttribute("src") ?? GlassCnn.page, document.baseURI);
    if (!["http:", "https:", "file:"].includes(url.protocol)) {
      throw new TypeError(`glass-cnn: src must be the address of a page, found ${url.href}`);
    }
    return url;
  }

  /**
   * Say so if the page in a frame stays silent: browsers report no error for a frame that they block.
   * @param {HTMLIFrameElement} frame
   */
  checkSilence(frame) {
    if (frame !== this.frame || this.hasHeard) {
      return;
    }
    const language = this.getAttribute("lang") ?? document.documentElement.lang;
    const [sentence, label] = language.startsWith("id") ? SILENT.id : SILENT.en;
    const link = document.createElement("a");
    link.href = this.frameUrl().href;
    link.target = "_blank";
    link.textContent = label;
    this.notice = document.createElement("p");
    this.notice.append(sentence, " ", link);
    this.prepend(this.notice);
  }

  hear() {
    this.hasHeard = true;
    this.notice?.remove();
  }

  frameUrl() {
    const url = this.pageUrl();
    for (const name of PARAMETERS) {
      const value = this.getAttribute(name);
      if (value !== null) {
        url.searchParams.set(name, value);
      }
    }
    if (location.origin !== "null") {
      url.searchParams.set("origin", location.origin);
    }
    return url;
  }

  /** @param {MessageEvent} event */
  receive({ source, origin, data }) {
    const isOurs = origin === this.pageUrl().origin || (origin === "null" && this.hasAttribute("sandbox"));
    if (!this.frame || source !== this.frame.contentWindow || !isOurs || data?.glasscnn !== VERSION) {
      return;
    }
    this.hear();
    if (data.id !== null) {
      const { resolve, reject } = this.pending.get(data.id) ?? {};
      this.pending.delete(data.id);
      data.type === "error" ? reject?.(new Error(data.message)) : resolve?.(data);
      return;
    }
    if (data.type === "resize") {
      if (!this.fitsBox) {
        this.frame.style.height = `${data.height}px`;
      }
    } else if (EVENTS.includes(data.type)) {
      if (data.type === "ready") {
        this.resolveReady?.(data);
      }
      this.dispatchEvent(new CustomEvent(data.type, { detail: data }));
    }
  }

  /**
   * @param {string} type
   * @param {object} fields
   * @returns {Promise<any>}
   */
  async request(type, fields) {
    this.open();
    await this.ready;
    return new Promise((resolve, reject) => {
      this.lastId += 1;
      this.pending.set(this.lastId, { resolve, reject });
      const target = this.hasAttribute("sandbox") ? "*" : this.pageUrl().origin;
      this.frame?.contentWindow?.postMessage({ glasscnn: VERSION, type, id: this.lastId, ...fields }, target);
    });
  }

  /**
   * Read an image.
   * @param {number[][]} pixels rows of numbers in 0 … 1
   * @returns {Promise<Reading>}
   */
  predict(pixels) {
    return this.request("predict", { pixels });
  }

  /**
   * Put strokes on the pad and read them.
   * @param {number[][][]} strokes lists of [x, y] on the pad of 280 × 280
   * @returns {Promise<Reading>}
   */
  setStrokes(strokes) {
    return this.request("setStrokes", { strokes });
  }

  async getState() {
    return (await this.request("getState", {})).state;
  }

  /**
   * @param {object} state as returned by getState
   * @returns {Promise<Reading>}
   */
  setState(state) {
    return this.request("setState", { state });
  }

  /**
   * Load a model: a bundled one by name, or a file's bytes.
   * @param {string | ArrayBuffer | Uint8Array} model
   * @param {string} [name]
   */
  loadModel(model, name = "model") {
    return this.request("loadModel", typeof model === "string" ? { model } : { bytes: model, name });
  }
}

if (globalThis.customElements && !customElements.get("glass-cnn")) {
  customElements.define("glass-cnn", GlassCnn);
}

/**
 * `<glass-cnn model="deep" view="pad,bars" theme="dark">`: glasscnn as a custom element for any page.
 *
 * It needs one script, `<script src="…/glass-cnn.js" defer></script>`. When the element comes near the viewport, it
 * creates an iframe with the index.html beside this file, and adjusts its height to the content. Its attributes are the
 * page's URL parameters, and it has the page's methods and events: `ready`, `prediction`, `statechange`, `checked` and
 * `error` are dispatched on the element, with `detail`. With the attribute `sandbox`, the frame is sandboxed and has an opaque
 * origin.
 */

(() => {
  const VERSION = 1;
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

  const script = /** @type {HTMLScriptElement | null} */ (
    document.currentScript ?? document.querySelector('script[src*="glass-cnn"]')
  );
  const HOME = new URL("./", script?.src ?? document.baseURI);

  class GlassCnn extends HTMLElement {
    static observedAttributes = PARAMETERS;

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
      const url = new URL("index.html", HOME);
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
      const isOurs = origin === HOME.origin || (origin === "null" && this.hasAttribute("sandbox"));
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
        this.frame.style.height = `${data.height}px`;
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
        const target = this.hasAttribute("sandbox") ? "*" : HOME.origin;
        this.frame?.contentWindow?.postMessage({ glasscnn: VERSION, type, id: this.lastId, ...fields }, target);
      });
    }

    /** Read an image. @param {number[][]} pixels rows of numbers in 0 … 1 */
    predict(pixels) {
      return this.request("predict", { pixels });
    }

    /** Put strokes on the pad and read them. @param {number[][][]} strokes */
    setStrokes(strokes) {
      return this.request("setStrokes", { strokes });
    }

    async getState() {
      return (await this.request("getState", {})).state;
    }

    /** @param {object} state as returned by getState */
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

  if (!customElements.get("glass-cnn")) {
    customElements.define("glass-cnn", GlassCnn);
  }
})();

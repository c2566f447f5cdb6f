/**
 * `<glass-cnn model="deep" view="pad,bars" theme="dark">`: a network that one can look into, in any page.
 *
 * One script, `<script src="…/glass-cnn.js" defer></script>`. The element makes an iframe with the page beside this file,
 * when it comes near the viewport, and gives it the height of its content. Its attributes are the page's parameters, its
 * methods and events those of the page: `ready`, `prediction`, `statechange` and `error` are dispatched on the element,
 * with `detail`. With the attribute `sandbox` the frame gets no origin of its own.
 */

(() => {
  const VERSION = 1;
  const PARAMETERS = ["model", "digit", "strokes", "view", "stage", "theme", "lang", "autoload", "readonly"];
  const EVENTS = ["ready", "prediction", "statechange", "error"];
  const AHEAD = "400px"; // below the viewport's edge

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
      this.lastId = 0;
      /** @type {Map<number, { resolve: (answer: any) => void, reject: (error: Error) => void }>} */
      this.waiting = new Map();
      this.listen = (/** @type {MessageEvent} */ event) => this.receive(event);
      this.nearness = new IntersectionObserver(
        (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.open(),
        { rootMargin: AHEAD },
      );
      this.expect();
    }

    /** A promise for the frame's first reading. */
    expect() {
      this.ready = new Promise((resolve) => {
        this.becomeReady = resolve;
      });
    }

    connectedCallback() {
      this.style.display ||= "block";
      this.style.minHeight ||= "120px";
      addEventListener("message", this.listen);
      this.nearness.observe(this);
    }

    disconnectedCallback() {
      removeEventListener("message", this.listen);
      this.nearness.disconnect();
      this.close(new Error("the element was removed from the page before it answered"));
    }

    attributeChangedCallback() {
      if (this.frame) {
        this.close(new Error("the element's attributes changed before it answered: ask again"));
        this.open();
      }
    }

    /** Make the frame; nothing if there is one. */
    open() {
      if (this.frame) {
        return;
      }
      this.nearness.disconnect();
      const frame = document.createElement("iframe");
      frame.src = this.address().href;
      frame.title = this.title || "glasscnn";
      frame.allow = "clipboard-write";
      frame.style.cssText = "display: block; width: 100%; height: 360px; border: 0";
      if (this.hasAttribute("sandbox")) {
        frame.setAttribute("sandbox", this.getAttribute("sandbox") || "allow-scripts");
      }
      this.frame = frame;
      this.append(frame);
    }

    /** @param {Error} reason that whoever waits is told */
    close(reason) {
      this.frame?.remove();
      this.frame = null;
      for (const { reject } of this.waiting.values()) {
        reject(reason);
      }
      this.waiting.clear();
      this.expect();
    }

    address() {
      const address = new URL("index.html", HOME);
      for (const name of PARAMETERS) {
        const value = this.getAttribute(name);
        if (value !== null) {
          address.searchParams.set(name, value);
        }
      }
      if (location.origin !== "null") {
        address.searchParams.set("origin", location.origin);
      }
      return address;
    }

    /** @param {MessageEvent} event */
    receive({ source, origin, data }) {
      const isOurs = origin === HOME.origin || (origin === "null" && this.hasAttribute("sandbox"));
      if (!this.frame || source !== this.frame.contentWindow || !isOurs || data?.glasscnn !== VERSION) {
        return;
      }
      if (data.id !== null) {
        const { resolve, reject } = this.waiting.get(data.id) ?? {};
        this.waiting.delete(data.id);
        data.type === "error" ? reject?.(new Error(data.message)) : resolve?.(data);
        return;
      }
      if (data.type === "resize") {
        this.frame.style.height = `${data.height}px`;
      } else if (EVENTS.includes(data.type)) {
        if (data.type === "ready") {
          this.becomeReady?.(data);
        }
        this.dispatchEvent(new CustomEvent(data.type, { detail: data }));
      }
    }

    /**
     * @param {string} type
     * @param {object} fields
     * @returns {Promise<any>}
     */
    async ask(type, fields) {
      this.open();
      await this.ready;
      return new Promise((resolve, reject) => {
        this.lastId += 1;
        this.waiting.set(this.lastId, { resolve, reject });
        const target = this.hasAttribute("sandbox") ? "*" : HOME.origin;
        this.frame?.contentWindow?.postMessage({ glasscnn: VERSION, type, id: this.lastId, ...fields }, target);
      });
    }

    /** Read rows of numbers from 0 to 1. @param {number[][]} pixels */
    predict(pixels) {
      return this.ask("predict", { pixels });
    }

    /** Put strokes on the pad and read them. @param {number[][][]} strokes */
    setStrokes(strokes) {
      return this.ask("setStrokes", { strokes });
    }

    async getState() {
      return (await this.ask("getState", {})).state;
    }

    /** @param {object} state as getState gives it */
    setState(state) {
      return this.ask("setState", { state });
    }

    /**
     * Load a model: a bundled one by name, or a file's bytes.
     * @param {string | ArrayBuffer | Uint8Array} model
     * @param {string} [name]
     */
    loadModel(model, name = "model") {
      return this.ask("loadModel", typeof model === "string" ? { model } : { bytes: model, name });
    }
  }

  if (!customElements.get("glass-cnn")) {
    customElements.define("glass-cnn", GlassCnn);
  }
})();

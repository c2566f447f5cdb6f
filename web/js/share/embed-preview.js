/** The preview of an embed: the page itself in a frame, as wide as it will be, scaled down to the room that there is. */

import { make } from "../ui/dom.js";

const FULL_WIDTH = 760; // CSS pixels that stand for the width of a page's text
const FIRST_HEIGHT = 360; // until the frame has said how high it is
const DELAY = 300; // milliseconds without a change before the frame is loaded again

export class EmbedPreview {
  constructor() {
    this.title = ""; // the accessible name of the frame
    this.element = make("div", "embed-preview");
    /** @type {HTMLIFrameElement | null} */
    this.frame = null;
    this.address = "";
    this.size = { width: FULL_WIDTH, height: FIRST_HEIGHT };
    /** Whether the frame is as high as its content, as in the element `<glass-cnn>`. */
    this.isFitted = true;
    this.timer = 0;
    addEventListener("message", ({ source, data }) => this.receive(source, data));
    new ResizeObserver(() => this.fit()).observe(this.element);
  }

  /**
   * @param {string} address
   * @param {{ width: string, height: number | null }} size `100%` or CSS pixels; null to fit the height to the content
   */
  show(address, { width, height }) {
    this.size.width = width.endsWith("px") ? Number.parseInt(width, 10) : FULL_WIDTH;
    this.size.height = height ?? this.size.height;
    this.isFitted = height === null;
    this.fit();
    if (address !== this.address || !this.frame) {
      this.address = address;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.load(), this.frame ? DELAY : 0);
    }
  }

  /** A new frame each time: a new address in the same one would become a step in the history of the page. */
  load() {
    const frame = make("iframe");
    frame.title = this.title;
    frame.dataset.testid = "embed-preview";
    frame.src = this.address;
    this.frame = frame;
    this.element.replaceChildren(frame);
    this.fit();
  }

  /** Remove the frame, and with it its Python. */
  close() {
    clearTimeout(this.timer);
    this.frame = null;
    this.element.replaceChildren();
  }

  /**
   * @param {MessageEventSource | null} source
   * @param {any} message
   */
  receive(source, message) {
    if (this.frame && source === this.frame.contentWindow && message?.type === "resize" && this.isFitted) {
      this.size.height = Number(message.height) || FIRST_HEIGHT;
      this.fit();
    }
  }

  fit() {
    const { frame, element, size } = this;
    if (frame) {
      const scale = Math.min(1, element.clientWidth / size.width);
      frame.style.width = `${size.width}px`;
      frame.style.height = `${size.height}px`;
      frame.style.transform = `scale(${scale})`;
      frame.style.marginBottom = `${Math.round((scale - 1) * size.height)}px`; // a transform leaves the room as it was
    }
  }
}

/** The link to what the page shows, as text and as a QR code. */

import { localise, texts } from "../i18n/language.js";
import { button, make, setText } from "../ui/dom.js";
import { download } from "../ui/download.js";
import { readsTruePixels } from "../ui/true-pixels.js";
import { CopyField } from "./copy-field.js";
import { LinkError } from "./link.js";
import { modulesOf, paintModules, svgOf } from "./qr-code.js";

/** @import { SharedPage } from "./share-button.js" */
/** @import { Tab } from "../ui/tab-list.js" */

/** Whether a link leads to this page from elsewhere: it was not opened from a disk, and is not a frame's own text. */
export const isOnTheWeb = () => location.protocol.startsWith("http");

/** @implements {Tab} */
export class LinkTab {
  name = "link";
  title = "sharing.tabs.link";

  /** @param {SharedPage} page */
  constructor({ api }) {
    this.api = api;
    this.texts = texts;
    /** @type {boolean[][] | null} */
    this.modules = null;
    const field = make("input");
    field.dataset.testid = "share-link";
    this.field = new CopyField(field, "sharing.link.label");
    this.note = make("p", "share-note");
    this.canvas = localise(make("canvas"), { label: "sharing.link.code" });
    this.canvas.setAttribute("role", "img");
    this.canvas.dataset.testid = "qr";
    this.enlarge = button("", "", () => this.setLarge(!this.isLarge));
    this.enlarge.dataset.testid = "qr-enlarge";
    const save = localise(
      button("", "", () => this.save()),
      { text: "sharing.link.save" },
    );
    save.dataset.testid = "qr-save";
    const hint = localise(make("p"), { text: "sharing.link.scan" });
    this.code = make("div", "qr", this.canvas, make("div", "qr-side", hint, this.enlarge, save));
    this.element = make("div", "share-panel", this.field.element, this.note, this.code);
  }

  /** Show the link to the current state. */
  opened() {
    const { field, note, code, canvas } = this;
    const [link, refusal] = this.link();
    field.element.hidden = !link;
    field.show(link);
    this.modules = link ? modulesOf(link) : null;
    code.hidden = !this.modules;
    this.setLarge(false);
    if (this.modules) {
      paintModules(canvas, this.modules);
    }
    const { contents, tooLongForCode } = this.texts.sharing.link;
    setText(note, refusal || (this.modules ? contents(link.length) : tooLongForCode(link.length)));
  }

  /** @returns {[link: string, refusal: string]} one of them is empty */
  link() {
    if (!isOnTheWeb()) {
      return ["", this.texts.sharing.link.noAddress];
    }
    try {
      return [this.api.link(), ""];
    } catch (error) {
      if (error instanceof LinkError) {
        return ["", this.texts.share.refused[error.reason]];
      }
      throw error;
    }
  }

  get isLarge() {
    return this.code.classList.contains("is-large");
  }

  /** @param {boolean} isLarge as large as the window allows, to be scanned from the back of a room */
  setLarge(isLarge) {
    this.code.classList.toggle("is-large", isLarge);
    localise(this.enlarge, { text: isLarge ? "sharing.link.reduce" : "sharing.link.enlarge" });
  }

  async save() {
    const { modules, canvas } = this;
    if (!modules) {
      return;
    }
    if (readsTruePixels(new OffscreenCanvas(1, 1))) {
      canvas.toBlob((blob) => blob && download("glasscnn-link.png", blob));
    } else {
      download("glasscnn-link.svg", new Blob([svgOf(modules)], { type: "image/svg+xml" }));
    }
  }
}

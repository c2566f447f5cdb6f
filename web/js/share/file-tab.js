/** One HTML file of exactly what the page shows, to hand out. */

import { fetchBytes } from "../host/fetch-file.js";
import { sentenceOf } from "../i18n/error-text.js";
import { localise, texts } from "../i18n/language.js";
import { dataBlocks, releaseUrl } from "../site-files.js";
import { button, make, setText } from "../ui/dom.js";
import { download } from "../ui/download.js";
import { singleFile } from "./single-file/single-file.js";

/** @import { Handover } from "../protocol/page-state.js" */
/** @import { Tab } from "../ui/tab-list.js" */
/** @import { SharedPage } from "./share-button.js" */

/** @implements {Tab} */
export class FileTab {
  name = "file";
  title = "sharing.tabs.file";

  /** @param {SharedPage} page */
  constructor({ control, python, models }) {
    this.control = control;
    this.python = python;
    this.models = models;
    this.texts = texts;
    this.make = localise(
      button("primary", "", () => this.download()),
      { text: "sharing.file.make" },
    );
    this.make.dataset.testid = "file-make";
    this.progress = localise(make("progress"), { label: "sharing.file.progress" });
    this.result = make("p", "share-note");
    this.result.dataset.testid = "file-result";
    this.result.setAttribute("role", "status");
    this.progress.hidden = true;
    const what = localise(make("p"), { text: "sharing.file.what" });
    this.element = make("div", "share-panel", what, make("div", "file-make", this.make, this.progress), this.result);
  }

  opened() {
    if (!this.make.disabled) {
      setText(this.result, "");
    }
  }

  async download() {
    const { make: makeButton, progress } = this;
    makeButton.disabled = true;
    progress.hidden = false;
    try {
      const name = `glasscnn-${slug(this.control.shownState().model)}.html`;
      const file = await this.write();
      download(name, file);
      setText(this.result, this.texts.sharing.file.made(name, file.size));
    } catch (error) {
      setText(this.result, this.texts.sharing.file.failed(sentenceOf(error)));
    }
    makeButton.disabled = false;
    progress.hidden = true;
  }

  /** @returns {Promise<Blob>} the file */
  async write() {
    const model = await this.ownModel();
    const { dataset, lang } = document.documentElement;
    const state = this.control.shownState();
    /** @type {Handover} */
    const given = { state, lang, theme: dataset.theme, view: dataset.view?.split(" ") ?? null };
    if (model) {
      given.model = { name: state.model };
    }
    return singleFile({ read, blocks: dataBlocks(), given, model, onProgress: (share) => this.showProgress(share) });
  }

  /** @param {number} share */
  showProgress(share) {
    this.progress.value = share;
    const percent = 10 * Math.floor(10 * share); // in steps, so that a screen reader is not told too much
    setText(this.result, this.texts.sharing.file.making(percent));
  }

  /** The file of the current model, if it is not one of the site's. */
  async ownModel() {
    const { source } = this.python;
    if (!source || source.isBuiltIn) {
      return null;
    }
    const entry = this.models.entries.find(({ name }) => name === this.control.shownState().model);
    const bytes = new Uint8Array(await source.fetch());
    const known = entry ? new Uint8Array(await this.models.sourceOf(entry).fetch()) : null;
    const isKnown = known?.length === bytes.length && known.every((byte, at) => byte === bytes[at]);
    return isKnown ? null : bytes;
  }
}

/** @param {string} path in this release */
async function read(path) {
  return new Uint8Array(await fetchBytes(releaseUrl(path)));
}

/** @param {string} name of a model, as part of a file name */
const slug = (name) => name.replace(/[^\w.-]+/g, "-").slice(0, 60) || "model";

/** Which model is the second one: one of the site's, or a file of one's own. */

import { make } from "../../ui/dom.js";

/** @import { Entry } from "../../models/model-picker.js" */
/** @import { Source } from "../../python/side-model.js" */
/** @import { PanelContext } from "../../view/panel.js" */

/**
 * @typedef {object} Site
 * @property {() => Entry[]} entries the site's models
 * @property {(entry: Entry) => Promise<ArrayBuffer>} fetch
 */

const OWN = "own";

export class SecondModelPicker {
  /**
   * @param {PanelContext} context
   * @param {Site} site
   * @param {(source: Source | null) => void} onChoose
   */
  constructor(context, site, onChoose) {
    this.context = context;
    this.site = site;
    this.onChoose = onChoose;
    /** @type {Map<string, Source>} the site's, by name */
    this.sources = new Map();
    /** @type {Source | null} */
    this.chosen = null;
    this.text = make("span");
    this.select = make("select");
    this.select.dataset.testid = "other-picker";
    this.file = make("input");
    this.file.type = "file";
    this.file.accept = ".npz";
    this.file.hidden = true;
    this.file.dataset.testid = "other-file";
    this.element = make("div", "choice", make("label", "", this.text, this.select), this.file);
    this.select.addEventListener("change", () => this.choose());
    this.file.addEventListener("change", () => this.take(this.file.files?.[0]));
  }

  localise() {
    this.text.textContent = this.context.texts.compare.label;
    this.list();
  }

  /** List the site's models, and the file that was chosen. */
  list() {
    for (const entry of this.site.entries()) {
      if (!this.sources.has(entry.name)) {
        this.sources.set(entry.name, { name: entry.name, fetch: () => this.site.fetch(entry) });
      }
    }
    const { texts } = this.context;
    const options = this.site
      .entries()
      .map(({ name, title, parameters }) => new Option(`${title} · ${texts.numbers.count(parameters)}`, name));
    const own = this.chosen && !this.isListed(this.chosen) ? [new Option(this.chosen.name, this.chosen.name)] : [];
    this.select.replaceChildren(
      new Option(texts.compare.none, ""),
      ...own,
      ...options,
      new Option(texts.models.own, OWN),
    );
    this.select.value = this.chosen?.name ?? "";
  }

  /** @param {Source | null} source */
  isListed(source) {
    return source !== null && this.sources.get(source.name) === source;
  }

  /** @param {string} name */
  sourceOf(name) {
    return this.sources.get(name) ?? null;
  }

  /** @param {Source | null} source the one in force */
  mark(source) {
    this.chosen = source;
    this.list();
  }

  choose() {
    const { value } = this.select;
    this.select.value = this.chosen?.name ?? "";
    if (value === OWN) {
      this.file.value = "";
      this.file.click();
    } else if (value !== this.chosen?.name) {
      this.onChoose(this.sourceOf(value));
    }
  }

  /** @param {File | undefined} file */
  take(file) {
    if (file) {
      this.onChoose({ name: file.name, fetch: () => file.arrayBuffer() });
    }
  }
}

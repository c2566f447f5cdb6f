/** Selects the second model: one of the site's models, or a file of the visitor. */

import { make } from "../../ui/dom.js";

/** @import { Source } from "../../python/model-slots.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { ComparePanel } from "./compare-panel.js" */

const OWN_FILE = "own"; // value of the option that opens the file dialog
const ORIGINAL = "original"; // value of the option for the current network before its weights were changed

export class SecondModelPicker {
  /**
   * @param {PanelContext} context
   * @param {ComparePanel} panel shows the model that is selected
   */
  constructor(context, panel) {
    this.context = context;
    this.panel = panel;
    /** @type {Map<string, Source>} the site's models by name; a source is created once, since it identifies its model */
    this.sources = new Map();
    /** @type {Source | null} */
    this.selected = null;
    /** @type {Source | null} the current model's file, see `original` */
    this.file = null;
    this.label = make("span");
    this.select = make("select");
    this.select.dataset.testid = "other-picker";
    this.input = make("input");
    this.input.type = "file";
    this.input.accept = ".npz";
    this.input.hidden = true;
    this.input.dataset.testid = "other-file";
    this.element = make("div", "choice", make("label", "", this.label, this.select), this.input);
    this.select.addEventListener("change", () => this.optionChanged());
    this.input.addEventListener("change", () => this.fileChanged());
  }

  localise() {
    this.label.textContent = this.context.texts.compare.label;
    this.updateOptions();
  }

  /** Lists the site's models and the selected file. */
  updateOptions() {
    const { texts, models } = this.context;
    const { entries } = models;
    for (const entry of entries) {
      if (!this.sources.has(entry.name)) {
        this.sources.set(entry.name, models.sourceOf(entry));
      }
    }
    const { selected } = this;
    const isOriginal = selected !== null && selected === this.file;
    const file = selected && !isOriginal && !this.isListed(selected) ? [new Option(selected.name, selected.name)] : [];
    const hasOriginal = isOriginal || this.context.weights.isChanged;
    const original = hasOriginal ? [new Option(texts.compare.original, ORIGINAL)] : [];
    this.select.replaceChildren(
      new Option(texts.compare.none, ""),
      ...original,
      ...file,
      ...entries.map(
        ({ name, title, parameters }) => new Option(`${title} · ${texts.numbers.count(parameters)}`, name),
      ),
      new Option(texts.models.own, OWN_FILE),
    );
    this.select.value = this.selectedValue;
  }

  get selectedValue() {
    return this.selected === this.file && this.file ? ORIGINAL : (this.selected?.name ?? "");
  }

  /** The current network with the weights of its file: the same source as long as it is the same file. */
  get original() {
    const { source } = this.context.python;
    if (source && source.fetch !== this.file?.fetch) {
      this.file = { ...source, weights: null };
    }
    return this.file;
  }

  /**
   * Whether the source is one of the site's models.
   * @param {Source | null} source
   */
  isListed(source) {
    return source !== null && this.sources.get(source.name) === source;
  }

  /** @param {string} name */
  sourceOf(name) {
    return this.sources.get(name) ?? null;
  }

  /**
   * The model to compare with at first: the smallest of the site's models that is not the current one.
   * @param {string} [current] name of the current model
   */
  suggestion(current) {
    const others = this.context.models.entries.filter(({ name }) => name !== current);
    const [smallest] = others.toSorted((one, other) => one.parameters - other.parameters);
    return smallest ? this.sourceOf(smallest.name) : null;
  }

  /** @param {Source | null} source */
  setSelected(source) {
    this.selected = source;
    this.updateOptions();
  }

  optionChanged() {
    const { value } = this.select;
    this.select.value = this.selectedValue; // the panel selects the new one when it accepts it
    if (value === OWN_FILE) {
      this.input.value = "";
      this.input.click();
    } else if (value === ORIGINAL) {
      this.panel.choose(this.original);
    } else if (value !== this.selected?.name) {
      this.panel.choose(this.sourceOf(value));
    }
  }

  fileChanged() {
    const file = this.input.files?.[0];
    if (file) {
      this.panel.choose({ name: file.name, fetch: () => file.arrayBuffer() });
    }
  }
}

/** Selects the second model: one of the site's models, or files of the visitor, which are read as those of the first model are. */

import { modelAmong, readModel } from "../../models/own-files.js";
import { ScalingChoice } from "../../models/scaling-choice.js";
import { sizeQuestion } from "../../models/size-question.js";
import { make } from "../../ui/dom.js";

/** @import { ImportReport, OwnModel } from "../../models/kept-model.js" */
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
    this.input.multiple = true;
    this.input.hidden = true;
    this.input.dataset.testid = "other-file";
    /** @type {OwnModel | null} the files that were chosen last */
    this.own = null;
    /** What the file of the second model leaves open. */
    this.question = make("div", "other-question");
    this.question.dataset.testid = "other-question";
    this.element = make("div", "choice", make("label", "", this.label, this.select), this.input, this.question);
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
    if (source !== this.selected) {
      this.question.replaceChildren();
    }
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

  async fileChanged() {
    const files = [...(this.input.files ?? [])];
    const model = modelAmong(files);
    const { errors } = this.context.texts;
    if (model) {
      this.chooseOwn(await readModel(model, files));
    } else if (files.length > 0) {
      this.panel.showMessage(() => errors.notTogether(files.map(({ name }) => name).join(", ")));
    }
  }

  /** @param {OwnModel} own */
  chooseOwn(own) {
    /** @type {Promise<{ file: ArrayBuffer, report: ImportReport }> | null} made once, also for a worker that starts later */
    let imported = null;
    this.own = own;
    /** @type {Source} */
    const source = {
      name: own.name,
      fetch: async () => {
        imported ??= this.context.models.importer.fileOf(own);
        const { file, report } = await imported;
        if (source === this.selected) {
          this.ask(own, report);
        }
        return file;
      },
    };
    this.panel.choose(source);
  }

  /**
   * Ask for the scaling of pixels, if the file does not state it.
   * @param {OwnModel} own
   * @param {ImportReport} report
   */
  ask(own, { scaling }) {
    const choose = (/** @type {string} */ name) => this.chooseOwn({ ...own, scaling: name });
    this.question.replaceChildren(...(scaling ? [new ScalingChoice(scaling, choose, false).element] : []));
  }

  /** Ask for the size of the images, which the file that was chosen last leaves open. */
  askSize() {
    const { own } = this;
    if (own) {
      const close = () => this.question.replaceChildren();
      this.question.replaceChildren(...sizeQuestion(own.name, (size) => this.chooseOwn({ ...own, size }), close));
    }
  }
}

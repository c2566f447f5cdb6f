/**
 * The notice about a person's own model: it stays on this computer, can be kept for later visits, which of its outputs is read,
 * and how its pixels are scaled.
 */

import { texts } from "../i18n/language.js";
import { button, byId, make } from "../ui/dom.js";
import { forgetModel, keepModel } from "./kept-model.js";

/** @import { ImportReport, Output, OwnModel, Scaling } from "./kept-model.js" */
/** @import { ModelLoader } from "./model-loader.js" */

/** The scalings to choose from, the most common first. */
const SCALINGS = /** @type {const} */ (["unit", "mnist", "signed", "bytes", "inverted"]);

export class OwnModelNotice {
  /**
   * @param {ModelLoader} loader
   */
  constructor(loader) {
    this.loader = loader;
    this.box = byId("own-model");
    this.texts = texts.own.model;
    this.localise = () => {}; // while nothing is shown
  }

  /**
   * Say where the model is, and offer to keep it.
   * @param {string} title
   * @param {OwnModel} model
   * @param {ImportReport} report
   * @param {boolean} isKept
   */
  show(title, model, report, isKept) {
    const act = button("", isKept ? this.texts.forget : this.texts.keep, async () => {
      try {
        await (isKept ? forgetModel() : keepModel(model));
        this.show(title, model, report, !isKept);
      } catch {
        this.loader.status.showError(() => this.texts.blocked);
      }
    });
    const close = button("", this.texts.close, () => this.hide());
    act.dataset.testid = "own-model-keep";
    close.dataset.testid = "own-model-close";
    const sentences = [isKept ? this.texts.kept(title) : this.texts.here(title)];
    if (report.unneeded.length > 0) {
      sentences.push(this.texts.unneeded(report.unneeded));
    }
    if (report.precision !== "float32") {
      sentences.push(this.texts.precision[report.precision]);
    }
    const output = report.output ? this.output(report.output, model, isKept) : [];
    const pixels = report.scaling ? this.pixels(report.scaling, model, isKept) : [];
    this.localise = () => this.show(title, model, report, isKept);
    this.box.replaceChildren(make("p", "", sentences.join(" ")), ...output, ...pixels, act, close);
    this.box.hidden = false;
  }

  /**
   * How pixels are scaled and why, and a choice of it.
   * @param {Scaling} scaling
   * @param {OwnModel} model
   * @param {boolean} isKept
   */
  pixels(scaling, model, isKept) {
    const words = this.texts.scaling;
    const options = SCALINGS.map((name) => {
      const right = scaling.right[name];
      return new Option(words.names[name] + (right === undefined ? "" : words.right(right)), name);
    });
    const select = this.select("scaling", options, scaling.taken, model, isKept);
    return [make("p", "", make("label", "", words.label, " ", select)), make("p", "", this.reason(scaling))];
  }

  /**
   * Which of several outputs is read, and a choice of it.
   * @param {Output} output
   * @param {OwnModel} model
   * @param {boolean} isKept
   */
  output({ taken, others }, model, isKept) {
    const words = this.texts.output;
    const options = [taken, ...others].map((name) => new Option(name, name));
    const select = this.select("output", options, taken, model, isKept);
    return [
      make("p", "", make("label", "", words.label, " ", select)),
      make("p", "", words.several(others.length + 1)),
    ];
  }

  /**
   * A select for a property of the model, which is loaded again with another choice.
   * @param {"scaling" | "output"} property
   * @param {HTMLOptionElement[]} options
   * @param {string} value
   * @param {OwnModel} model
   * @param {boolean} isKept
   */
  select(property, options, value, model, isKept) {
    const select = make("select");
    const testid = `own-model-${property}`;
    select.dataset.testid = testid;
    select.append(...options);
    select.value = value;
    select.addEventListener("change", async () => {
      const changed = { ...model, [property]: select.value };
      await this.loader.loadOwn(changed, isKept);
      /** @type {HTMLElement | null} */ (this.box.querySelector(`[data-testid=${testid}]`))?.focus(); // another one now
      if (isKept) {
        await keepModel(changed).catch(() => this.loader.status.showError(() => this.texts.blocked));
      }
    });
    return select;
  }

  /** @param {Scaling} scaling */
  reason({ taken, advised, isRead, right }) {
    const words = this.texts.scaling;
    const name = (/** @type {string} */ scaling) => words.names[/** @type {keyof typeof words.names} */ (scaling)];
    if (right[taken] === undefined) {
      return words.unknown;
    }
    if (!isRead) {
      return words.unread(Math.max(...Object.values(right)));
    }
    const other = taken === advised ? "unit" : advised;
    return other === taken ? words.read(right[taken]) : words.instead(right[taken], name(other), right[other]);
  }

  hide() {
    this.box.hidden = true;
    this.localise = () => {};
  }
}

/** The notice about a person's own model: it stays on this computer, can be kept for later visits, and how its pixels are scaled. */

import { texts } from "../i18n/language.js";
import { button, byId, make } from "../ui/dom.js";
import { forgetModel, keepModel } from "./kept-model.js";

/** @import { ImportReport, OwnModel, Scaling } from "./kept-model.js" */
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
    const pixels = report.scaling ? this.pixels(report.scaling, model, isKept) : [];
    this.localise = () => this.show(title, model, report, isKept);
    this.box.replaceChildren(make("p", "", sentences.join(" ")), ...pixels, act, close);
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
    const select = make("select");
    select.dataset.testid = "own-model-scaling";
    for (const name of SCALINGS) {
      const right = scaling.right[name];
      select.append(new Option(words.names[name] + (right === undefined ? "" : words.right(right)), name));
    }
    select.value = scaling.taken;
    select.addEventListener("change", async () => {
      const changed = { ...model, scaling: select.value };
      await this.loader.loadOwn(changed, isKept);
      this.box.querySelector("select")?.focus(); // it is another one now
      if (isKept) {
        await keepModel(changed).catch(() => this.loader.status.showError(() => this.texts.blocked));
      }
    });
    return [make("p", "", make("label", "", words.label, " ", select)), make("p", "", this.reason(scaling))];
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

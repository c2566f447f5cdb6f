/**
 * The notice about a person's own model: it stays on this computer, can be kept for later visits, and what its file leaves open:
 * which of its outputs is read, how its pixels are scaled, what its classes are called, how large its images are.
 */

import { texts } from "../i18n/language.js";
import { RestTimer } from "../lib/rest-timer.js";
import { button, byId, make } from "../ui/dom.js";
import { ClassNames } from "./class-names.js";
import { forgetModel, keepModel } from "./kept-model.js";
import { ScalingChoice } from "./scaling-choice.js";
import { sizeQuestion } from "./size-question.js";

/** @import { Model } from "../protocol/messages.js" */
/** @import { Choices, ImportReport, Output, OwnModel } from "./kept-model.js" */
/** @import { ModelLoader } from "./model-loader.js" */

const REST = 250; // milliseconds without a new reading, before the other scalings read the drawing, too
const MOST_MULTIPLICATIONS = 50_000_000; // for one image; beyond, six further readings take too long

export class OwnModelNotice {
  /**
   * @param {ModelLoader} loader
   */
  constructor(loader) {
    this.loader = loader;
    this.box = byId("own-model");
    this.texts = texts.own.model;
    this.localise = () => {}; // while nothing is shown
    /** @type {ScalingChoice | null} */
    this.scaling = null;
    this.rest = new RestTimer(
      REST,
      () => false,
      () => this.readWithScalings(),
    );
  }

  /**
   * Say where the model is, offer to keep it, and ask what its file leaves open.
   * @param {Model} model
   * @param {OwnModel} own
   * @param {ImportReport} report
   * @param {boolean} isKept
   */
  show(model, own, report, isKept) {
    const { words, title } = { words: this.texts, title: model.title };
    const act = button("", isKept ? words.forget : words.keep, async () => {
      try {
        await (isKept ? forgetModel() : keepModel(own));
        this.show(model, own, report, !isKept);
      } catch {
        this.loader.status.showError(() => words.blocked);
      }
    });
    const close = button("", words.close, () => this.hide());
    act.dataset.testid = "own-model-keep";
    close.dataset.testid = "own-model-close";
    const choose = (/** @type {Choices} */ choice) => this.choose(own, choice, isKept);
    const head = words.heads[/** @type {keyof typeof words.heads} */ (report.head)];
    const sentences = [
      isKept ? words.kept(title) : words.here(title),
      ...(report.unneeded.length > 0 ? [words.unneeded(report.unneeded)] : []),
      ...(report.precision === "float32" ? [] : [words.precision[report.precision]]),
      ...(head ? [head] : []),
    ];
    this.scaling = report.scaling && new ScalingChoice(report.scaling, (scaling) => choose({ scaling }));
    const classes =
      report.classes && new ClassNames(model.classes, report.classes.lists, (names) => choose({ classes: names }));
    this.fill(
      () => this.show(model, own, report, isKept),
      make("p", "", sentences.join(" ")),
      ...(report.output ? this.output(report.output, (output) => choose({ output })) : []),
      ...(this.scaling ? [this.scaling.element] : []),
      ...(classes ? [classes.element] : []),
      act,
      close,
    );
    this.rest.restart();
  }

  /**
   * Ask for the size of its images, which the file leaves open.
   * @param {OwnModel} own
   * @param {boolean} isKept
   */
  askSize(own, isKept) {
    this.scaling = null;
    const question = sizeQuestion(
      own.name,
      (size) => this.choose(own, { size }, isKept),
      () => this.hide(),
    );
    this.fill(() => this.askSize(own, isKept), ...question);
  }

  /**
   * @param {() => void} again shows it again in another language
   * @param {Node[]} content
   */
  fill(again, ...content) {
    this.localise = again;
    this.box.replaceChildren(...content);
    this.box.hidden = false;
  }

  /**
   * Load the model again with what a person has chosen, and keep that with it.
   * @param {OwnModel} own
   * @param {Choices} choice
   * @param {boolean} isKept
   */
  async choose(own, choice, isKept) {
    const { activeElement } = document;
    const testid = activeElement instanceof HTMLElement ? activeElement.dataset.testid : undefined;
    const changed = { ...own, ...choice };
    await this.loader.loadOwn(changed, isKept);
    /** @type {HTMLElement | null} */ (
      this.box.querySelector(testid ? `[data-testid=${testid}]` : "input:checked")
    )?.focus(); // another one now
    if (isKept) {
      await keepModel(changed).catch(() => this.loader.status.showError(() => this.texts.blocked));
    }
  }

  /**
   * Which of several outputs is read, and a choice of it.
   * @param {Output} output
   * @param {(name: string) => void} choose
   */
  output({ taken, others }, choose) {
    const words = this.texts.output;
    const select = make("select");
    select.dataset.testid = "own-model-output";
    select.append(...[taken, ...others].map((name) => new Option(name, name)));
    select.addEventListener("change", () => choose(select.value));
    return [
      make("p", "", make("label", "", words.label, " ", select)),
      make("p", "", words.several(others.length + 1)),
    ];
  }

  /** A reading is on the screen. */
  paint() {
    if (this.scaling) {
      this.rest.restart();
    }
  }

  /** Show what the network reads with each scaling of pixels. */
  async readWithScalings() {
    const { scaling } = this;
    const { python, view } = this.loader;
    const { model } = view;
    if (!scaling || !model || !python.isUp || model.multiplications > MOST_MULTIPLICATIONS) {
      return;
    }
    if (view.pad.isEmpty) {
      scaling.show([]);
      return;
    }
    const { result } = await python.runTask("scalings", { scalings: scaling.candidates }).catch(() => ({ result: [] }));
    scaling.show(
      result.map((/** @type {{ label: number, probability: number }} */ { label, probability }) => ({
        label: model.classes[label],
        probability,
      })),
    );
  }

  hide() {
    this.box.hidden = true;
    this.scaling = null;
    this.localise = () => {};
  }
}

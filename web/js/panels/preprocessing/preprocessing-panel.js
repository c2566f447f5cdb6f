/** Preprocessing: each step from ink to image as a picture, with its numbers and the prediction for it. */

import { messageOf } from "../../i18n/error-text.js";
import { coalesce } from "../../lib/coalesce.js";
import { imageOf, showImage } from "../../ui/canvas.js";
import { make, Pool, setText } from "../../ui/dom.js";

/** @import { InkStep } from "../../protocol/questions.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Tab } from "../tabs.js" */

/** @implements {Panel} @implements {Tab} */
export class PreprocessingPanel {
  /** @param {PanelContext} context */
  constructor(context) {
    this.name = /** @type {const} */ ("steps");
    this.context = context;
    /** Updates the steps to the newest reading, one request at a time, while the tab is open. */
    this.follow = coalesce(
      () => context.tabs.isOpen("steps"),
      () => this.update(),
    );
    this.sentence = make("p", "note");
    this.sentence.dataset.testid = "steps-sentence";
    this.list = make("ol", "ink-steps");
    this.stepViews = new Pool(this.list, makeStepView);
    this.element = make("section", "steps", this.sentence, this.list);
    this.element.dataset.testid = "ink-steps";
  }

  localise() {
    this.follow();
  }

  paint() {
    this.follow();
  }

  opened() {
    this.follow();
  }

  async update() {
    const { steps } = this.context.texts;
    const shown = this.context.view.reading;
    if (!shown?.values || this.context.pad.drawing.isEmpty) {
      this.showMessage(shown?.values ? steps.nothing : steps.waiting);
      return;
    }
    try {
      const answer = await this.context.reader.ask("inkSteps", {});
      if (answer) {
        this.show(answer.result.steps, answer.pictures);
      }
    } catch (error) {
      if (this.context.python.isUp) {
        this.showMessage(steps.failed(messageOf(error)));
      }
    }
  }

  /** @param {string} sentence shown in place of the steps */
  showMessage(sentence) {
    setText(this.sentence, sentence);
    this.stepViews.take(0);
  }

  /**
   * @param {InkStep[]} steps
   * @param {Uint8ClampedArray<ArrayBuffer>} pictures
   */
  show(steps, pictures) {
    const { texts } = this.context;
    const classes = this.context.view.model?.classes ?? [];
    this.stepViews.take(steps.length).forEach((view, index) => {
      const { name, applied, picture, facts, label, probabilities } = steps[index];
      const stepTexts = texts.steps.of[name];
      const probability = probabilities[label];
      const hasPrediction = Number.isFinite(probability);
      view.element.dataset.testid = `ink-step-${name}`;
      view.element.classList.toggle("left", !applied);
      showImage(view.canvas, imageOf(picture, pictures));
      view.canvas.setAttribute("aria-label", stepTexts.title);
      setText(view.title, `${index + 1} · ${stepTexts.title}`);
      setText(view.facts, stepTexts.facts(facts) + (applied ? "" : ` ${texts.steps.notApplied}`));
      setText(view.digit, hasPrediction ? classes[label] : "–");
      setText(view.probability, hasPrediction ? texts.numbers.percent(probability) : texts.steps.notFinite);
      view.bar.style.transform = `scaleX(${hasPrediction ? probability.toFixed(4) : 0})`;
    });
    setText(this.sentence, this.comparisonOf(steps, classes));
  }

  /**
   * Compares the predictions before and after centring; names the step that changes the prediction.
   * @param {InkStep[]} steps
   * @param {string[]} classes
   */
  comparisonOf(steps, classes) {
    const { texts } = this.context;
    const predictionOf = (/** @type {InkStep} */ { label, probabilities }) => ({
      label: classes[label],
      share: texts.numbers.sure(probabilities[label]),
    });
    const asDrawn = steps.find(({ name }) => name === "ink");
    const centred = steps.find(({ name }) => name === "shift");
    if (!asDrawn || !centred) {
      return "";
    }
    if (![asDrawn, centred].every(({ label, probabilities }) => Number.isFinite(probabilities[label]))) {
      return texts.steps.broken;
    }
    if (asDrawn.label === centred.label) {
      return texts.steps.agree(predictionOf(asDrawn), predictionOf(centred));
    }
    const upToCentred = steps.slice(0, steps.indexOf(centred) + 1);
    const lastOther = upToCentred.findLastIndex(({ label }) => label !== centred.label);
    const change = upToCentred[lastOther + 1];
    return texts.steps.differ(predictionOf(asDrawn), predictionOf(centred), texts.steps.of[change.name].title);
  }
}

function makeStepView() {
  const canvas = make("canvas");
  canvas.setAttribute("role", "img");
  const [title, facts] = [make("h3"), make("p", "facts")];
  const [digit, bar, probability] = [make("span", "step-digit"), make("span", "bar"), make("span", "bar-value")];
  const reading = make("p", "step-reading", digit, make("span", "bar-track", bar), probability);
  return { element: make("li", "", title, canvas, reading, facts), title, canvas, facts, digit, bar, probability };
}

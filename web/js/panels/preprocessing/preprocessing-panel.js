/** Preprocessing: each step from ink to image as a picture, with its numbers and the prediction for it. */

import { messageOf } from "../../i18n/error-text.js";
import { Brush } from "../../input/brush.js";
import { PAD_SIZE } from "../../input/drawing.js";
import { coalesce } from "../../lib/coalesce.js";
import { imageOf, showImage } from "../../ui/canvas.js";
import { make, Pool, setText } from "../../ui/dom.js";
import { HEIGHT, QUIET, WIDTH } from "../../ui/small-picture.js";

/** @import { Pad } from "../../input/pad.js" */
/** @import { InkStep } from "../../protocol/questions.js" */
/** @import { SmallPicture } from "../../ui/small-picture.js" */
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
    const { narrow } = context.view.diagram;
    narrow.addEventListener("change", () => this.letKeysScroll(narrow.matches));
    this.letKeysScroll(narrow.matches);
  }

  /** @param {boolean} isSwiped whether the steps lie side by side, so that the arrow keys must reach them */
  letKeysScroll(isSwiped) {
    if (isSwiped) {
      this.list.tabIndex = 0;
    } else {
      this.list.removeAttribute("tabindex");
    }
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

  /** @param {SmallPicture} picture of the pad and of the image */
  async paintPicture(picture) {
    const { pad, view } = this.context;
    const image = view.model && view.diagram.stages.get(view.model.stages[0].name)?.canvas;
    const side = HEIGHT - 20;
    picture.clear();
    picture.context.drawImage(pad.picture.image ? pad.picture.canvas : inkOf(pad), 2, 10, side, side);
    picture.text("→", WIDTH / 2, HEIGHT / 2, { size: 16, colour: QUIET });
    if (image) {
      picture.context.drawImage(image, WIDTH - side - 2, 10, side, side);
    }
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
      setText(view.probability, hasPrediction ? texts.numbers.probability(probability) : texts.steps.notFinite);
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

/**
 * What is drawn, also while the pad itself shows only a part of it.
 * @param {Pad} pad
 */
function inkOf(pad) {
  const brush = new Brush(make("canvas"));
  brush.resize(PAD_SIZE / 2);
  brush.size = pad.brush.size;
  brush.repaint(pad.drawing.shown);
  return brush.canvas;
}

function makeStepView() {
  const canvas = make("canvas");
  canvas.setAttribute("role", "img");
  const [title, facts] = [make("h2"), make("p", "facts")];
  const [digit, bar, probability] = [make("span", "step-digit"), make("span", "bar"), make("span", "bar-value")];
  const reading = make("p", "step-reading", digit, make("span", "bar-track", bar), probability);
  return { element: make("li", "", title, canvas, reading, facts), title, canvas, facts, digit, bar, probability };
}

/** From ink to image: each step as a picture, with its numbers, and with what the network would read in it alone. */

import { messageOf } from "../../i18n/error-text.js";
import { coalesce } from "../../lib/coalesce.js";
import { imageOf, showImage } from "../../ui/canvas.js";
import { make, Pool, setText } from "../../ui/dom.js";

/** @import { InkStep } from "../../protocol/questions.js" */
/** @import { PanelContext, Panel } from "../../view/panel.js" */
/** @import { Tab } from "../tabs.js" */

/** @implements {Panel} @implements {Tab} */
export class PreprocessingPanel {
  /** @param {PanelContext} context */
  constructor(context) {
    this.name = /** @type {const} */ ("steps");
    this.context = context;
    /** Ask about the newest reading, one question at a time. */
    this.follow = coalesce(
      () => context.isOpen("steps"),
      () => this.find(),
    );
    this.sentence = make("p", "note");
    this.sentence.dataset.testid = "steps-sentence";
    this.list = make("ol", "ink-steps");
    this.steps = new Pool(this.list, makeStep);
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

  async find() {
    const { steps } = this.context.texts;
    const shown = this.context.shown();
    if (!shown?.values || this.context.pad.drawing.isEmpty) {
      this.say(shown?.values ? steps.nothing : steps.waiting);
      return;
    }
    try {
      const answer = await this.context.ask("inkSteps", {});
      if (answer) {
        this.show(answer.result.steps, answer.pictures);
      }
    } catch (error) {
      if (this.context.python()?.isUp) {
        this.say(steps.failed(messageOf(error)));
      }
    }
  }

  /** @param {string} sentence in the place of all steps */
  say(sentence) {
    setText(this.sentence, sentence);
    this.steps.take(0);
  }

  /**
   * @param {InkStep[]} steps
   * @param {Uint8ClampedArray<ArrayBuffer>} pictures
   */
  show(steps, pictures) {
    const { texts } = this.context;
    const classes = this.context.model()?.classes ?? [];
    this.steps.take(steps.length).forEach((view, number) => {
      const { name, applied, picture, facts, label, probabilities } = steps[number];
      const words = texts.steps.of[name];
      const share = probabilities[label];
      const isReadable = Number.isFinite(share);
      view.element.dataset.testid = `ink-step-${name}`;
      view.element.classList.toggle("left", !applied);
      showImage(view.canvas, imageOf(picture, pictures));
      view.canvas.setAttribute("aria-label", words.title);
      setText(view.title, `${number + 1} · ${words.title}`);
      setText(view.facts, words.facts(facts) + (applied ? "" : ` ${texts.steps.notApplied}`));
      setText(view.digit, isReadable ? classes[label] : "–");
      setText(view.share, isReadable ? texts.numbers.percent(share) : texts.steps.notFinite);
      view.bar.style.transform = `scaleX(${isReadable ? share.toFixed(4) : 0})`;
    });
    setText(this.sentence, this.sentenceOf(steps, classes));
  }

  /**
   * What centring does: nothing to the answer, or which step changes it.
   * @param {InkStep[]} steps
   * @param {string[]} classes
   */
  sentenceOf(steps, classes) {
    const { texts } = this.context;
    const reading = (/** @type {InkStep} */ { label, probabilities }) => ({
      label: classes[label],
      share: texts.numbers.sure(probabilities[label]),
    });
    const drawn = steps.find(({ name }) => name === "ink");
    const centred = steps.find(({ name }) => name === "shift");
    if (!drawn || !centred) {
      return "";
    }
    if (![drawn, centred].every(({ label, probabilities }) => Number.isFinite(probabilities[label]))) {
      return texts.steps.broken;
    }
    if (drawn.label === centred.label) {
      return texts.steps.agree(reading(drawn), reading(centred));
    }
    const way = steps.slice(0, steps.indexOf(centred) + 1);
    const last = way.findLastIndex(({ label }) => label !== centred.label);
    return texts.steps.differ(reading(drawn), reading(centred), texts.steps.of[way[last + 1].name].title);
  }
}

function makeStep() {
  const canvas = make("canvas");
  canvas.setAttribute("role", "img");
  const [title, facts] = [make("h3"), make("p", "facts")];
  const [digit, bar, share] = [make("span", "step-digit"), make("span", "bar"), make("span", "bar-value")];
  const read = make("p", "step-reading", digit, make("span", "bar-track", bar), share);
  return { element: make("li", "", title, canvas, read, facts), title, canvas, facts, digit, bar, share };
}

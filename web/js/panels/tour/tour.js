/**
 * The guided tour: a card beside one element after the other, from the pad to the prediction, explains it with facts about
 * the current drawing. The page stays usable, since the tour asks visitors to draw. Progress is stored.
 */

import { localise } from "../../i18n/language.js";
import { indexOfLargest } from "../../lib/argsort.js";
import { readSetting, storeSetting } from "../../lib/storage.js";
import { partsOfTour } from "./elements.js";
import { placeBeside } from "./popover-position.js";
import { stepsOf } from "./tour-steps.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Step } from "./tour-steps.js" */

/**
 * @typedef {object} Parts
 * @property {HTMLElement} card
 * @property {HTMLElement} ring drawn around the anchor
 * @property {HTMLElement} count
 * @property {HTMLElement} title
 * @property {HTMLElement} text
 * @property {HTMLElement} facts about the current drawing
 * @property {HTMLElement} draw the button that draws a digit for visitors who do not draw one
 * @property {HTMLElement} back
 * @property {HTMLElement} next
 * @property {HTMLElement} leave
 * @property {HTMLElement} start the button that starts or resumes the tour
 * @property {HTMLElement} answer
 */

/**
 * What there is to say about a stage on the current drawing.
 * @typedef {object} StageFacts
 * @property {(stage: string) => string[]} factsAbout
 * @property {() => void} onChange called when the texts have changed
 */

const KEY = "glasscnn-tour"; // stores the index of the current step, or DONE
const DONE = "done";
const SCROLL_MARGIN = 16; // CSS pixels above the anchor
const SAMPLE_DIGIT = 7;

/** @implements {Panel} */
export class Tour {
  /**
   * @param {PanelContext} context
   * @param {StageFacts} stageText
   */
  constructor(context, stageText) {
    const parts = partsOfTour();
    this.context = context;
    this.stageText = stageText;
    this.parts = parts;
    /** @type {Step[]} empty unless the tour is running */
    this.steps = [];
    this.index = 0;
    this.frame = 0;
    parts.start.addEventListener("click", () => this.begin());
    parts.back.addEventListener("click", () => this.go(this.index - 1));
    parts.next.addEventListener("click", () => this.go(this.index + 1));
    parts.leave.addEventListener("click", () => this.leave());
    parts.draw.addEventListener("click", () => context.samples.draw(SAMPLE_DIGIT));
    const follow = () => this.isRunning && this.updatePosition();
    addEventListener("scroll", follow, { capture: true, passive: true });
    addEventListener("resize", follow);
    new ResizeObserver(follow).observe(document.body);
    stageText.onChange = () => this.update();
    this.offer();
  }

  get isRunning() {
    return this.steps.length > 0;
  }

  /** Shows the button that starts or resumes the tour. After the last step it is hidden; the help dialog has another. */
  offer() {
    const progress = readSetting(KEY);
    this.parts.start.hidden = progress === DONE;
    localise(this.parts.start, { text: progress === null ? "tour.start" : "tour.resume" });
  }

  /** Starts the tour, or resumes it at the stored step. */
  begin() {
    const model = this.context.view.model;
    if (!model) {
      return; // before the first paint
    }
    this.steps = this.stepsOf(model);
    const progress = Number(readSetting(KEY)); // NaN for DONE
    this.go(progress < this.steps.length ? progress : 0);
  }

  /** @param {Model} model */
  stepsOf(model) {
    const { pad, view } = this.context;
    return stepsOf(model, view.diagram, { pad: pad.element, answer: this.parts.answer });
  }

  /** @param {number} index of the step; the number of steps ends the tour */
  go(index) {
    if (index >= this.steps.length) {
      this.end(DONE);
      return;
    }
    this.index = Math.max(index, 0);
    storeSetting(KEY, String(this.index));
    this.parts.card.hidden = this.parts.ring.hidden = false;
    document.documentElement.dataset.tour = "on";
    this.update();
    this.scrollToAnchor();
    this.updatePosition();
    this.parts.card.focus({ preventScroll: true });
  }

  leave() {
    this.end(String(this.index));
  }

  /** @param {string} progress to store */
  end(progress) {
    storeSetting(KEY, progress);
    this.steps = [];
    this.parts.card.hidden = this.parts.ring.hidden = true;
    delete document.documentElement.dataset.tour;
    this.offer();
    (this.parts.start.hidden ? this.context.pad.element : this.parts.start).focus();
  }

  escape() {
    const { isRunning } = this;
    if (isRunning) {
      this.leave();
    }
    return isRunning;
  }

  /** Finds the anchors again, since the diagram may have been rebuilt. */
  showModel() {
    const model = this.context.view.model;
    if (this.isRunning && model) {
      this.steps = this.stepsOf(model);
      this.index = Math.min(this.index, this.steps.length - 1);
      this.update();
      this.updatePosition();
    }
  }

  localise() {
    this.update();
  }

  /** Shows the text of the current step, and the facts about the current drawing. */
  update() {
    const step = this.steps[this.index];
    if (!step) {
      return;
    }
    const { tour } = this.context.texts;
    const { count, title, text, facts, draw, back, next } = this.parts;
    const isEmpty = this.context.pad.drawing.isEmpty || this.context.pad.isExample;
    count.textContent = tour.count(this.index + 1, this.steps.length);
    title.textContent = tour.steps[step.name].title;
    text.textContent = tour.steps[step.name].text;
    facts.textContent = this.factsOf(step, isEmpty);
    draw.hidden = step.name !== "pad" && !isEmpty;
    back.hidden = this.index === 0;
    next.textContent = this.index === this.steps.length - 1 ? tour.finish : tour.next;
    this.updatePosition();
  }

  /**
   * @param {Step} step
   * @param {boolean} isEmpty
   */
  factsOf(step, isEmpty) {
    const model = this.context.view.model;
    const probabilities = this.context.view.reading?.probabilities;
    if (isEmpty || !model || !probabilities) {
      return "";
    }
    if (step.name === "pad") {
      const label = indexOfLargest(probabilities);
      return this.context.texts.tour.read(model.classes[label], probabilities[label]);
    }
    return step.stage ? this.stageText.factsAbout(step.stage).join(" ") : "";
  }

  /** Scrolls the anchor into view. On narrow screens it goes to the top, since the card needs room below it. */
  scrollToAnchor() {
    const { anchor } = this.steps[this.index];
    const isNarrow = matchMedia("(max-width: 699px)").matches;
    anchor.scrollIntoView({ block: isNarrow ? "start" : "nearest", inline: "nearest" });
    const { top } = anchor.getBoundingClientRect();
    scrollBy(0, isNarrow || top < SCROLL_MARGIN ? top - SCROLL_MARGIN : 0);
  }

  /** Moves card and ring to the anchor, in the next frame. */
  updatePosition() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const step = this.steps[this.index];
      if (!step) {
        return;
      }
      const { card, ring } = this.parts;
      const anchor = step.anchor.getBoundingClientRect();
      Object.assign(ring.style, {
        left: `${anchor.left}px`,
        top: `${anchor.top}px`,
        width: `${anchor.width}px`,
        height: `${anchor.height}px`,
      });
      card.style.maxHeight = "";
      const viewport = { width: document.documentElement.clientWidth, height: innerHeight };
      const { left, top, maxHeight } = placeBeside(anchor, card.getBoundingClientRect(), viewport);
      Object.assign(card.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${maxHeight}px` });
    });
  }
}

/**
 * The guided tour: a card beside one element after the other, from the pad to the article, explains it with facts about
 * the current drawing. It opens what it explains, and waits where it asks the visitor to do something. The page stays
 * usable meanwhile. Progress is stored.
 */

import { sentenceOf } from "../../i18n/error-text.js";
import { localise } from "../../i18n/language.js";
import { indexOfLargest } from "../../lib/argsort.js";
import { readSetting, storeSetting } from "../../lib/storage.js";
import { loadStory } from "../story.js";
import { actionsOn } from "./actions.js";
import { partsOfTour } from "./elements.js";
import { isPhone, placesOn } from "./places.js";
import { isOutOfSight, placeAt, scrollToAnchor } from "./popover.js";
import { stepsOf } from "./tour-steps.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Cells } from "./actions.js" */
/** @import { Step } from "./tour-steps.js" */

/**
 * @typedef {object} Parts
 * @property {HTMLElement} card
 * @property {HTMLElement} ring drawn around the anchor
 * @property {HTMLElement} count
 * @property {HTMLElement} title
 * @property {HTMLElement} text
 * @property {HTMLElement} facts about the current drawing
 * @property {HTMLElement} back
 * @property {HTMLElement} next goes on, or does what the step asks the visitor to do
 * @property {HTMLElement} leave
 * @property {HTMLElement} start the button that starts or resumes the tour
 */

/**
 * What there is to say about a stage on the current drawing.
 * @typedef {EventTarget & { factsAbout: (stage: string) => string[] }} StageFacts dispatches `change`
 */

const KEY = "glasscnn-tour"; // stores the index of the current step, or DONE
const DONE = "done";
const SAMPLE_DIGIT = 7;

/** @implements {Panel} */
export class Tour {
  /**
   * @param {PanelContext} context
   * @param {StageFacts} stageText
   * @param {Cells} cells
   */
  constructor(context, stageText, cells) {
    const parts = partsOfTour();
    this.context = context;
    this.stageText = stageText;
    this.cells = cells;
    this.places = placesOn(context);
    this.actions = actionsOn(context, cells);
    this.parts = parts;
    /** @type {Step[]} empty unless the tour is running */
    this.steps = [];
    this.index = 0;
    this.done = -1; // index of the last step that asked for something and got it
    this.frame = 0;
    parts.start.addEventListener("click", () => this.begin());
    parts.back.addEventListener("click", () => this.go(this.index - 1));
    parts.next.addEventListener("click", () => this.next());
    parts.leave.addEventListener("click", () => this.leave());
    const follow = () => this.isRunning && this.updatePosition();
    addEventListener("scroll", follow, { capture: true, passive: true });
    addEventListener("resize", follow);
    new ResizeObserver(() => this.isRunning && this.keepInSight()).observe(document.body);
    stageText.addEventListener("change", () => this.update());
    cells.onChange = () => this.cellChanged();
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
  async begin() {
    const { status, texts, view } = this.context;
    try {
      await loadStory();
    } catch (error) {
      status.showError(() => texts.errors.build(sentenceOf(error)));
      return;
    }
    if (!view.model) {
      return; // before the first paint
    }
    this.steps = this.stepsOf(view.model);
    const progress = Number(readSetting(KEY)); // NaN for DONE
    this.go(progress < this.steps.length ? progress : 0);
  }

  /** @param {Model} model */
  stepsOf(model) {
    return stepsOf(model, this.places, this.actions, this.context.texts.tourSteps);
  }

  /** Whether the visitor has drawn; a pad that cannot be drawn on is shown as it is. */
  get hasDrawn() {
    const { pad } = this.context;
    return (!pad.isEmpty && !pad.isExample) || document.documentElement.dataset.readonly !== undefined;
  }

  /** Goes on; where the visitor has not done what the step asks for, does that instead. */
  next() {
    const step = this.steps[this.index];
    if (!this.hasDrawn) {
      this.context.samples.draw(SAMPLE_DIGIT);
    } else if (step && this.waitsAt(step)) {
      step.help?.();
      this.advanceOnPhone();
    } else {
      this.go(this.index + 1);
    }
  }

  /**
   * Whether the visitor has still to do what the step asks for. A cell that was pointed at counts, also when the pointer has
   * left it for the card.
   * @param {Step} step
   */
  waitsAt(step) {
    return step.isDone !== undefined && this.done !== this.index;
  }

  /** Another cell is selected. */
  cellChanged() {
    const step = this.steps[this.index];
    if (step?.isDone) {
      this.done = step.isDone() ? this.index : this.done;
      this.update();
      this.advanceOnPhone();
    }
  }

  /** On a phone, a chosen cell opens a sheet with its arithmetic, which the next step is about. */
  advanceOnPhone() {
    const step = this.steps[this.index];
    if (isPhone() && step?.isDone?.() && this.context.view.openStage) {
      this.go(this.index + 1);
    }
  }

  /** @param {number} index of the step; the number of steps ends the tour */
  go(index) {
    if (index >= this.steps.length) {
      this.end(DONE);
      return;
    }
    this.index = Math.max(index, 0);
    const step = this.steps[this.index];
    this.done = -1;
    storeSetting(KEY, String(this.index));
    this.parts.card.hidden = this.parts.ring.hidden = false;
    this.context.view.diagram.reveal(step.stage ?? "");
    document.documentElement.dataset.tour = step.name;
    step.enter();
    this.update();
    const anchor = step.anchor();
    if (anchor) {
      scrollToAnchor(anchor, this.parts.card);
    }
    this.updatePosition();
    this.parts.card.focus({ preventScroll: true });
  }

  /** Scroll to what the step is about again if what has come or gone above it has moved it out of sight. */
  keepInSight() {
    const anchor = this.steps[this.index].anchor();
    if (anchor && isOutOfSight(anchor)) {
      scrollToAnchor(anchor, this.parts.card);
    }
    this.updatePosition();
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

  inkChanged() {
    this.update();
  }

  /** Shows the text of the current step, and the facts about the current drawing. */
  update() {
    const step = this.steps[this.index];
    if (!step) {
      return;
    }
    const { tour, tourSteps } = this.context.texts;
    const { count, title, text, facts, back, next, leave } = this.parts;
    const isLast = this.index === this.steps.length - 1;
    const waits = this.waitsAt(step);
    count.textContent = tour.count(this.index + 1, this.steps.length);
    title.textContent = tourSteps[step.name].title;
    text.textContent = tourSteps[step.name].text;
    facts.textContent = this.factsOf(step);
    back.hidden = this.index === 0;
    leave.hidden = isLast;
    next.textContent = !this.hasDrawn ? tour.draw : waits ? tour.show : isLast ? tour.finish : tour.next;
    this.updatePosition();
  }

  /** @param {Step} step */
  factsOf(step) {
    const { texts, view } = this.context;
    const probabilities = view.reading?.probabilities;
    if (!this.hasDrawn || !view.model || !probabilities) {
      return "";
    }
    if (step.name === "pad") {
      const label = indexOfLargest(probabilities);
      return texts.tour.read(view.model.classes[label], probabilities[label]);
    }
    if (step.isDone) {
      const cell = this.cells.titleOfSelected();
      return cell ? texts.tour.cell(cell) : "";
    }
    return step.stage ? this.stageText.factsAbout(step.stage).join(" ") : "";
  }

  /** Moves card and ring to the anchor, in the next frame. */
  updatePosition() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const anchor = this.steps[this.index]?.anchor();
      if (anchor) {
        placeAt(anchor, this.parts.card, this.parts.ring);
      }
    });
  }
}

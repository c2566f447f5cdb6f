/**
 * The guided tour: a card beside each place on the way from the pad to the answer, which says what happens there with
 * this drawing's own numbers. It asks to do things, so it leaves the page usable; it remembers where it was left.
 */

import { localise } from "../../i18n/language.js";
import { indexOfLargest } from "../../lib/argsort.js";
import { remember, remembered } from "../../lib/storage.js";
import { placeBeside } from "./popover-position.js";
import { stepsOf } from "./tour-steps.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { PanelContext, Panel } from "../../view/panel.js" */
/** @import { Step } from "./tour-steps.js" */

/**
 * @typedef {object} Parts
 * @property {HTMLElement} card
 * @property {HTMLElement} ring around what is pointed at
 * @property {HTMLElement} count
 * @property {HTMLElement} title
 * @property {HTMLElement} text
 * @property {HTMLElement} facts what is true of this drawing
 * @property {HTMLElement} draw draws a digit for those who cannot or will not
 * @property {HTMLElement} back
 * @property {HTMLElement} next
 * @property {HTMLElement} leave
 * @property {HTMLElement} start the button that offers it
 * @property {HTMLElement} answer
 */

const KEY = "glasscnn-tour"; // the number of the step that was reached is remembered, or DONE
const DONE = "done";
const MARGIN = 16; // above what is scrolled to

/** @implements {Panel} */
export class Tour {
  /**
   * @param {PanelContext} context
   * @param {Parts} parts
   * @param {{ onDrawing: (stage: string) => string[], drawSample: (digit: number) => void }} page
   */
  constructor(context, parts, page) {
    this.context = context;
    this.parts = parts;
    this.page = page;
    /** @type {Step[]} empty while nobody is on the tour */
    this.steps = [];
    this.number = 0;
    this.frame = 0;
    parts.start.addEventListener("click", () => this.begin());
    parts.back.addEventListener("click", () => this.go(this.number - 1));
    parts.next.addEventListener("click", () => this.go(this.number + 1));
    parts.leave.addEventListener("click", () => this.leave());
    parts.draw.addEventListener("click", () => page.drawSample(7));
    const follow = () => this.isOn && this.follow();
    addEventListener("scroll", follow, { capture: true, passive: true });
    addEventListener("resize", follow);
    new ResizeObserver(follow).observe(document.body);
    this.offer();
  }

  get isOn() {
    return this.steps.length > 0;
  }

  /** Offer the tour until it has been taken to its end; the help offers it ever after. */
  offer() {
    const before = remembered(KEY);
    this.parts.start.hidden = before === DONE;
    localise(this.parts.start, { text: before === null ? "tour.start" : "tour.resume" });
  }

  /** Begin, or go on where it was left. */
  begin() {
    const model = this.context.model();
    if (!model) {
      return; // the first paint brings it, a moment from now
    }
    this.steps = this.stepsOf(model);
    const before = Number(remembered(KEY));
    this.go(before < this.steps.length ? before || 0 : 0);
  }

  /** @param {Model} model */
  stepsOf(model) {
    const { diagram, pad } = this.context;
    const stage = (/** @type {string} */ name) => diagram.stages.get(name)?.element;
    return stepsOf(model, { pad: pad.element, answer: this.parts.answer, stage });
  }

  /** @param {number} number of the step; past the last it is over */
  go(number) {
    if (number >= this.steps.length) {
      this.end(DONE);
      return;
    }
    this.number = Math.max(number, 0);
    remember(KEY, String(this.number));
    this.parts.card.hidden = this.parts.ring.hidden = false;
    document.documentElement.dataset.tour = "on";
    this.say();
    this.bringIntoSight();
    this.follow();
    this.parts.card.focus({ preventScroll: true });
  }

  leave() {
    this.end(String(this.number));
  }

  /** @param {string} reached what is remembered */
  end(reached) {
    remember(KEY, reached);
    this.steps = [];
    this.parts.card.hidden = this.parts.ring.hidden = true;
    delete document.documentElement.dataset.tour;
    this.offer();
    (this.parts.start.hidden ? this.context.pad.element : this.parts.start).focus();
  }

  escape() {
    const { isOn } = this;
    if (isOn) {
      this.leave();
    }
    return isOn;
  }

  /** The stages stand elsewhere, or are other ones: stay at the same place of the way. */
  showModel() {
    const model = this.context.model();
    if (this.isOn && model) {
      this.steps = this.stepsOf(model);
      this.number = Math.min(this.number, this.steps.length - 1);
      this.say();
      this.follow();
    }
  }

  localise() {
    this.say();
  }

  /** Say the step, with what is true of this drawing. */
  say() {
    const step = this.steps[this.number];
    if (!step) {
      return;
    }
    const { tour } = this.context.texts;
    const { count, title, text, facts, draw, back, next } = this.parts;
    const isEmpty = this.context.pad.drawing.isEmpty || this.context.pad.isExample;
    count.textContent = tour.count(this.number + 1, this.steps.length);
    title.textContent = tour.steps[step.name].title;
    text.textContent = tour.steps[step.name].text;
    facts.textContent = this.factsOf(step, isEmpty);
    draw.hidden = step.name !== "pad" && !isEmpty;
    back.hidden = this.number === 0;
    next.textContent = this.number === this.steps.length - 1 ? tour.finish : tour.next;
    this.follow();
  }

  /**
   * @param {Step} step
   * @param {boolean} isEmpty
   */
  factsOf(step, isEmpty) {
    const model = this.context.model();
    const shares = this.context.shown()?.probabilities;
    if (isEmpty || !model || !shares) {
      return "";
    }
    if (step.name === "pad") {
      const best = indexOfLargest(shares);
      return this.context.texts.tour.read(model.classes[best], shares[best]);
    }
    return step.stage ? this.page.onDrawing(step.stage).join(" ") : "";
  }

  /** Scroll to what is pointed at; on narrow screens to the top, so that the card has room below it. */
  bringIntoSight() {
    const { anchor } = this.steps[this.number];
    const isNarrow = matchMedia("(max-width: 699px)").matches;
    anchor.scrollIntoView({ block: isNarrow ? "start" : "nearest", inline: "nearest" });
    const { top } = anchor.getBoundingClientRect();
    scrollBy(0, isNarrow || top < MARGIN ? top - MARGIN : 0);
  }

  /** Put card and ring where the place is now. */
  follow() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const step = this.steps[this.number];
      if (!step) {
        return;
      }
      const { card, ring } = this.parts;
      const target = step.anchor.getBoundingClientRect();
      Object.assign(ring.style, {
        left: `${target.left}px`,
        top: `${target.top}px`,
        width: `${target.width}px`,
        height: `${target.height}px`,
      });
      card.style.maxHeight = "";
      const screen = { width: document.documentElement.clientWidth, height: innerHeight };
      const { left, top, maxHeight } = placeBeside(target, card.getBoundingClientRect(), screen);
      Object.assign(card.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${maxHeight}px` });
    });
  }
}

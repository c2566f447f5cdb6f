/**
 * A bar at the lower edge of the window while the network is changed: what it read before and what it reads now, and a button
 * that puts everything back.
 */

import { localise } from "../../i18n/language.js";
import { indexOfLargest } from "../../lib/argsort.js";
import { button, make, setText } from "../../ui/dom.js";
import { LiveRegion } from "../../ui/live-region.js";

/** @import { Texts } from "../../i18n/language.js" */

/**
 * What a change costs on the drawing.
 * @typedef {object} Cost
 * @property {string} subject what is changed, as the beginning of a sentence
 * @property {boolean} isEmpty whether nothing is drawn
 * @property {string[]} classes
 * @property {ArrayLike<number> | null} before the probabilities of the whole network; null if they are not known yet
 * @property {ArrayLike<number> | null} now
 */

const SETTLED = 1200; // milliseconds without another sentence before one is spoken

export class CostBar {
  /**
   * @param {Texts} texts
   * @param {() => void} onRestore
   */
  constructor(texts, onRestore) {
    this.texts = texts;
    this.sentence = make("p", "cost-sentence");
    this.sentence.dataset.testid = "cost";
    const spoken = make("p", "hidden");
    spoken.setAttribute("role", "status");
    this.live = new LiveRegion(spoken, SETTLED);
    this.restore = localise(button("", "", onRestore), { text: "interventions.restore" });
    this.restore.dataset.testid = "put-back";
    this.element = localise(make("aside", "cost", this.sentence, this.restore), { label: "interventions.label" });
    this.element.hidden = true;
    document.body.append(this.element, spoken);
    new ResizeObserver(() => this.makeRoom()).observe(this.element);
  }

  /**
   * @param {Cost | null} cost null if nothing is changed
   * @param {boolean} canRestore whether the button puts anything back
   */
  show(cost, canRestore) {
    const wasShown = !this.element.hidden;
    this.element.hidden = cost === null;
    this.restore.hidden = !canRestore;
    if (cost) {
      const sentence = sentenceAbout(cost, this.texts);
      setText(this.sentence, sentence);
      this.live.announce(sentence);
    } else if (wasShown) {
      this.live.announce(this.texts.interventions.restored);
    }
    this.makeRoom();
  }

  /** What lies at the lower edge, and the end of the page, lie above the bar. */
  makeRoom() {
    document.documentElement.style.setProperty("--cost", `${this.element.offsetHeight}px`);
  }

  localise() {
    this.live.localise();
  }
}

/**
 * @param {Cost} cost
 * @param {Texts} texts
 */
export function sentenceAbout({ subject, isEmpty, classes, before, now }, { interventions: words, numbers }) {
  if (isEmpty) {
    return words.nothing(subject);
  }
  if (!now) {
    return words.waiting(subject);
  }
  const [is, was] = [now, before ?? now].map((probabilities) => {
    const best = indexOfLargest(probabilities);
    return { label: classes[best], share: probabilities[best] };
  });
  if (!Number.isFinite(is.share) || !Number.isFinite(was.share)) {
    return words.notFinite(subject);
  }
  const [sureNow, sureBefore] = [is, was].map(({ share }) => numbers.sure(share));
  if (!before) {
    return words.alone(subject, is.label, sureNow);
  }
  return is.label === was.label
    ? words.same(subject, is.label, sureNow, sureBefore)
    : words.other(subject, is.label, sureNow, was.label, sureBefore);
}

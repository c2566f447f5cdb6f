/** The elements of a lecture: a dialog over the whole window. CSS arranges them for each kind of slide. */

import { localise } from "../../i18n/language.js";
import { button, byId, make } from "../../ui/dom.js";
import { BorrowedElements } from "./borrowed-elements.js";

/** The parts of the page that a lecture shows: the pad, the prediction, the buttons for drawing. */
const BORROWED = ["pad", "answer", "samples", "undo", "clear"];

export class LectureView {
  /** @param {{ back: () => void, next: () => void, leave: () => void }} actions */
  constructor({ back, next, leave }) {
    this.borrowed = new BorrowedElements(BORROWED.map((id) => byId(id)));
    this.title = make("h2", "lecture-title");
    this.title.id = "lecture-title";
    this.size = make("p", "lecture-size");
    this.stage = make("section", "lecture-stage");
    this.stage.dataset.testid = "lecture-stage";
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "application");
    this.text = make("p", "lecture-text");
    this.text.dataset.testid = "lecture-text";
    this.cell = make("div", "lecture-cell"); // takes the place of the text
    this.cell.dataset.testid = "lecture-cell";
    this.cell.hidden = true;
    this.dots = make("ol", "lecture-dots");
    this.dots.setAttribute("aria-hidden", "true");
    this.count = make("p", "lecture-count");
    this.live = make("p", "hidden");
    this.live.setAttribute("aria-live", "polite");
    this.live.dataset.testid = "lecture-live";
    this.back = arrow("←", "lecture.back", back);
    this.next = arrow("→", "lecture.next", next);
    this.leave = localise(button("lecture-leave quiet", "✕", leave), {
      label: "lecture.leave",
      title: "lecture.leave",
    });
    this.leave.dataset.testid = "lecture-leave";
    this.words = make("div", "lecture-words", this.text, this.cell);
    this.words.tabIndex = 0; // in a low window it scrolls
    this.words.setAttribute("role", "group");
    this.words.setAttribute("aria-labelledby", this.title.id);
    const [pad, answer, samples, undo, clear] = this.borrowed.loans.map(({ element }) => element);
    const tools = make("div", "lecture-tools", undo, clear, samples);
    const main = make("div", "lecture-main", this.stage, this.words);
    const head = make("div", "lecture-head", this.title, this.size, this.leave);
    const foot = make("div", "lecture-foot", this.back, this.dots, this.next, this.count);
    this.dialog = make("dialog", "lecture", head, pad, answer, tools, main, foot, this.live);
    this.dialog.dataset.testid = "lecture";
    this.dialog.setAttribute("aria-labelledby", this.title.id);
    this.dialog.tabIndex = -1;
    document.body.append(this.dialog);
  }

  close() {
    this.borrowed.giveBack();
    this.dialog.remove();
  }

  /**
   * @param {number} index of the current slide
   * @param {number} count of slides
   */
  showProgress(index, count) {
    this.dots.replaceChildren(
      ...Array.from({ length: count }, (_, number) => make("li", number === index ? "current" : "")),
    );
    this.back.disabled = index === 0;
    this.next.disabled = index === count - 1;
  }
}

/**
 * @param {string} sign
 * @param {string} label path of its name
 * @param {() => void} onClick
 */
function arrow(sign, label, onClick) {
  const element = localise(button("lecture-arrow", sign, onClick), { label, title: label });
  element.dataset.testid = label.replace(".", "-");
  return element;
}

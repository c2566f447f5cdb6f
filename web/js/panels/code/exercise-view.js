/** An exercise: what is to be written, the checks of what was written, hints one at a time, and a solution. */

import { texts } from "../../i18n/language.js";
import { button, make, setText } from "../../ui/dom.js";
import { inline, markdownBlocks } from "./markdown-view.js";

/** @import { CheckResult, Exercise } from "../../protocol/sandbox-messages.js" */

export class ExerciseView {
  constructor() {
    /** @type {Exercise | null} */
    this.exercise = null;
    this.shownHints = 0;
    this.title = make("h3");
    this.statement = make("div", "exercise-statement");
    this.hints = make("ol", "exercise-hints");
    this.hintButton = button("", "", () => this.showHint());
    this.hintButton.dataset.testid = "exercise-hint";
    this.solutionTitle = make("summary");
    this.solutionCode = make("code");
    const code = make("pre", "", this.solutionCode);
    code.tabIndex = 0;
    this.solution = make("details", "exercise-solution", this.solutionTitle, code);
    this.solution.dataset.testid = "exercise-solution";
    this.element = make("section", "exercise", this.title, this.statement, this.hints, this.hintButton, this.solution);
    this.element.dataset.testid = "exercise";
    this.checks = new ChecksView();
    this.close();
  }

  /** @param {Exercise} exercise */
  open(exercise) {
    const isSame = exercise.name === this.exercise?.name && exercise.starter === this.exercise.starter;
    this.exercise = exercise;
    this.shownHints = isSame ? this.shownHints : 0;
    this.element.hidden = false;
    setText(this.title, exercise.title);
    this.statement.replaceChildren(...markdownBlocks(exercise.statement));
    setText(this.solutionCode, exercise.solution.trim());
    this.solution.hidden = exercise.solution === "";
    if (!isSame) {
      this.solution.removeAttribute("open");
    }
    this.renderHints();
    this.checks.forget();
    this.localise();
  }

  close() {
    this.exercise = null;
    this.element.hidden = true;
    this.checks.hide();
  }

  showHint() {
    this.shownHints += 1;
    this.renderHints();
    this.localise();
    if (this.hintButton.hidden) {
      this.hints.tabIndex = -1;
      this.hints.focus(); // the button that had it is gone
    }
  }

  renderHints() {
    const hints = this.exercise?.hints ?? [];
    this.hints.replaceChildren(...hints.slice(0, this.shownHints).map((hint) => make("li", "", ...inline(hint))));
    this.hintButton.hidden = this.shownHints >= hints.length;
  }

  localise() {
    const { exercises } = texts;
    const count = this.exercise?.hints.length ?? 0;
    setText(this.hintButton, exercises.hint(this.shownHints + 1, count));
    setText(this.solutionTitle, exercises.solution);
    this.checks.localise();
  }
}

/** The results of an exercise's checks, each with its title and a sentence. */
export class ChecksView {
  constructor() {
    /** @type {CheckResult[] | null} null before the first run */
    this.results = null;
    this.trouble = ""; // why not all of them have run
    this.isOld = false;
    this.title = make("h3");
    this.summary = make("p", "checks-summary");
    this.summary.dataset.testid = "checks-summary";
    this.summary.setAttribute("role", "status");
    this.list = make("ul", "checks");
    this.element = make("section", "exercise-checks", this.title, this.summary, this.list);
    this.element.dataset.testid = "checks";
  }

  hide() {
    this.results = null;
    this.element.hidden = true;
  }

  /** Nothing has been checked yet. */
  forget() {
    this.results = null;
    this.isOld = false;
    this.element.hidden = false;
    this.render();
  }

  /**
   * @param {CheckResult[]} results
   * @param {string} trouble why not all of them have run; "" if they have
   */
  show(results, trouble) {
    this.results = results;
    this.trouble = trouble;
    this.isOld = false;
    this.render();
  }

  /** The text has changed since. */
  outdate() {
    this.isOld = this.results !== null;
    this.element.classList.toggle("old", this.isOld);
  }

  render() {
    const { exercises } = texts;
    const { results } = this;
    this.element.classList.toggle("old", this.isOld);
    const passed = results?.filter((check) => check.passed).length ?? 0;
    setText(this.title, exercises.checks);
    setText(this.summary, results ? this.trouble || exercises.passed(passed, results.length) : exercises.unchecked);
    this.list.replaceChildren(...(results ?? []).map(itemOf));
  }

  localise() {
    this.render();
  }
}

/** @param {CheckResult} check */
function itemOf({ title, passed, sentence }) {
  const { exercises } = texts;
  const mark = make("span", "check-mark", passed ? exercises.right : exercises.wrong);
  const item = make("li", "", mark, make("span", "check-title", ...inline(title)));
  item.dataset.passed = String(passed);
  if (sentence && !passed) {
    item.append(make("p", "", sentence));
  }
  return item;
}

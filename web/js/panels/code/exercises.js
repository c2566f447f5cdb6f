/**
 * The exercises: a list of the site's, one from a file or a link, and the checks of the text that is written for it.
 *
 * An exercise from a file or a link contains code of somebody else, its checks, so its text is held like that of a link.
 */

import { LocalisedError, sentenceOf } from "../../i18n/error-text.js";
import { texts } from "../../i18n/language.js";
import { LARGEST_EXERCISE } from "../../protocol/limits.js";
import { button, make, setText } from "../../ui/dom.js";
import { ExerciseFiles } from "./exercise-files.js";
import { ExerciseView } from "./exercise-view.js";
import { pack } from "./packed-text.js";
import { troubleOf } from "./trouble.js";

/** @import { Exercise } from "../../protocol/sandbox-messages.js" */
/** @import { Sandbox } from "../../sandbox/sandbox.js" */
/** @import { Starter } from "./own-text.js" */

/** @typedef {{ exercise: string, passed: number, of: number }} Checked how an exercise stands */

/**
 * @typedef {object} ExercisesListener
 * @property {(starter: Starter) => void} open an exercise is open, with its text to begin with
 * @property {() => void} close none is open any more
 * @property {(checked: Checked) => void} checked
 * @property {(code: object) => string} link to this panel with this code
 * @property {(sentence: () => string) => void} say
 * @property {(sentence: () => string) => void} fail
 */

const LONGEST_LINK = 4_000; // characters of an exercise in a link

export class Exercises {
  /**
   * @param {Sandbox} sandbox
   * @param {ExercisesListener} listener
   */
  constructor(sandbox, listener) {
    this.sandbox = sandbox;
    this.listener = listener;
    this.files = new ExerciseFiles();
    this.view = new ExerciseView();
    this.text = ""; // of the exercise that is open
    this.packed = ""; // the same, for a link
    this.isForeign = false;
    this.title = make("span");
    this.picker = make("select");
    this.picker.dataset.testid = "code-exercise";
    this.picker.addEventListener("change", () => this.choose(this.picker.value));
    this.copy = button("", "", () => this.copyLink());
    this.copy.dataset.testid = "exercise-link";
    this.element = make("div", "code-exercise", make("label", "code-operator", this.title, this.picker), this.copy);
  }

  /** @returns {Exercise | null} that is open */
  get exercise() {
    return this.view.exercise;
  }

  /** List the site's exercises; where the list does not arrive, that is said, and the panel works. */
  async list() {
    const { exercises } = texts;
    const language = document.documentElement.lang;
    const listed = await this.files.list().catch((error) => {
      this.listener.fail(() => sentenceOf(error));
      return [];
    });
    const options = listed.map(
      ({ name, titles }, index) => new Option(`${index + 1}. ${titles[language] ?? titles.en}`, name),
    );
    this.picker.replaceChildren(new Option(exercises.none, ""), ...options);
    this.showChoice();
  }

  /** Show in the list what is open. */
  showChoice() {
    const { exercise, picker } = this;
    const name = exercise?.name ?? "";
    if (exercise && this.isForeign) {
      const own = new Option(texts.exercises.own(exercise.title), "own");
      picker.querySelector("[value=own]")?.remove();
      picker.append(own);
    }
    picker.value = this.isForeign ? "own" : name;
    this.copy.hidden = !exercise;
  }

  /** @param {string} name that was chosen; "" for none */
  async choose(name) {
    if (name === "own") {
      return;
    }
    try {
      await (name ? this.open(name) : this.leave());
    } catch (error) {
      this.showChoice();
      this.listener.fail(() => sentenceOf(error));
    }
  }

  /** Close the exercise, and go on with the network's operators. */
  async leave() {
    this.close();
    this.listener.close();
  }

  /** Another text is shown. */
  close() {
    this.text = this.packed = "";
    this.isForeign = false;
    this.view.close();
    this.showChoice();
  }

  /**
   * Open an exercise of the site.
   * @param {string} name
   * @throws {LocalisedError} if there is none of that name
   */
  async open(name) {
    const text = await this.files.file(name, document.documentElement.lang);
    if (text === null) {
      throw new LocalisedError(() => texts.exercises.unknown(name.slice(0, 40)));
    }
    await this.openText(text, false);
  }

  /**
   * Open an exercise that somebody has dropped on the page.
   * @param {File} file
   */
  async openFile(file) {
    if (file.size > LARGEST_EXERCISE) {
      throw new LocalisedError(() => texts.exercises.unreadable(file.name, `${file.size} > ${LARGEST_EXERCISE} bytes`));
    }
    const text = await file.text();
    try {
      await this.openText(text, true);
    } catch (error) {
      throw new LocalisedError(() => texts.exercises.unreadable(file.name, sentenceOf(error)));
    }
  }

  /**
   * @param {string} text Markdown
   * @param {boolean} isForeign whether it is not one of the site's
   */
  async openText(text, isForeign) {
    const { result: exercise } = await this.sandbox.request("exercise", { text });
    this.packed = isForeign ? await pack(text) : "";
    this.text = text;
    this.isForeign = isForeign;
    this.view.open(exercise);
    this.showChoice();
    const { name, replaces: op, starter } = exercise;
    this.listener.open({
      name: `exercise-${name}`,
      op,
      kind: "exercise",
      text: starter,
      foreign: isForeign ? text : undefined,
    });
  }

  /**
   * Check a text that has run.
   * @param {string} source
   */
  async check(source) {
    const { exercise, text: markdown, sandbox } = this;
    if (!exercise) {
      return;
    }
    const request = () =>
      sandbox.request("check", { exercise: markdown, source }, { seconds: Math.max(1, exercise.seconds) });
    try {
      const answer = await sandbox.latest("check").run(request);
      if (answer && this.text === markdown) {
        const { trouble, passed, of, checks } = answer.result;
        this.view.checks.show(checks, trouble?.sentence ?? "");
        this.listener.checked({ exercise: exercise.name, passed, of });
      }
    } catch (error) {
      this.view.checks.show([], troubleOf(error).sentence); // it was stopped, or its time was over
    }
  }

  /** What a link holds of it. */
  getState() {
    const { exercise } = this;
    return exercise ? { exercise: this.isForeign ? { packed: this.packed } : exercise.name } : {};
  }

  /** Copy a link to the exercise, without the drawing. */
  async copyLink() {
    const { exercises } = texts;
    const code = this.getState();
    const { length } = this.packed;
    if (length > LONGEST_LINK) {
      this.listener.fail(() => exercises.tooLong(length, LONGEST_LINK));
      return;
    }
    try {
      await navigator.clipboard.writeText(this.listener.link(code));
      this.listener.say(() => texts.exercises.copied);
    } catch (error) {
      this.listener.fail(() => sentenceOf(error));
    }
  }

  localise() {
    const { exercises } = texts;
    setText(this.title, exercises.choose);
    setText(this.copy, exercises.copyLink);
    this.list();
    this.view.localise();
    if (this.exercise && !this.isForeign) {
      this.reopen(this.exercise.name);
    }
  }

  /**
   * Show the exercise in the language that is current now; the person's text stays.
   * @param {string} name
   */
  async reopen(name) {
    try {
      const text = await this.files.file(name, document.documentElement.lang);
      if (text && text !== this.text && this.exercise?.name === name) {
        this.text = text;
        this.view.open((await this.sandbox.request("exercise", { text })).result);
      }
    } catch (error) {
      this.listener.fail(() => sentenceOf(error));
    }
  }
}

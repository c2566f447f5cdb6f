/**
 * The Code panel: the operators of the network as text, which a person can change and run while the network reads. It runs
 * in a second Python, the sandbox; the page's own keeps reading with the engine, and both are compared.
 *
 * A text that came with a link does not run before the person has said so, for that text.
 */

import { code as words } from "../../i18n/en/code.js";
import { exercises, pythonConsole } from "../../i18n/en/exercises.js";
import { LocalisedError } from "../../i18n/error-text.js";
import { addTexts, localise, texts } from "../../i18n/language.js";
import { onDetail } from "../../lib/events.js";
import { Sandbox } from "../../sandbox/sandbox.js";
import { linkTo } from "../../share/link.js";
import { make, setText } from "../../ui/dom.js";
import { loadStyles } from "../../ui/panel-styles.js";
import { readCode } from "./code-link.js";
import { ConsoleView } from "./console-view.js";
import { Exercises } from "./exercises.js";
import { RunView } from "./run-view.js";
import { TextView } from "./text-view.js";
import { KINDS } from "./toolbar.js";

/** @import { Build } from "../../protocol/build-info.js" */
/** @import { OperatorSource } from "../../protocol/messages.js" */
/** @import { Shown, State } from "../../protocol/page-state.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Editor } from "./editor.js" */
/** @import { Starter } from "./own-text.js" */
/** @import { Kind } from "./toolbar.js" */

const BRUSH = 24; // the width of the pen that a page begins with

export class CodePanel {
  /**
   * @param {PanelContext} context
   * @param {HTMLElement} element
   * @param {(cell: Place) => void} onPin called to pin a cell in the diagram
   * @param {typeof Editor} EditorClass
   * @param {OperatorSource[]} operators of the current network
   * @returns {Promise<CodePanel>}
   * @throws {Error} if a part of it cannot be loaded
   */
  static async load(context, element, onPin, EditorClass, operators) {
    await Promise.all([loadStyles("code"), addTexts("code", { code: words, exercises, pythonConsole })]);
    const panel = new CodePanel(context, element, onPin, EditorClass);
    panel.list(operators);
    panel.arrange(); // now there is a text
    panel.localise();
    panel.runs.start();
    return panel;
  }

  /**
   * @param {PanelContext} context
   * @param {HTMLElement} element
   * @param {(cell: Place) => void} onPin
   * @param {typeof Editor} EditorClass
   */
  constructor(context, element, onPin, EditorClass) {
    this.context = context;
    this.element = element;
    this.sandbox = new Sandbox(/** @type {Build} */ (context.python.build));
    /** @type {Map<string, Starter>} the texts to begin with, by name */
    this.starters = new Map();
    this.runs = new RunView(context, this.sandbox, onPin);
    this.text = new TextView(
      EditorClass,
      this.runs,
      (op, kind) => this.open(nameOf(op, kind)),
      () => this.exercises.leave(),
    );
    this.exercises = this.makeExercises();
    this.console = new ConsoleView(this.sandbox, () => this.runs.reader.catchUp());
    this.hint = make("p", "note");
    onDetail(this.runs.reader, "ran", ({ code, result }) => result.trouble || this.exercises.check(code.source));
    /** @type {Promise<void>} done when the operators of the current network are known */
    this.listing = Promise.resolve();
  }

  arrange() {
    const { exercises, text, runs, hint } = this;
    const heading = localise(make("h2", "hidden"), { text: "sections.names.code" });
    const main = make("div", "code-main", text.element, runs.state, this.console.element);
    const results = make("div", "code-side", exercises.view.checks.element, runs.element);
    const columns = make("div", "code-columns", main, results);
    this.element.append(heading, exercises.element, hint, exercises.view.element, text.toolbar.element, columns);
  }

  makeExercises() {
    const { context, runs } = this;
    const exercises = new Exercises(this.sandbox, {
      open: (starter) => this.openExercise(starter),
      close: () => this.open([...this.starters.keys()][0]),
      checked: (checked) => context.view.dispatchEvent(new CustomEvent("checked", { detail: checked })),
      link: (code) => linkTo(this.stateWith(code)),
      say: (sentence) => runs.say(sentence),
      fail: (sentence) => context.status.showError(sentence),
    });
    runs.checks = exercises.view.checks;
    return exercises;
  }

  /**
   * The state of a page that shows this panel, and nothing drawn.
   * @param {object} code
   * @returns {State}
   */
  stateWith(code) {
    const model = this.context.view.model?.name ?? "";
    const state = { version: /** @type {const} */ (1), strokes: [], brush: BRUSH, centre: true, model, stage: null };
    return /** @type {State} */ ({ ...state, section: "code", code });
  }

  /**
   * List the operators of the network, and show one of them.
   * @param {OperatorSource[]} operators
   */
  list(operators) {
    const starters = operators.flatMap((operator) =>
      KINDS.map((kind) => ({ name: nameOf(operator.op, kind), op: operator.op, kind, text: operator[kind] })),
    );
    this.starters = new Map(starters.map((starter) => [starter.name, starter]));
    this.text.toolbar.list(operators.map(({ op }) => op));
    const { name } = this.text.own.starter;
    if (!this.starters.has(name) && !this.exercises.exercise) {
      this.open(starters[0].name);
    } else {
      this.text.toolbar.show(this.text.own.starter);
    }
  }

  /** @param {string} name of a text to begin with */
  open(name) {
    const starter = this.starters.get(name);
    if (starter) {
      this.exercises.close();
      this.text.open(starter);
      this.update();
    }
  }

  /** @param {Starter} starter of an exercise */
  openExercise(starter) {
    if (starter.foreign) {
      this.text.openLinked(starter, null); // its checks are somebody's code
    } else {
      this.text.open(starter);
    }
    this.update();
  }

  /**
   * Open an exercise that was dropped on the page.
   * @param {File} file
   */
  openFile(file) {
    return this.exercises.openFile(file);
  }

  /** @param {string} op that a person wants to change */
  openAt(op) {
    const { own, editor, toolbar } = this.text;
    if (own.starter.op !== op || own.held !== null) {
      this.open(nameOf(op, toolbar.kind));
    }
    this.element.scrollIntoView({ block: "nearest" });
    editor.focus();
  }

  showModel() {
    this.listing = this.context.python.runTask("operators").then(
      ({ result }) => this.list(result),
      () => {}, // Python has stopped, and the page says so
    );
    this.runs.modelChanged();
  }

  /** @param {Shown} reading */
  paint(reading) {
    this.runs.paint(reading);
  }

  localise() {
    this.update();
    this.exercises.localise();
    this.console.localise();
  }

  /** Show which text is open, and whether it may run. */
  update() {
    this.hint.hidden = this.exercises.exercise !== null;
    setText(this.hint, texts.code.hint(this.text.own.starter.op));
    this.text.localise();
    this.runs.localise();
    this.console.setAllowed(this.text.own.held === null);
  }

  /** The person's text belongs into a link while it is shown, or reads. */
  getState() {
    if (!this.context.tabs.isOpen("code") && !this.runs.isReading) {
      return {};
    }
    const { code } = this.text.getState();
    return code ? { code: { ...code, ...this.exercises.getState() } } : {};
  }

  /** @param {unknown} code of a link; undefined if it has none */
  async setState(code) {
    await this.listing;
    if (!code) {
      this.runs.drop();
      return;
    }
    const { name, text, exercise } = await readCode(code);
    if (exercise) {
      await (exercise.text ? this.exercises.openText(exercise.text, true) : this.exercises.open(exercise.name));
    }
    if (!name) {
      return;
    }
    const { starter: shown } = this.text.own;
    const starter = exercise && shown.name === name ? shown : this.starters.get(name);
    if (!starter) {
      throw new LocalisedError(() => texts.code.unknown(name, this.context.view.model?.title ?? ""));
    }
    this.text.openLinked(starter, text);
    this.update();
  }
}

/**
 * The name of a text to begin with, in links and in the browser's storage.
 * @param {string} op
 * @param {Kind} kind
 */
const nameOf = (op, kind) => (kind === "array" ? op : `${op}-${kind}`);

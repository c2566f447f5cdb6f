/** The text that a person changes: editor, tools, what there is to be settled about it, and when it runs. */

import { texts } from "../../i18n/language.js";
import { RestTimer } from "../../lib/rest-timer.js";
import { make, setText } from "../../ui/dom.js";
import { Autosave } from "./autosave.js";
import { CodeLink } from "./code-link.js";
import { Drafts } from "./drafts.js";
import { Notice } from "./notice.js";
import { OwnText } from "./own-text.js";
import { Toolbar } from "./toolbar.js";

/** @import { EditorState } from "@codemirror/state" */
/** @import { Editor } from "./editor.js" */
/** @import { Starter } from "./own-text.js" */
/** @import { RunView } from "./run-view.js" */
/** @import { Kind } from "./toolbar.js" */

const REST = 400; // milliseconds without a key before a text is checked, and runs by itself

export class TextView {
  /**
   * @param {typeof Editor} EditorClass
   * @param {RunView} runs
   * @param {(op: string, kind: Kind) => void} onChoose another text to begin with was chosen
   * @param {() => void} onLeave an exercise that may not run is not wanted
   */
  constructor(EditorClass, runs, onChoose, onLeave) {
    this.runs = runs;
    this.onLeave = onLeave;
    this.own = new OwnText(new Drafts(location.pathname));
    this.link = new CodeLink();
    this.autosave = new Autosave(() => this.save());
    this.autosave.listen();
    this.rest = new RestTimer(
      REST,
      () => false,
      () => this.check(),
    );
    /** @type {Map<string, EditorState>} texts with their history of changes, by the name of what they were begun with */
    this.states = new Map();
    this.isTold = false; // that the browser stores nothing
    this.editor = new EditorClass({
      typed: () => this.typed(),
      run: () => this.run(),
      namesIn: (expression) => this.namesIn(expression),
    });
    this.toolbar = new Toolbar({
      choose: onChoose,
      run: () => this.run(),
      stop: () => runs.stop(),
      setLive: (isLive) => this.setLive(isLive),
      startAgain: () => this.startAgain(),
      restore: (index) => this.restore(index),
    });
    this.linked = new Notice("code-linked");
    this.renewed = new Notice("code-renewed");
    this.blocked = new Notice("code-blocked");
    this.leave = make("p", "code-leave");
    const notices = [this.linked, this.renewed, this.blocked].map(({ element }) => element);
    this.element = make("div", "code-text", ...notices, this.editor.element, this.leave);
    runs.listener = {
      mark: (trouble) => this.editor.mark(trouble),
      goTo: (line) => this.editor.goTo(line),
      setRunning: (isRunning) => this.toolbar.setRunning(isRunning),
    };
  }

  /**
   * Show the person's draft for a text to begin with.
   * @param {Starter} starter
   */
  open(starter) {
    this.leaveText();
    this.own.open(starter);
    this.show();
  }

  /**
   * Show the text of a link.
   * @param {Starter} starter
   * @param {string | null} text null for the one to begin with
   */
  openLinked(starter, text) {
    const { own } = this;
    const { name, foreign } = own.starter;
    if (name === starter.name && foreign === starter.foreign && own.text === (text ?? starter.text)) {
      return; // it is what is shown
    }
    this.leaveText();
    own.openLinked(starter, text ?? starter.text);
    this.show();
  }

  /** Another text will be shown: what belongs to this one is kept, and it reads no more. */
  leaveText() {
    const { own, editor } = this;
    this.autosave.flush();
    if (own.held === null) {
      this.states.set(own.starter.name, editor.view.state);
    }
    this.runs.drop();
  }

  /** Show the text that is open, with its history if it has one. */
  show() {
    const { own, editor, toolbar } = this;
    const { starter, held, text } = own;
    const state = held === null ? this.states.get(starter.name) : undefined;
    editor.show(state?.doc.toString() === text ? state : editor.stateOf(text));
    editor.setReadOnly(held !== null);
    toolbar.show(starter);
    this.update();
    this.localise();
    this.link.prepare(text);
  }

  /** Show whether the text may run, its versions, and what there is to be settled. */
  update() {
    const { own, toolbar, linked, renewed, blocked } = this;
    toolbar.setAllowed(own.held === null);
    toolbar.showVersions(own.draft.versions);
    linked.toggle(own.held !== null, "code.linked", {
      "code.allow": () => this.allow(),
      "code.decline": () => this.decline(),
    });
    renewed.toggle(own.hasNewStarter, "code.changed", {
      "code.takeNew": () => this.startAgain(),
      "code.keepOwn": () => this.keepOwn(),
    });
    if (own.isBlocked && !this.isTold) {
      this.isTold = true;
      blocked.toggle(true, "code.blocked", { "page.dismiss": () => blocked.element.replaceChildren() });
    }
  }

  /** The person has changed the text. */
  typed() {
    this.own.change(this.editor.text);
    this.autosave.request();
    this.rest.restart();
    this.runs.outdate();
  }

  save() {
    this.own.store();
    this.update();
    this.link.prepare(this.own.text);
  }

  /** Nobody types: have Python check the text, and run it if it parses and the person wants that. */
  async check() {
    const { own, runs } = this;
    const { text } = own;
    if (own.held === null && (await runs.check(text)) && text === this.own.text && own.held === null && runs.isLive) {
      this.runText(true);
    }
  }

  run() {
    if (this.own.held === null) {
      this.runText(false);
    }
  }

  /** @param {boolean} isLive whether it runs by itself */
  runText(isLive) {
    const { own } = this;
    own.keepVersion(isLive);
    this.save();
    this.runs.run({ source: own.text, op: own.starter.op, isLive });
  }

  /** @param {boolean} isLive */
  setLive(isLive) {
    this.runs.isLive = isLive;
    if (isLive) {
      this.check();
    }
  }

  /** Go back to the text to begin with. */
  startAgain() {
    const { own } = this;
    this.replace(own.starter.text);
    own.acceptStarter();
    this.update();
    this.runs.say(() => texts.code.began);
  }

  /** Go on with the person's own text, although there is another one to begin with. */
  keepOwn() {
    this.own.acceptStarter();
    this.update();
  }

  /** @param {number} index of a version */
  restore(index) {
    this.replace(this.own.draft.versions[index].text);
    this.runs.say(() => texts.code.restored);
  }

  /**
   * Put another text in place of the whole; the one before becomes a version.
   * @param {string} text
   */
  replace(text) {
    this.own.keepVersion(false);
    this.editor.replace(text);
    this.typed();
    this.editor.focus();
  }

  /** The person lets the text of a link run. */
  allow() {
    this.own.allow();
    this.show();
    this.run();
    this.editor.focus();
  }

  /** The person would rather have their own text. */
  decline() {
    this.own.decline();
    if (this.own.starter.foreign) {
      this.onLeave();
      return;
    }
    this.show();
    this.editor.focus();
  }

  /** @param {string} expression a dotted name */
  async namesIn(expression) {
    const { held, text } = this.own;
    return held === null ? this.runs.namesIn(expression, text) : [];
  }

  localise() {
    const { code } = texts;
    setText(this.leave, code.leave);
    this.editor.localise(code.editor(this.own.starter.op), code.leave);
    this.toolbar.showVersions(this.own.draft.versions);
  }

  /** What a link holds of it: nothing of a text that has not been allowed. */
  getState() {
    const { starter, held, text, isChanged } = this.own;
    return held === null ? { code: this.link.of(starter.name, isChanged ? text : null) } : {};
  }
}

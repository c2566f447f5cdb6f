/**
 * The editor: CodeMirror with Python, in a shadow root. There its styles are a constructed sheet, which the page's
 * Content-Security-Policy allows; in the document they would be an inline style element.
 */

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import {
  history,
  historyKeymap,
  indentWithTab,
  isolateHistory,
  standardKeymap,
  toggleComment,
} from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, Transaction } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { make, setText } from "../../ui/dom.js";
import { colours, theme } from "./editor-theme.js";
import { python } from "./python-language.js";
import { rangeOf } from "./text-range.js";

/** @import { CompletionContext, CompletionResult } from "@codemirror/autocomplete" */
/** @import { Extension } from "@codemirror/state" */
/** @import { Trouble } from "../../protocol/sandbox-messages.js" */

/**
 * @typedef {object} EditorListener
 * @property {() => void} typed the person has changed the text
 * @property {() => void} run Ctrl+Enter or ⌘Enter was pressed
 * @property {(expression: string) => Promise<{ name: string, kind: string }[]>} namesIn the names in the value of a dotted
 *   name, such as `np`
 */

const INDENT = 4; // spaces
const DOTTED = /[\p{L}_][\p{L}\p{N}_.]*\.[\p{L}\p{N}_]*$/u;
const NAME = /^[\p{L}\p{N}_]*$/u;

/** Marks a change that the page makes, not the person. */
const byPage = Annotation.define();

export class Editor {
  /** @param {EditorListener} listener */
  constructor(listener) {
    this.listener = listener;
    this.element = make("div", "code-editor");
    const root = this.element.attachShadow({ mode: "open" });
    this.description = make("span");
    this.description.id = "description";
    this.description.hidden = true; // a description may be read from an element that is not shown
    this.words = new Compartment();
    this.access = new Compartment();
    this.view = new EditorView({ root, parent: root, state: this.stateOf("") });
    root.append(this.description);
    // Keys that the editor has not used are not for the page: Escape would clear the pad, F begin a lecture.
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /**
   * The state of an editor with this text and an empty history.
   * @param {string} text
   */
  stateOf(text) {
    return EditorState.create({ doc: text, extensions: this.extensions() });
  }

  /** @returns {Extension[]} */
  extensions() {
    const { listener } = this;
    const run = () => {
      listener.run();
      return true;
    };
    return [
      lineNumbers(),
      history(),
      indentUnit.of(" ".repeat(INDENT)),
      EditorState.tabSize.of(INDENT),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ selectOnOpen: false, interactionDelay: 0 }), // so that Enter begins a new line, unless a name was chosen
      python,
      python.language.data.of({ autocomplete: (/** @type {CompletionContext} */ context) => this.complete(context) }),
      syntaxHighlighting(colours),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      keymap.of([
        { key: "Mod-Enter", run },
        ...closeBracketsKeymap,
        { key: "Mod-/", run: toggleComment },
        ...standardKeymap,
        ...historyKeymap,
        ...completionKeymap,
        { key: "Tab", run: acceptCompletion },
        indentWithTab,
      ]),
      theme,
      EditorView.domEventHandlers({ beforeinput: replaceSelection }),
      this.words.of([]),
      this.access.of([]),
      EditorView.updateListener.of(({ docChanged, transactions }) => {
        if (docChanged && !transactions.some((transaction) => transaction.annotation(byPage))) {
          listener.typed();
        }
      }),
    ];
  }

  /**
   * The names after a dot, which the person's Python knows.
   * @param {CompletionContext} context
   * @returns {Promise<CompletionResult | null>}
   */
  async complete(context) {
    const dotted = context.matchBefore(DOTTED);
    if (!dotted) {
      return null;
    }
    const dot = dotted.text.lastIndexOf(".");
    const names = await this.listener.namesIn(dotted.text.slice(0, dot));
    if (names.length === 0) {
      return null;
    }
    const options = names.map(({ name, kind }) => ({ label: name, type: kind, boost: name.startsWith("_") ? -1 : 0 }));
    return { from: dotted.from + dot + 1, options, validFor: NAME };
  }

  /**
   * Show another text, with a history of its own.
   * @param {EditorState} state of `stateOf`, or of an editor before
   */
  show(state) {
    this.view.setState(state);
    this.localise(this.label, this.description.textContent ?? "");
    this.setReadOnly(false);
  }

  label = "";

  /**
   * @param {string} label
   * @param {string} description
   */
  localise(label, description) {
    this.label = label;
    setText(this.description, description);
    const attributes = EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-describedby": this.description.id,
      tabindex: "0",
    });
    this.view.dispatch({ effects: this.words.reconfigure(attributes) });
  }

  /** @param {boolean} isReadOnly its text can then be selected, and not changed */
  setReadOnly(isReadOnly) {
    this.view.dispatch({ effects: this.access.reconfigure(EditorState.readOnly.of(isReadOnly)) });
  }

  /**
   * Replace the whole text; one step back undoes it.
   * @param {string} text
   */
  replace(text) {
    const { state } = this.view;
    this.view.dispatch({
      changes: { from: 0, to: state.doc.length, insert: text },
      selection: { anchor: 0 },
      annotations: [byPage.of(true), Transaction.userEvent.of("input.replace"), isolateHistory.of("full")],
      scrollIntoView: true,
    });
  }

  /**
   * Mark the range that an error is about.
   * @param {Trouble | null} trouble null for none
   */
  mark(trouble) {
    const { state } = this.view;
    const range = trouble && rangeOf(trouble, state.doc.toString());
    const diagnostics = range
      ? [{ ...range, severity: /** @type {const} */ ("error"), message: trouble.sentence }]
      : [];
    this.view.dispatch(setDiagnostics(state, diagnostics));
  }

  /**
   * Put the cursor into a line.
   * @param {number} line counted from 1
   */
  goTo(line) {
    const { doc } = this.view.state;
    const { from } = doc.line(Math.min(Math.max(line, 1), doc.lines));
    this.view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
    this.focus();
  }

  focus() {
    this.view.focus();
  }
}

/**
 * Type over what is selected. Left to itself, the browser would give the new text the style of the old one, as an attribute
 * that the page's policy does not allow.
 * @param {InputEvent} event
 * @param {EditorView} view
 * @returns {boolean} whether it is done
 */
function replaceSelection({ inputType, data }, view) {
  const { state } = view;
  const { main, ranges } = state.selection;
  if (inputType !== "insertText" || !data || main.empty || ranges.length > 1 || state.readOnly || view.composing) {
    return false;
  }
  const insert = () => state.update(state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  if (!state.facet(EditorView.inputHandler).some((handle) => handle(view, main.from, main.to, data, insert))) {
    view.dispatch(insert());
  }
  return true;
}

/**
 * A console in the sandbox: what is typed is run there, with `model`, `image`, `result` and `np` at hand, and the person's own
 * functions. It sees the newest reading.
 */

import { texts } from "../../i18n/language.js";
import { printOne, scaleFor } from "../../i18n/number-format.js";
import { onDetail } from "../../lib/events.js";
import { imageOf, showImage } from "../../ui/canvas.js";
import { make, setText } from "../../ui/dom.js";
import { troubleOf } from "./trouble.js";

/** @import { SandboxAnswer } from "../../protocol/sandbox-messages.js" */
/** @import { Sandbox } from "../../sandbox/sandbox.js" */

const MOST_ENTRIES = 50;
const MOST_LINES = 100; // in the history

export class ConsoleView {
  /**
   * @param {Sandbox} sandbox
   * @param {() => Promise<void>} prepare called before each line: the sandbox must have the newest reading
   */
  constructor(sandbox, prepare) {
    this.sandbox = sandbox;
    this.prepare = prepare;
    /** @type {string[]} */
    this.history = [];
    this.place = 0; // in the history; its length while a new line is typed
    this.isAllowed = true;
    /** @type {HTMLElement | null} that output belongs to */
    this.current = null;
    this.title = make("h3");
    this.hint = make("p", "note");
    this.entries = make("div", "console-entries");
    this.entries.dataset.testid = "console-entries";
    this.entries.setAttribute("role", "log");
    this.entries.tabIndex = 0;
    this.input = make("input", "console-input");
    Object.assign(this.input, { type: "text", autocomplete: "off", spellcheck: false });
    this.input.setAttribute("autocapitalize", "off");
    this.input.dataset.testid = "console-input";
    this.input.addEventListener("keydown", (event) => this.keyPressed(event));
    const prompt = make("span", "console-prompt", ">>>");
    prompt.setAttribute("aria-hidden", "true");
    const line = make("div", "console-line", prompt, this.input);
    this.element = make("section", "console", this.title, this.hint, this.entries, line);
    this.element.dataset.testid = "console";
    onDetail(sandbox, "output", ({ text, task }) => task === "console" && this.write(text));
    this.localise();
  }

  /** @param {boolean} mayRun whether the text that is shown may run */
  setAllowed(mayRun) {
    this.isAllowed = mayRun;
    this.input.disabled = !mayRun;
  }

  /** @param {KeyboardEvent} event */
  keyPressed(event) {
    const { key, isComposing } = event;
    if (key === "Enter" && !isComposing) {
      event.preventDefault();
      this.run();
    } else if (key === "ArrowUp" || key === "ArrowDown") {
      event.preventDefault();
      this.recall(this.place + (key === "ArrowUp" ? -1 : 1));
    }
  }

  /** @param {number} place in the history */
  recall(place) {
    this.place = Math.min(Math.max(place, 0), this.history.length);
    this.input.value = this.history[this.place] ?? "";
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  async run() {
    const line = this.input.value.trim();
    if (!line || !this.isAllowed) {
      return;
    }
    this.input.value = "";
    this.history = [...this.history.filter((other) => other !== line), line].slice(-MOST_LINES);
    this.place = this.history.length;
    const entry = this.addEntry(line);
    try {
      await this.prepare();
      this.current = entry;
      this.showAnswer(entry, await this.sandbox.request("console", { line }));
    } catch (error) {
      entry.append(make("p", "console-trouble", troubleOf(error).sentence));
    } finally {
      this.current = null;
      this.entries.scrollTop = this.entries.scrollHeight;
    }
  }

  /** @param {string} line */
  addEntry(line) {
    const entry = make("div", "console-entry", make("code", "console-typed", line));
    this.entries.append(entry);
    while (this.entries.childElementCount > MOST_ENTRIES) {
      this.entries.firstElementChild?.remove();
    }
    this.entries.scrollTop = this.entries.scrollHeight;
    return entry;
  }

  /** @param {string} text that the line has printed */
  write(text) {
    const { current } = this;
    const last = current?.lastElementChild;
    if (last instanceof HTMLPreElement) {
      last.append(text);
    } else {
      current?.append(make("pre", "console-output", text));
    }
  }

  /**
   * @param {HTMLElement} entry
   * @param {SandboxAnswer<"console">} answer
   */
  showAnswer(entry, { result: { trouble, shown, array }, pictures }) {
    if (trouble) {
      entry.append(make("p", "console-trouble", trouble.sentence));
    }
    if (shown) {
      entry.append(make("pre", "console-shown", shown));
    }
    if (array) {
      const { shape, dtype, low, high, picture } = array;
      const range = low === null || high === null ? "" : texts.pythonConsole.range(print(low), print(high));
      const tuple = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
      entry.append(make("p", "console-array", texts.pythonConsole.array(tuple, dtype, range)));
      if (picture) {
        const canvas = make("canvas", "console-picture");
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-label", texts.pythonConsole.picture);
        showImage(canvas, imageOf(picture, pictures));
        entry.append(canvas);
      }
    }
  }

  localise() {
    const { pythonConsole } = texts;
    setText(this.title, pythonConsole.title);
    setText(this.hint, pythonConsole.hint);
    this.input.setAttribute("aria-label", pythonConsole.label);
    this.entries.setAttribute("aria-label", pythonConsole.entries);
  }
}

/** @param {number} value */
const print = (value) => printOne(value, scaleFor([value]));

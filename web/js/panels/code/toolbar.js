/** What can be done with the text: choose another one, run it, stop it, start again, go back to a version. */

import { localise, texts } from "../../i18n/language.js";
import { button, make } from "../../ui/dom.js";

/** @import { Version } from "./drafts.js" */
/** @import { Starter } from "./own-text.js" */

/**
 * @typedef {object} ToolbarListener
 * @property {(op: string, kind: Kind) => void} choose
 * @property {() => void} run
 * @property {() => void} stop
 * @property {(isLive: boolean) => void} setLive
 * @property {() => void} startAgain
 * @property {(index: number) => void} restore a version
 */

/** @typedef {"array" | "loops" | "exercise"} Kind how an operator is written to begin with, or that it is an exercise */

/** How an operator can be written to begin with. */
export const KINDS = /** @type {const} */ (["array", "loops"]);

export class Toolbar {
  /** @param {ToolbarListener} listener */
  constructor(listener) {
    this.listener = listener;
    /** @type {Kind} */
    this.kind = "array";
    this.operators = make("select");
    this.operators.dataset.testid = "code-operator";
    this.operators.addEventListener("change", () => listener.choose(this.operators.value, this.kind));
    const label = make("label", "code-operator", localise(make("span"), { text: "code.operator" }), this.operators);
    this.radios = Object.fromEntries(KINDS.map((kind) => [kind, this.radio(kind)]));
    const kinds = localise(make("div", "switch"), { label: "code.start" });
    kinds.setAttribute("role", "radiogroup");
    kinds.append(
      ...KINDS.map((kind) =>
        make("label", "", this.radios[kind], localise(make("span"), { text: `code.starts.${kind}` })),
      ),
    );
    this.runButton = tool("code-run", "code.run", "code.runTitle", () => listener.run());
    this.stopButton = tool("code-stop", "code.stop", "", () => listener.stop());
    this.againButton = tool("code-again", "code.again", "code.againTitle", () => listener.startAgain());
    this.live = make("input");
    Object.assign(this.live, { type: "checkbox", checked: true });
    this.live.dataset.testid = "code-live";
    this.live.addEventListener("change", () => listener.setLive(this.live.checked));
    const live = make("label", "check", this.live, localise(make("span"), { text: "code.live" }));
    localise(live, { title: "code.liveTitle" });
    this.versions = localise(make("select"), { label: "code.versions" });
    this.versions.dataset.testid = "code-versions";
    this.versions.addEventListener("change", () => {
      const { value } = this.versions;
      this.versions.value = "";
      listener.restore(Number(value));
    });
    this.choices = make("div", "code-choose", label, kinds);
    this.element = make(
      "div",
      "code-tools",
      this.choices,
      make("div", "code-act", this.runButton, this.stopButton, live, this.againButton, this.versions),
    );
    this.setRunning(false);
  }

  /** @param {Kind} kind */
  radio(kind) {
    const input = make("input");
    Object.assign(input, { type: "radio", name: "code-start", value: kind });
    input.dataset.testid = `code-${kind}`;
    input.addEventListener("change", () => this.listener.choose(this.operators.value, kind));
    return input;
  }

  /** @param {string[]} names of the operators that the network uses */
  list(names) {
    this.operators.replaceChildren(...names.map((name) => new Option(name, name)));
  }

  /** @param {Starter} starter of the text that is shown */
  show({ op, kind }) {
    this.choices.hidden = kind === "exercise";
    if (kind !== "exercise") {
      this.kind = kind;
      this.operators.value = op;
      this.radios[kind].checked = true;
    }
  }

  /** @param {boolean} isRunning */
  setRunning(isRunning) {
    this.stopButton.disabled = !isRunning;
  }

  /** @param {boolean} mayRun whether the text that is shown may run, and be changed */
  setAllowed(mayRun) {
    for (const control of [this.runButton, this.live, this.againButton, this.versions]) {
      control.disabled = !mayRun;
    }
  }

  /** @param {Version[]} versions the newest first */
  showVersions(versions) {
    const { code } = texts;
    const today = new Date().toDateString();
    const options = versions.map(({ text, time }, index) => {
      const date = new Date(time);
      const language = document.documentElement.lang;
      const when = date.toDateString() === today ? date.toLocaleTimeString(language) : date.toLocaleString(language);
      return new Option(code.version(when, text.split("\n").length), String(index));
    });
    const title = new Option(versions.length > 0 ? code.chooseVersion : code.noVersions, "", true, true);
    title.disabled = true;
    this.versions.replaceChildren(title, ...options);
  }
}

/**
 * @param {string} testid
 * @param {string} text
 * @param {string} title
 * @param {() => void} onClick
 */
function tool(testid, text, title, onClick) {
  const element = localise(button("", "", onClick), { text, ...(title && { title }) });
  element.dataset.testid = testid;
  return element;
}

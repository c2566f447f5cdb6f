/**
 * Runs the person's code in the sandbox and shows what comes of it: whether it runs and where it is, what the network reads
 * with it, what went wrong, what it prints, and a mark at the stages that it computes.
 */

import { messageOf } from "../../i18n/error-text.js";
import { localise, texts } from "../../i18n/language.js";
import { onDetail } from "../../lib/events.js";
import { valuesOf } from "../../protocol/stages.js";
import { make, setText } from "../../ui/dom.js";
import { LiveRegion } from "../../ui/live-region.js";
import { OutputView } from "./output-view.js";
import { OwnReader } from "./own-reader.js";
import { ResultView } from "./result-view.js";
import { StageMarks } from "./stage-marks.js";
import { troubleOf } from "./trouble.js";
import { TroubleView } from "./trouble-view.js";

/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { Sandbox } from "../../sandbox/sandbox.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { SandboxResults, Trouble } from "../../protocol/sandbox-messages.js" */
/** @import { ChecksView } from "./exercise-view.js" */
/** @import { Code } from "./own-reader.js" */

/**
 * The text that runs.
 * @typedef {object} RunListener
 * @property {(trouble: Trouble | null) => void} mark what went wrong; null for nothing
 * @property {(line: number) => void} goTo a line of the text
 * @property {(isRunning: boolean) => void} setRunning
 */

const SETTLED = 700; // milliseconds without another reading before a screen reader is told

export class RunView {
  /**
   * @param {PanelContext} context
   * @param {Sandbox} sandbox
   * @param {(cell: Place) => void} onPin called to pin a cell in the diagram
   */
  constructor(context, sandbox, onPin) {
    this.context = context;
    this.sandbox = sandbox;
    /** @type {RunListener} the text */
    this.listener = { mark: () => {}, goTo: () => {}, setRunning: () => {} };
    this.isLive = true;
    this.failure = ""; // why the sandbox does not start
    this.serial = 0; // of the newest reading that the page has shown
    this.reader = new OwnReader(sandbox, {
      model: () => context.python.source,
      file: (source) => context.python.slots.currentFile(source),
      colours: () => context.view.colours,
      image: () => this.image(),
    });
    this.status = make("p", "code-status");
    this.status.dataset.testid = "code-status";
    this.status.setAttribute("role", "status");
    this.message = () => "";
    this.beat = make("p", "code-beat"); // beside the status: a screen reader need not say it four times a second
    this.beat.dataset.testid = "code-beat";
    this.spokenElement = make("p", "hidden");
    this.spokenElement.setAttribute("aria-live", "polite");
    this.spoken = new LiveRegion(this.spokenElement, SETTLED);
    this.results = new ResultView(onPin);
    this.trouble = new TroubleView((line) => this.listener.goTo(line));
    this.output = new OutputView();
    this.marks = new StageMarks(context.view.diagram);
    /** @type {ChecksView | null} of an exercise */
    this.checks = null;
    this.state = make("div", "code-state", this.status, this.beat, this.spokenElement);
    const heading = localise(make("h3", "hidden"), { text: "code.results" });
    const views = [this.trouble, this.results, this.output].map(({ element }) => element);
    this.element = make("div", "code-results", heading, ...views);
    this.listen();
  }

  listen() {
    const { reader, sandbox, output } = this;
    onDetail(sandbox, "state", () => this.say(this.message));
    onDetail(sandbox, "beat", ({ seconds, line, locals }) => this.showBeat(seconds, line, locals));
    onDetail(sandbox, "idle", () => this.showIdle());
    onDetail(sandbox, "output", ({ text, task }) => task !== "console" && output.add(text));
    onDetail(reader, "begin", () => output.begin());
    onDetail(reader, "ran", ({ code, result }) => this.showRan(code, result));
    onDetail(reader, "read", ({ code, result, pictures }) => this.showReading(code, result, pictures));
    onDetail(reader, "end", ({ error }) => this.end(error));
  }

  /** Start Python, so that it is there when it is needed. */
  async start() {
    try {
      await this.sandbox.start();
    } catch (error) {
      this.failure = messageOf(error);
      this.say(this.message);
    }
  }

  /** The image of the newest reading; null if there is none, or if it is on its way. */
  image() {
    const { model, reading } = this.context.view;
    const shown = /** @type {Shown} */ (reading);
    return model && reading?.values ? valuesOf({ ...shown, values: reading.values }, model, model.stages[0]) : null;
  }

  /** Whether there is an own operator, or one is about to be. */
  get isReading() {
    return this.reader.code !== null;
  }

  /**
   * Have Python's compiler check a text.
   * @param {string} source
   * @returns {Promise<boolean>} whether it parses
   */
  async check(source) {
    try {
      const answer = await this.sandbox.latest("lint").run(() => this.sandbox.request("lint", { source }));
      if (answer) {
        this.showTrouble(answer.result.trouble);
      }
      return answer !== null && answer.result.trouble === null;
    } catch {
      return false; // Python was stopped, or does not start, and the status says so
    }
  }

  /**
   * The names that follow a dot.
   * @param {string} expression
   * @param {string} source
   * @returns {Promise<{ name: string, kind: string }[]>}
   */
  async namesIn(expression, source) {
    const request = () => this.sandbox.request("names", { expression, source });
    const answer = await this.sandbox
      .latest("names")
      .run(request)
      .catch(() => null);
    return answer?.result.names ?? [];
  }

  /** @param {Code} code */
  run(code) {
    const { model, needed } = this.context.view;
    needed.need("code", model ? [model.stages[0].name] : []);
    this.showTrouble(null);
    return this.reader.run(code);
  }

  /** End what runs. */
  async stop() {
    this.clear();
    this.say(() => texts.code.stopped);
    await this.reader.stop().catch(() => {}); // the sandbox says why
  }

  /** There is no own operator any more. */
  drop() {
    this.reader.drop();
    this.clear();
    this.say(() => "");
  }

  clear() {
    this.context.view.needed.need("code", []);
    this.results.clear();
    this.marks.clear();
    this.showTrouble(null);
  }

  /** Another network is current. */
  modelChanged() {
    this.clear();
    this.reader.read();
  }

  /** The text has changed and has not run yet. */
  outdate() {
    this.results.setOld(true);
    this.checks?.outdate();
    this.marks.hide();
  }

  /** @param {Shown} shown on the page */
  paint({ serial }) {
    if (serial === this.serial) {
      return;
    }
    this.serial = serial;
    if (this.isLive) {
      this.reader.read();
    } else {
      this.outdate();
    }
  }

  /** What has run has ended. */
  showIdle() {
    this.listener.setRunning(false);
    setText(this.beat, "");
  }

  /**
   * @param {number} seconds
   * @param {number} line −1 if it is not known
   * @param {string} locals
   */
  showBeat(seconds, line, locals) {
    this.listener.setRunning(true);
    setText(this.beat, texts.code.beat(seconds, line, locals));
  }

  /**
   * @param {Code} code
   * @param {SandboxResults["run"]} result
   */
  showRan({ op }, { trouble }) {
    this.showTrouble(trouble);
    this.say(() => (trouble || !op ? "" : texts.code.defined(op)));
    if (trouble) {
      this.outdate();
    }
  }

  /**
   * @param {Code} code
   * @param {SandboxResults["read"]} reading
   * @param {Uint8ClampedArray<ArrayBuffer>} pictures
   */
  showReading({ op }, reading, pictures) {
    const { model, reading: shown } = this.context.view;
    this.showTrouble(reading.trouble);
    if (reading.trouble || !model) {
      this.say(() => "");
      this.outdate();
      return;
    }
    this.results.show({ reading, pictures, op, model, engineTime: shown?.milliseconds ?? null });
    this.marks.show(reading.stages);
    this.say(() => "");
    this.spoken.announce(this.results.sentence.textContent ?? "");
  }

  /** @param {any} error that has ended the request; null if it was answered */
  end(error) {
    this.output.end();
    if (error && error.kind !== "stopped") {
      this.outdate();
      this.say(() => "");
      this.showTrouble(troubleOf(error));
    }
  }

  /** @param {Trouble | null} trouble */
  showTrouble(trouble) {
    this.trouble.show(trouble);
    this.listener.mark(trouble);
  }

  /** @param {() => string} message called again when the language changes */
  say(message) {
    this.message = message;
    const { state } = this.sandbox;
    const { starting, failed } = texts.code.python;
    setText(this.status, state === "starting" ? starting : state === "failed" ? failed(this.failure) : message());
  }

  localise() {
    this.say(this.message);
    this.spoken.localise();
    this.results.render();
    this.trouble.render();
    this.marks.render();
  }
}

/**
 * Why this digit: for two classes side by side, where on the image the evidence lies, and what is missing where a patch
 * of paper covers it. It follows the drawing; occlusion, which asks the network a hundred times, only when it rests.
 */

import { messageOf } from "../../i18n/error-text.js";
import { coalesce } from "../../lib/coalesce.js";
import { make, setText } from "../../ui/dom.js";
import { ClassEvidence } from "./class-evidence.js";

/** @import { Evidence } from "../../protocol/questions.js" */
/** @import { PanelContext, Panel } from "../../view/panel.js" */
/** @import { Tab } from "../tabs.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

const REST = 450; // milliseconds without a new reading before the network is asked about covered places

/** @implements {Panel} @implements {Tab} */
export class EvidencePanel {
  /** @param {PanelContext} context */
  constructor(context) {
    this.name = /** @type {const} */ ("evidence");
    this.context = context;
    this.turn = 0;
    this.timer = 0;
    /** Ask about the newest reading; one question at a time, and only as long as nobody draws on. */
    this.follow = coalesce(
      () => context.isOpen("evidence"),
      () => this.find(),
    );
    this.note = make("p", "note");
    this.note.dataset.testid = "evidence-note";
    this.sides = [
      new ClassEvidence(context, 0, () => this.follow()),
      new ClassEvidence(context, 1, () => this.follow()),
    ];
    this.element = make(
      "section",
      "evidence",
      this.note,
      make("div", "evidence-sides", ...this.sides.map(({ element }) => element)),
    );
    this.element.dataset.testid = "evidence";
    this.localise();
  }

  localise() {
    for (const side of this.sides) {
      side.localise();
    }
    this.follow();
  }

  showModel() {
    const classes = this.context.model()?.classes ?? [];
    for (const side of this.sides) {
      side.setClasses(classes);
    }
  }

  paint() {
    this.follow();
  }

  inkChanged() {
    clearTimeout(this.timer);
    this.turn += 1;
  }

  opened() {
    this.follow();
  }

  closed() {
    clearTimeout(this.timer);
    this.turn += 1;
  }

  getState() {
    const [first, second] = this.sides.map(({ choice }) => choice);
    return first === "0" && second === "1" ? {} : { evidence: [first, second] };
  }

  /** @param {Record<string, unknown>} state */
  setState({ evidence }) {
    const labels = Array.isArray(evidence) ? evidence.map(String) : [];
    this.sides.forEach((side, number) => {
      side.choose(labels[number] ?? String(number));
    });
    this.follow();
  }

  async find() {
    const shown = this.context.shown();
    const obstacle = this.obstacle(shown);
    if (obstacle || !shown) {
      this.say(obstacle);
      return;
    }
    clearTimeout(this.timer);
    this.turn += 1;
    const { turn } = this;
    await this.ask(shown, "cam");
    this.timer = setTimeout(() => turn === this.turn && this.ask(shown, "occlusion"), REST);
  }

  /**
   * Why there is nothing to show.
   * @param {Shown | null} shown
   */
  obstacle(shown) {
    const { evidence } = this.context.texts;
    if (!shown?.values) {
      return evidence.waiting;
    }
    if (this.context.pad.drawing.isEmpty) {
      return evidence.nothing;
    }
    return Array.from(shown.probabilities).every(Number.isFinite) ? "" : evidence.notFinite;
  }

  /** @param {string} sentence that stands in the place of all pictures */
  say(sentence) {
    setText(this.note, sentence);
    for (const side of this.sides) {
      side.element.hidden = true;
    }
  }

  /**
   * @param {Shown} shown
   * @param {"cam" | "occlusion"} method
   */
  async ask(shown, method) {
    try {
      const { turn } = this;
      for (const side of this.sides) {
        const answer = await this.context.ask("evidence", { label: side.labelIn(shown.probabilities), method });
        if (!answer || (method === "occlusion" && turn !== this.turn)) {
          return;
        }
        side.element.hidden = false;
        side.show(answer, shown);
        if (method === "cam") {
          setText(this.note, this.noteOf(answer.result));
        }
      }
    } catch (error) {
      if (this.context.python()?.isUp) {
        this.say(this.context.texts.evidence.failed(messageOf(error)));
      }
    }
  }

  /** @param {Evidence} evidence */
  noteOf({ exact, stage }) {
    const title = this.context.model()?.stages.find(({ name }) => name === stage)?.title ?? stage;
    const { exactly, roughly } = this.context.texts.evidence;
    return exact ? exactly(title) : roughly(title);
  }
}

/**
 * "Why this digit": attribution for two classes side by side, as a class activation map and by patch occlusion. The class
 * activation maps follow the drawing; occlusion takes a hundred forward passes, so it runs only when the drawing rests.
 */

import { messageOf } from "../../i18n/error-text.js";
import { coalesce } from "../../lib/coalesce.js";
import { make, setText } from "../../ui/dom.js";
import { ClassEvidence } from "./class-evidence.js";

/** @import { Evidence } from "../../protocol/questions.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Tab } from "../tabs.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

const IDLE = 450; // milliseconds without a new reading before occlusion is requested

/** @implements {Panel} @implements {Tab} */
export class EvidencePanel {
  /** @param {PanelContext} context */
  constructor(context) {
    this.name = /** @type {const} */ ("evidence");
    this.context = context;
    this.run = 0; // number of the newest run; the occlusion of older runs is cancelled
    this.timer = 0;
    /** Updates the maps to the newest reading, one request at a time, while the tab is open. */
    this.follow = coalesce(
      () => context.tabs.isOpen("evidence"),
      () => this.update(),
    );
    this.note = make("p", "note");
    this.note.dataset.testid = "evidence-note";
    this.classViews = [new ClassEvidence(context, 0, this), new ClassEvidence(context, 1, this)];
    this.element = make(
      "section",
      "evidence",
      this.note,
      make("div", "evidence-sides", ...this.classViews.map(({ element }) => element)),
    );
    this.element.dataset.testid = "evidence";
    this.localise();
  }

  localise() {
    for (const view of this.classViews) {
      view.localise();
    }
    this.follow();
  }

  showModel() {
    const classes = this.context.view.model?.classes ?? [];
    for (const view of this.classViews) {
      view.setClasses(classes);
    }
  }

  paint() {
    this.follow();
  }

  inkChanged() {
    this.cancelOcclusion();
  }

  opened() {
    this.follow();
  }

  closed() {
    this.cancelOcclusion();
  }

  cancelOcclusion() {
    clearTimeout(this.timer);
    this.run += 1;
  }

  getState() {
    const [first, second] = this.classViews.map(({ choice }) => choice);
    return first === "0" && second === "1" ? {} : { evidence: [first, second] };
  }

  /** @param {Record<string, unknown>} state */
  setState({ evidence }) {
    const choices = Array.isArray(evidence) ? evidence.map(String) : [];
    this.classViews.forEach((view, rank) => {
      view.choose(choices[rank] ?? String(rank));
    });
    this.follow();
  }

  async update() {
    const shown = this.context.view.reading;
    const problem = this.problemWith(shown);
    if (problem || !shown) {
      this.showMessage(problem);
      return;
    }
    this.cancelOcclusion();
    const { run } = this;
    await this.request(shown, "cam");
    this.timer = setTimeout(() => run === this.run && this.request(shown, "occlusion"), IDLE);
  }

  /**
   * Why there is no attribution for a reading; "" if there is one.
   * @param {Shown | null} shown
   */
  problemWith(shown) {
    const { evidence } = this.context.texts;
    if (!shown?.values) {
      return evidence.waiting;
    }
    if (this.context.pad.drawing.isEmpty) {
      return evidence.nothing;
    }
    return Array.from(shown.probabilities).every(Number.isFinite) ? "" : evidence.notFinite;
  }

  /** @param {string} sentence shown in place of the maps */
  showMessage(sentence) {
    setText(this.note, sentence);
    for (const view of this.classViews) {
      view.element.hidden = true;
    }
  }

  /**
   * Requests and shows the attribution of both classes.
   * @param {Shown} shown
   * @param {"cam" | "occlusion"} method
   */
  async request(shown, method) {
    try {
      const { run } = this;
      for (const view of this.classViews) {
        const answer = await this.context.reader.ask("evidence", { label: view.labelIn(shown.probabilities), method });
        if (!answer || (method === "occlusion" && run !== this.run)) {
          return;
        }
        view.element.hidden = false;
        view.show(answer, shown);
        if (method === "cam") {
          setText(this.note, this.noteFor(answer.result));
        }
      }
    } catch (error) {
      if (this.context.python.isUp) {
        this.showMessage(this.context.texts.evidence.failed(messageOf(error)));
      }
    }
  }

  /**
   * Whether the map is exact, and the stage it is computed from.
   * @param {Evidence} evidence
   */
  noteFor({ exact, stage }) {
    const title = this.context.view.model?.stages.find(({ name }) => name === stage)?.title ?? stage;
    const { exactly, roughly } = this.context.texts.evidence;
    return exact ? exactly(title) : roughly(title);
  }
}

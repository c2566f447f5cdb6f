/**
 * "Why this digit": attribution for two classes side by side, as a class activation map and by patch occlusion. The class
 * activation maps follow the drawing; occlusion takes a hundred forward passes, so it runs only when the drawing rests.
 * Below, a patch that the visitor moves, and the sum that separates the two classes.
 */

import { messageOf } from "../../i18n/error-text.js";
import { coalesce } from "../../lib/coalesce.js";
import { make, setText } from "../../ui/dom.js";
import { watchBackground } from "../../ui/page-background.js";
import { ClassEvidence } from "./class-evidence.js";
import { ContributionsView } from "./contributions-view.js";
import { paintEvidence } from "./evidence-picture.js";
import { mapBackground } from "./map-background.js";
import { PatchView } from "./patch-view.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Evidence } from "../../protocol/questions.js" */
/** @import { SmallPicture } from "../../ui/small-picture.js" */
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
    this.heading = make("h2", "hidden"); // seen on the tab
    this.note = make("p", "note");
    this.note.dataset.testid = "evidence-note";
    this.classViews = [new ClassEvidence(context, 0, this), new ClassEvidence(context, 1, this)];
    this.patch = new PatchView(context);
    this.contributions = new ContributionsView(context);
    this.more = make("div", "evidence-sides", this.patch.element, this.contributions.element);
    this.more.hidden = true;
    this.element = make(
      "section",
      "evidence",
      this.heading,
      this.note,
      make("div", "evidence-sides", ...this.classViews.map(({ element }) => element)),
      this.more,
    );
    this.element.dataset.testid = "evidence";
    watchBackground(() => this.follow());
    this.localise();
  }

  localise() {
    setText(this.heading, this.context.texts.sections.names.evidence);
    for (const view of this.classViews) {
      view.localise();
    }
    this.patch.localise();
    this.follow();
  }

  /** @param {Model} model */
  showModel(model) {
    for (const view of this.classViews) {
      view.setClasses(model.classes);
    }
    this.patch.showModel(model);
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
    this.needImage();
  }

  /** The image lies under the maps, pixel by pixel. */
  needImage() {
    const { view, tabs } = this.context;
    view.needed.need("evidence", tabs.isOpen("evidence") && view.model ? [view.model.stages[0].name] : []);
  }

  /** @param {SmallPicture} picture */
  paintPicture(picture) {
    return paintEvidence(picture, this.context);
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
    this.needImage();
    await this.request(shown, "cam");
    await this.compareClasses(shown);
    this.patch.show(shown);
    this.timer = setTimeout(() => run === this.run && this.rest(shown), IDLE);
  }

  /**
   * The drawing rests: there is time for what takes many forward passes.
   * @param {Shown} shown
   */
  async rest(shown) {
    this.patch.read();
    await this.request(shown, "occlusion");
  }

  /**
   * Requests and shows what separates the two classes.
   * @param {Shown} shown
   */
  async compareClasses(shown) {
    const [label, other] = this.classViews.map((view) => view.labelIn(shown.probabilities));
    const answer = await this.context.reader.ask("contributions", { label, other });
    if (answer) {
      this.more.hidden = false;
      this.contributions.show(answer.result, [label, other], this.context.view.model?.classes ?? []);
    }
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
    this.more.hidden = true;
  }

  /**
   * Requests and shows the attribution of both classes.
   * @param {Shown} shown
   * @param {"cam" | "occlusion"} method
   */
  async request(shown, method) {
    try {
      const { run } = this;
      const model = /** @type {Model} */ (this.context.view.model);
      const background = mapBackground(model);
      const labels = this.classViews.map((view) => view.labelIn(shown.probabilities));
      for (const [number, view] of this.classViews.entries()) {
        const [label, other] = [labels[number], labels[1 - number]];
        const answer = await this.context.reader.ask("evidence", { label, other, method, background });
        if (!answer || (method === "occlusion" && run !== this.run)) {
          return;
        }
        view.element.hidden = false;
        view.show(answer, shown, background);
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

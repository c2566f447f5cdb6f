/**
 * Leaves parts of the network out, and says what that costs on the drawing. What is left out belongs to the model's source
 * (web/js/python/client.js), so that another worker and the other slots get it, too. The cost is that of changed weights as
 * well, whoever has changed them.
 */

import { interventions as words } from "../../i18n/en/interventions.js";
import { LocalisedError, sentenceOf } from "../../i18n/error-text.js";
import { addTexts } from "../../i18n/language.js";
import { coalesce } from "../../lib/coalesce.js";
import { BeforeReader } from "../../python/before-reader.js";
import { loadStyles } from "../../ui/panel-styles.js";
import { changesOf } from "./changes.js";
import { CostBar } from "./cost-bar.js";
import { interventionsOf, isNone, NONE, stateOf, toggled } from "./interventions.js";
import { LeftOutMarks } from "./left-out-marks.js";
import { TryWithout } from "./try-without.js";

/** @import { Interventions, PossibleStage } from "../../protocol/messages.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Item, Kind } from "./interventions.js" */

const FRAME = 16; // milliseconds
const REST = 250; // milliseconds after a reading that takes longer than a frame: the next one must not wait

export class InterventionsPanel {
  /**
   * @param {PanelContext} context
   * @returns {Promise<InterventionsPanel>}
   * @throws {Error} if a part of it cannot be loaded
   */
  static async load(context) {
    await Promise.all([loadStyles("interventions"), addTexts("interventions", { interventions: words })]);
    const panel = new InterventionsPanel(context);
    await panel.showModel();
    return panel;
  }

  /** @param {PanelContext} context */
  constructor(context) {
    const { python, texts, view, weights } = context;
    this.context = context;
    /** @type {Interventions} that Python has, or is about to */
    this.wanted = NONE;
    /** @type {PossibleStage[]} of the current model */
    this.possible = [];
    /** @type {(() => Promise<ArrayBuffer>) | undefined} what fetches its file, by which models are told apart */
    this.fetch = undefined;
    this.isOpen = false; // whether the choices of the open stage are shown
    /** @type {number[] | null} the probabilities of the whole network for the drawing */
    this.before = null;
    this.reader = new BeforeReader(python);
    this.choices = new TryWithout(view, texts, (kind, item) => this.toggle(kind, item));
    this.marks = new LeftOutMarks(view);
    this.bar = new CostBar(texts, () => this.restore());
    this.timer = 0;
    this.follow = coalesce(
      () => this.isChanged,
      () => this.readBefore(),
    );
    weights.addEventListener("change", () => this.show());
  }

  /** Whether the network is another one than that in its file. */
  get isChanged() {
    return !isNone(this.wanted) || this.context.weights.isChanged;
  }

  /** Whether the network reads without what is wanted to be left out. */
  get isSettled() {
    const current = this.context.python.source?.interventions ?? null;
    return isNone(this.wanted) ? current === null : current === this.wanted;
  }

  /** Another model is current, or the same one in another worker, which has its interventions again. */
  async showModel() {
    const { python } = this.context;
    const { fetch, interventions } = python.source ?? {};
    this.wanted = interventions ?? NONE;
    if (fetch !== this.fetch) {
      this.fetch = fetch;
      this.before = null;
      this.possible = [];
    }
    this.show();
    const { result } = await python.runTask("interventions");
    if (fetch === python.source?.fetch) {
      this.possible = result;
      this.stageChanged();
      this.show();
    }
  }

  /** @param {boolean} isOpen */
  open(isOpen) {
    this.isOpen = isOpen;
    this.stageChanged();
  }

  stageChanged() {
    const { openStage } = this.context.view;
    const empty = openStage ? { stage: openStage, muted: false, nodes: [] } : null; // the image
    const stage = this.possible.find(({ stage }) => stage === openStage) ?? empty;
    this.choices.open(this.isOpen ? stage : null);
    this.marks.markInspector();
  }

  /**
   * @param {Kind} kind
   * @param {Item} item
   */
  toggle(kind, item) {
    return this.change(toggled(this.wanted, kind, item));
  }

  /**
   * Leave these parts out, and no others; if Python refuses them, the network stays as it is.
   * @param {Interventions} interventions
   */
  async change(interventions) {
    const { python, reader, status, texts, view } = this.context;
    this.wanted = interventions;
    this.show();
    try {
      const intervened = await python.slots.intervene(interventions, reader.needsAllValues);
      if (intervened && this.wanted === interventions && this.isSettled) {
        view.updateModel(intervened.model);
        view.showReading(intervened.reading);
        this.show();
      }
    } catch (error) {
      if (this.wanted === interventions) {
        this.wanted = python.source?.interventions ?? NONE;
        this.show();
      }
      status.showError(() => texts.interventions.failed(sentenceOf(error)));
    }
  }

  /** Put everything back; the button that was pressed disappears. */
  restore() {
    const { diagram, openStage } = this.context.view;
    const stage = diagram.stages.get(openStage ?? "") ?? [...diagram.stages.values()][0];
    stage.button.focus({ preventScroll: true });
    return this.change(NONE);
  }

  /** Show what is left out. */
  show() {
    const { texts, view } = this.context;
    const changes = view.model ? changesOf(this.wanted, this.possible, view.model, texts) : [];
    this.choices.show(this.wanted);
    this.marks.show(changes, this.wanted);
    this.showCost(changes);
    this.follow();
  }

  /** @param {Shown} reading that is on the screen */
  paint({ milliseconds = 0 }) {
    if (this.isChanged) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.follow(), milliseconds > FRAME ? REST : 0);
    }
  }

  async readBefore() {
    const { pad, view } = this.context;
    const { fetch } = this;
    try {
      const before = await this.reader.read({ ink: () => pad.ink(), picture: pad.picture });
      if (before && fetch === this.fetch && view.model) {
        this.before = before;
        this.showCost(changesOf(this.wanted, this.possible, view.model, this.context.texts));
      }
    } catch {
      // Python has stopped, which is shown, or the file cannot be fetched: then only the reading of now is said
    }
  }

  /** @param {{ phrase: string }[]} changes of the network; changed weights count as one more */
  showCost(changes) {
    const { pad, texts, view, weights } = this.context;
    const phrases = [
      ...changes.map(({ phrase }) => phrase),
      ...(weights.isChanged ? [texts.interventions.otherWeights] : []),
    ];
    const cost = {
      subject: phrases.length > 1 ? texts.interventions.several(phrases.length) : (phrases[0] ?? ""),
      isEmpty: pad.isEmpty,
      classes: view.model?.classes ?? [],
      before: this.before,
      now: this.isSettled ? (view.reading?.probabilities ?? null) : null,
    };
    this.bar.show(phrases.length > 0 ? cost : null, !isNone(this.wanted));
  }

  localise() {
    this.stageChanged();
    this.show();
    this.bar.localise();
  }

  getState() {
    return isNone(this.wanted) ? {} : { interventions: stateOf(this.wanted) };
  }

  /**
   * @param {unknown} state
   * @throws {Error} if it is no such state
   */
  async setState(state) {
    const interventions = state === undefined ? NONE : interventionsOf(state);
    if (!interventions) {
      throw new LocalisedError(() => this.context.texts.interventions.badState);
    }
    if (!isNone(interventions) || !isNone(this.wanted)) {
      await this.change(interventions);
    }
  }
}

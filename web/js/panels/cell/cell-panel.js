/**
 * Looking into a cell: one that is pointed at or pinned is marked, with all that it comes from and all that it feeds,
 * and explained; while one draws, the explanation follows. Every number comes from Python.
 */

import { makeSheet } from "../../ui/bottom-sheet.js";
import { CellAnnouncements } from "./announcements.js";
import { CellView } from "./cell-view.js";
import { has, middleOf, moved, same } from "./cells.js";
import { Explainer } from "./explainer.js";
import { listenToPointing } from "./pointer.js";
import { ReceptiveFieldOutlines } from "./receptive-field.js";
import { ViewSwitch } from "./view-switch.js";

/** @import { Inspector } from "../../diagram/inspector.js" */
/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { PanelContext, Panel } from "../../view/panel.js" */

/** @implements {Panel} */
export class CellPanel {
  /**
   * @param {PanelContext} context
   * @param {Inspector} inspector
   * @param {{ cell: HTMLElement, live: HTMLElement, views: HTMLElement, grip: HTMLElement, elsewhere: HTMLElement[] }} parts
   * @param {{ openStage: () => string | null, toggleStage: (name: string | null) => void }} page
   */
  constructor(context, inspector, parts, page) {
    this.context = context;
    this.words = context.texts.look;
    this.inspector = inspector;
    this.page = page;
    this.spoken = new CellAnnouncements(context, parts.live);
    /** @type {Place | null} */
    this.pinned = null;
    /** @type {Place | null} */
    this.hovered = null;
    this.isByKeys = false; // whether it is the keyboard that points
    /** @type {"hint" | "gone"} what is said where no cell is looked at */
    this.hint = "hint";
    this.stages = "";
    const cell = new CellView(parts.cell, this.words, {
      onPin: () => this.pinOrLetGo(),
      tell: (sentence) => this.spoken.tell(sentence),
    });
    this.views = new ViewSwitch(parts.views, inspector, context, {
      place: () => this.pinned,
      go: (place) => this.goTo(place),
    });
    const marks = new ReceptiveFieldOutlines(context.diagram, inspector, context.pad.element);
    this.explainer = new Explainer(context, marks, cell, this.views);
    makeSheet(inspector.parts.section, parts.grip, () => page.toggleStage(page.openStage()));
    listenToPointing(
      { diagram: context.diagram, inspector, elsewhere: parts.elsewhere },
      {
        onPoint: (place, time) => this.point(place, time),
        onChoose: (place, time) => this.choose(place, time),
        onKey: (stage, key) => this.moveByKey(stage, key),
        onPress: (stage) => this.press(stage),
        onLeave: () => this.leave(),
      },
    );
  }

  /** The cell that is looked at. */
  get place() {
    return this.pinned ?? this.hovered;
  }

  /** @param {Model} model */
  showModel(model) {
    const stages = JSON.stringify(model.stages);
    if (stages !== this.stages) {
      this.stages = stages;
      this.hint = this.pinned ? "gone" : "hint";
      if (this.pinned) {
        this.spoken.tell(this.words.gone);
      }
      this.pinned = this.hovered = null;
      this.explainer.marks.rebuild();
      this.stageChanged();
    }
    this.refresh();
  }

  /** Another stage is open in the inspector, or none. */
  stageChanged() {
    if (!this.page.openStage()) {
      this.pinned = this.hovered = null;
    }
    this.views.showStage(this.page.openStage());
    this.refresh();
  }

  localise() {
    this.spoken.localise();
    this.views.localise();
    this.refresh();
  }

  paint() {
    this.refresh();
    this.views.paint();
  }

  /**
   * The pointer is over a cell; a pin is not moved by that.
   * @param {Place} place
   * @param {number} time of the event
   */
  point(place, time) {
    if (!this.pinned && !same(place, this.hovered)) {
      this.hovered = place;
      this.isByKeys = false;
      this.explainer.pointTime = time;
      this.refresh();
    }
  }

  /** The pointer is away from the maps: what was only pointed at is let go. */
  leave() {
    if (this.hovered && !this.isByKeys) {
      this.hovered = null;
      this.refresh();
    }
  }

  /**
   * A click on a cell pins it and opens its stage; one on the pinned cell lets it go.
   * @param {Place} place
   * @param {number} time
   */
  choose(place, time) {
    this.explainer.pointTime = time;
    this.hovered = place;
    if (same(place, this.pinned)) {
      this.letGo();
    } else {
      this.pinAt(place);
    }
  }

  /** @param {Place} place */
  pinAt(place) {
    this.pinned = place;
    this.hint = "hint";
    if (this.page.openStage() !== place.stage) {
      this.page.toggleStage(place.stage);
    }
    this.refresh();
    this.spoken.tellCell(place, this.words.pinned);
  }

  letGo() {
    this.pinned = null;
    this.views.stop();
    this.spoken.tell(this.words.released);
    this.refresh();
  }

  pinOrLetGo() {
    if (this.pinned) {
      this.letGo();
    } else if (this.hovered) {
      this.pinAt(this.hovered);
    }
  }

  /**
   * Move the pin, as the sliding window does.
   * @param {Place} place
   */
  goTo(place) {
    this.pinned = place;
    this.refresh();
  }

  /**
   * @param {Stage} stage that has the focus
   * @param {string} key
   */
  moveByKey(stage, key) {
    const { place } = this;
    const next = moved(stage, place?.stage === stage.name ? place : middleOf(stage), key);
    if (!next) {
      return false;
    }
    const isFirst = place?.stage !== stage.name;
    const cell = isFirst ? middleOf(stage) : next;
    if (this.pinned) {
      this.pinned = cell;
    } else {
      this.hovered = cell;
      this.isByKeys = true;
    }
    this.refresh();
    this.spoken.tellCell(this.place, this.pinned ? this.words.pinned : this.words.pointed);
    return true;
  }

  /** @param {Stage} stage whose button was pressed by a key */
  press(stage) {
    if (this.hovered?.stage !== stage.name || this.pinned) {
      return false;
    }
    this.pinAt(this.hovered);
    return true;
  }

  escape() {
    const isHeld = this.pinned !== null || (this.hovered !== null && this.isByKeys);
    if (isHeld) {
      this.hovered = null;
      this.letGo();
    }
    return isHeld;
  }

  getState() {
    return { pin: this.pinned };
  }

  /** @param {Record<string, unknown>} state */
  setState({ pin }) {
    const place = /** @type {Place | null | undefined} */ (pin);
    const stage = this.stage(place?.stage);
    this.hovered = null;
    this.pinned = place && stage && has(stage, place) ? place : null;
    this.refresh();
  }

  /** @param {string | undefined} name */
  stage(name) {
    return this.context.model()?.stages.find((stage) => stage.name === name);
  }

  refresh() {
    this.explainer.explain(this.place, this.pinned !== null, this.words[this.hint]);
  }
}

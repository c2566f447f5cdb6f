/**
 * Explains a cell: outlines the selected cell with its receptive field and its reach, and shows how its value is
 * computed. The explanation follows the drawing. Every number comes from Python.
 */

import { makeSheet } from "../../ui/bottom-sheet.js";
import { byId } from "../../ui/dom.js";
import { CellAnnouncements } from "./announcements.js";
import { CellSelection } from "./cell-selection.js";
import { CellView } from "./cell-view.js";
import { containsCell } from "./cells.js";
import { Explainer } from "./explainer.js";
import { MapEvents } from "./map-events.js";
import { ReceptiveFieldOutlines } from "./receptive-field.js";
import { ViewSwitch } from "./view-switch.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */

/** @implements {Panel} */
export class CellPanel {
  /**
   * @param {PanelContext} context
   */
  constructor(context) {
    const { pad, texts, view } = context;
    const { diagram, inspector } = view;
    this.context = context;
    this.stages = ""; // those of the model, as JSON
    this.announcements = new CellAnnouncements(context, byId("look-live"));
    this.selection = new CellSelection(this, this.announcements);
    this.views = new ViewSwitch(byId("stage-views"), inspector, context, this.selection);
    this.outlines = new ReceptiveFieldOutlines(diagram, inspector, pad.element);
    const cellView = new CellView(byId("cell"), texts.look, this.selection, this.announcements);
    this.explainer = new Explainer(context, this.selection, this.outlines, cellView, this.views);
    // Entering the pad or the bars clears the hovered cell.
    new MapEvents(diagram, inspector, this.selection).listen([byId("pad"), byId("bars")]);
    makeSheet(inspector.parts.section, byId("inspector-grip"), () => view.toggleStage(view.openStage));
  }

  /** @param {Model} model */
  showModel(model) {
    const stages = JSON.stringify(model.stages);
    if (stages !== this.stages) {
      this.stages = stages;
      this.selection.stagesReplaced();
      this.outlines.rebuild();
      this.stageChanged();
    }
    this.refresh();
  }

  /** Another stage is open in the inspector, or none. */
  stageChanged() {
    const name = this.context.view.openStage;
    if (!name) {
      this.selection.clear();
    }
    this.views.showStage(name);
    this.refresh();
  }

  /** @param {string} name */
  openStage(name) {
    if (this.context.view.openStage !== name) {
      this.context.view.toggleStage(name);
    }
  }

  localise() {
    this.announcements.localise();
    this.views.localise();
    this.refresh();
  }

  paint() {
    this.refresh();
    this.views.paint();
  }

  /** Explains the selected cell anew: the selection, the reading or the language has changed. */
  refresh() {
    this.explainer.explain();
  }

  escape() {
    return this.selection.escape();
  }

  getState() {
    return { pin: this.selection.pinned };
  }

  /** @param {Record<string, unknown>} state */
  setState({ pin }) {
    const cell = /** @type {Place | null | undefined} */ (pin);
    const stage = this.context.view.model?.stages.find(({ name }) => name === cell?.stage);
    this.selection.hovered = null;
    this.selection.pinned = cell && stage && containsCell(stage, cell) ? cell : null;
    this.refresh();
  }
}

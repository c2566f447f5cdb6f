/**
 * The panels: everything that looks into the network. This file knows them all; they do not know each other. It is loaded
 * once the first reading is shown, so that it does not delay Python.
 */

import { texts } from "../i18n/language.js";
import { byId } from "../ui/dom.js";
import { CellPanel } from "./cell/cell-panel.js";
import { ColourSettings } from "./colours/colour-settings.js";
import { ComparePanel } from "./compare/compare-panel.js";
import { EvidencePanel } from "./evidence/evidence-panel.js";
import { PreprocessingPanel } from "./preprocessing/preprocessing-panel.js";
import { StageText } from "./stage-text/stage-text.js";
import { Tabs } from "./tabs.js";
import { TimelinePanel } from "./timeline/timeline-panel.js";
import { Tour } from "./tour/tour.js";

/** @import { PanelContext } from "./panel-context.js" */

export class Panels {
  /** @param {Omit<PanelContext, "tabs" | "texts">} page */
  constructor({ pad, samples, python, view, reader, models, status }) {
    const tabs = new Tabs(byId("section-tabs"), byId("sections"), view);
    /** @type {PanelContext} */
    const context = { texts, pad, samples, python, view, reader, models, status, tabs };
    const cell = new CellPanel(context);
    const colours = new ColourSettings(context);
    const evidence = new EvidencePanel(context);
    const preprocessing = new PreprocessingPanel(context);
    const timeline = new TimelinePanel(context);
    const compare = new ComparePanel(context);
    const stageText = new StageText(context);
    this.tour = new Tour(context, stageText);
    tabs.add({ name: "cell", element: byId("inspector") }, evidence, preprocessing, timeline, compare);
    view.add(cell, colours, tabs, evidence, preprocessing, timeline, compare, stageText, this.tour);
  }
}

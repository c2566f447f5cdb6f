/**
 * The panels: all that looks into the network. Like main.js, this file knows them all; they do not know each other. It is
 * loaded when the first reading is on the screen, so that nobody waits for Python any longer because of them.
 */

import { CellPanel } from "./cell/cell-panel.js";
import { ColourSettings } from "./colours/colour-settings.js";
import { ComparePanel } from "./compare/compare-panel.js";
import { EvidencePanel } from "./evidence/evidence-panel.js";
import { PreprocessingPanel } from "./preprocessing/preprocessing-panel.js";
import { StageText } from "./stage-text/stage-text.js";
import { Tabs } from "./tabs.js";
import { TimelinePanel } from "./timeline/timeline-panel.js";
import { partsOf } from "./tour/elements.js";
import { Tour } from "./tour/tour.js";

/** @import { ViewState } from "../view/view-state.js" */
/** @import { Inspector } from "../diagram/inspector.js" */
/** @import { Site } from "./compare/second-model-picker.js" */
/** @import { PanelContext, Panel } from "../view/panel.js" */

/**
 * What main.js has for them.
 * @typedef {object} Page
 * @property {<T extends HTMLElement = HTMLElement>(id: string) => T} part
 * @property {Omit<PanelContext, "colours" | "isOpen" | "openSection">} context
 * @property {ViewState} screen
 * @property {Inspector} inspector
 * @property {Site} site
 * @property {(digit: number) => void} drawSample
 */

export class Panels {
  /** @param {Page} page */
  constructor({ part, context: ofPage, screen, inspector, site, drawSample }) {
    /** @type {PanelContext} */
    const context = {
      ...ofPage,
      colours: () => this.scales.settings,
      isOpen: (section) => this.sections?.open === section,
      openSection: (section) => this.sections.choose(section),
    };
    const openStage = () => screen.openStage;
    this.look = new CellPanel(
      context,
      inspector,
      {
        cell: part("cell"),
        live: part("look-live"),
        views: part("stage-views"),
        grip: part("inspector-grip"),
        elsewhere: [part("pad"), part("bars")],
      },
      { openStage, toggleStage: (name) => screen.toggleStage(name) },
    );
    const below = [
      new EvidencePanel(context),
      new PreprocessingPanel(context),
      new TimelinePanel(context, { slider: part("time"), play: part("time-play"), text: part("time-text") }),
      new ComparePanel(context, site),
    ];
    /** @type {Tabs} */
    this.sections = new Tabs({ tabs: part("section-tabs"), body: part("sections") }, context.texts, [
      { name: "cell", element: part("inspector") },
      ...below,
    ]);
    /** @type {ColourSettings} */
    this.scales = new ColourSettings(context, part("scales"), { inspector, repaint: () => screen.frames.ask() });
    this.stageWords = new StageText(context, part("inspector-text"), openStage);
    this.tour = new Tour(context, partsOf(part), {
      factsAbout: (stage) => this.stageWords.factsAbout(stage),
      drawSample,
    });
    this.stageWords.onChange = () => this.tour.update();
    /** @type {Panel[]} */
    this.all = [this.look, this.scales, this.sections, ...below, this.stageWords, this.tour];
  }

  /** A stage was opened or closed. */
  stageChanged() {
    this.look.stageChanged();
    this.stageWords.showOpenStage();
  }
}

/** Marks what is left out: struck through beside a stage's title, and a cross over each muted map in diagram and inspector. */

import { corner } from "../../diagram/map-layout.js";
import { texts } from "../../i18n/language.js";
import { make } from "../../ui/dom.js";

/** @import { Interventions } from "../../protocol/messages.js" */
/** @import { StageView } from "../../diagram/stage.js" */
/** @import { View } from "../../view/view.js" */
/** @import { Change } from "./changes.js" */

const SVG = "http://www.w3.org/2000/svg";

export class LeftOutMarks {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {Change[]} */
    this.changes = [];
    /** @type {Interventions["muted"]} */
    this.muted = [];
    view.diagram.addEventListener("layout", () => this.render()); // which may have written the titles anew
  }

  /**
   * @param {Change[]} changes
   * @param {Interventions} interventions
   */
  show(changes, { muted }) {
    this.changes = changes;
    this.muted = muted;
    const { diagram } = this.view;
    const isMarked = changes.length > 0;
    if (diagram.element.classList.contains("has-without-marks") !== isMarked) {
      diagram.element.classList.toggle("has-without-marks", isMarked);
      diagram.drawConnections();
    }
    this.render();
  }

  render() {
    const { diagram } = this.view;
    for (const element of diagram.element.querySelectorAll(".without-mark, .muted-maps")) {
      element.remove();
    }
    for (const [name, stage] of diagram.stages) {
      const own = this.changes.filter((change) => change.stage === name);
      const channels = this.mutedIn(name);
      if (own.length > 0) {
        stage.title.append(markOf(name, own));
      }
      if (channels.length > 0) {
        stage.canvas.after(crosses(stage, channels));
      }
    }
    this.markInspector();
  }

  /** @param {string | null} name of a stage */
  mutedIn(name) {
    return this.muted.filter(([stage]) => stage === name).map(([, channel]) => channel);
  }

  /** Mark the maps of the open stage, which the inspector makes anew with each stage. */
  markInspector() {
    const channels = new Set(this.mutedIn(this.view.openStage));
    this.view.inspector.maps.forEach(({ figure }, channel) => {
      figure.classList.toggle("muted", channels.has(channel));
    });
  }
}

/**
 * @param {string} name of the stage
 * @param {Change[]} changes of it
 */
function markOf(name, changes) {
  const mark = make("span", "without-mark");
  mark.dataset.testid = `left-out-${name}`;
  const { leftOut, parts } = texts.interventions;
  const gone = changes.length === 1 ? changes[0].gone : parts(changes.length); // a column has no room for more
  mark.append(make("span", "hidden", leftOut), " ", make("s", "", gone));
  return mark;
}

/**
 * A cross over each of these maps; one unit is one cell.
 * @param {StageView} stage
 * @param {number[]} channels
 */
function crosses({ layout, isVector }, channels) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", isVector ? "muted-maps maps vector" : "muted-maps maps");
  svg.setAttribute("viewBox", `0 0 ${layout.width} ${layout.height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  const { mapWidth: width, mapHeight: height } = layout;
  const lines = channels.map((channel) => {
    const { x, y } = corner(layout, channel);
    return `M${x} ${y}l${width} ${height}M${x + width} ${y}l${-width} ${height}`;
  });
  path.setAttribute("d", lines.join(""));
  svg.append(path);
  return svg;
}

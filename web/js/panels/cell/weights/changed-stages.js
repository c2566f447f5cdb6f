/** A mark in the heading of each stage in the diagram whose weights are changed. */

import { texts } from "../../../i18n/language.js";
import { make } from "../../../ui/dom.js";
import { arrayAt } from "./weight-layout.js";

/** @import { Diagram } from "../../../diagram/diagram.js" */
/** @import { WeightEdits } from "./weight-edits.js" */

export class ChangedStages {
  /** @param {Diagram} diagram */
  constructor(diagram) {
    this.diagram = diagram;
    /** @type {string[]} their names */
    this.names = [];
    diagram.addEventListener("layout", () => this.mark()); // which may have written the headings anew
  }

  /** @param {WeightEdits | null} edits */
  show(edits) {
    this.names = edits?.isChanged ? stagesOf(edits) : [];
    this.mark();
  }

  mark() {
    for (const mark of this.diagram.element.querySelectorAll(".stage-title > .changed-mark")) {
      mark.remove();
    }
    for (const name of this.names) {
      const mark = make("span", "changed-mark");
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", texts.weights.stageChanged);
      mark.title = texts.weights.stageChanged;
      mark.dataset.testid = `changed-stage-${name}`;
      this.diagram.stages.get(name)?.title.append(mark);
    }
  }
}

/**
 * The stages whose weights are changed, or whose channels are muted.
 * @param {WeightEdits} edits
 */
function stagesOf({ layout, changed, muted }) {
  const nodes = new Set([...muted.values()].map(({ node }) => `${node}.weight`));
  const found = new Set(layout.filter(({ name }) => nodes.has(name)).map(({ stage }) => stage));
  for (const index of changed) {
    found.add(arrayAt(layout, index).stage);
  }
  return [...found].filter((stage) => stage !== null);
}

/** What the tour does on the page: opens tabs and stages, pins a cell, puts all of it back. */

import { strongestCell } from "../../view/strongest-cell.js";

/** @import { Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Actions } from "./tour-steps.js" */

/**
 * The panel that explains cells, as far as the tour uses it.
 * @typedef {object} Cells
 * @property {{ cell: Place | null, pinned: Place | null, pin: (cell: Place) => void }} selection
 * @property {{ choose: (name: "maps" | "kernels") => void }} views
 * @property {(state: Record<string, unknown>) => void} setState
 * @property {() => string | null} titleOfSelected
 * @property {() => void} onChange
 */

/**
 * @param {PanelContext} context
 * @param {Cells} cells
 * @returns {Actions}
 */
export function actionsOn({ tabs, view }, cells) {
  return {
    rest() {
      cells.setState({ pin: null });
      if (view.openStage) {
        view.toggleStage(view.openStage);
      }
    },
    openTab: (name) => tabs.choose(name),
    pin(stage) {
      tabs.choose("cell");
      const { cell, pinned } = cells.selection;
      if (pinned?.stage !== stage) {
        cells.selection.pin(cell?.stage === stage ? cell : strongestCell(view, stage));
      }
      cells.views.choose("maps");
    },
    outline: (stage) => cells.setState({ pin: strongestCell(view, stage) }),
    showKernels: () => cells.views.choose("kernels"),
    hasCell: () => cells.selection.cell !== null,
  };
}

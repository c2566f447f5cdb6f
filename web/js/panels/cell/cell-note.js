/** What the numbers of an explanation do not show. */

/** @import { Cell } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */

/**
 * A note on an empty pad, a pixel of the input, or a normalised input; "" if there is nothing to note.
 * @param {Cell} explanation
 * @param {Pick<PanelContext, "pad" | "texts" | "view">} context
 */
export function noteOn({ steps: [first] }, { pad, texts: { look }, view }) {
  const input = view.model?.input;
  const isEmpty = pad.drawing.isEmpty && !pad.isExample;
  const notes = [isEmpty ? look.empty : first.op === "input" ? look.input : ""];
  if (input && first.op === "conv2d" && first.terms?.some(({ stage }) => stage === input.name)) {
    notes.push(look.normalised(input.mean.join(", "), input.std.join(", ")));
  }
  return notes.filter(Boolean).join(" ");
}

/** Reads frames of the drawing's recording with a model of its own, for the probabilities of all classes over time. */

import { firstPoints } from "../../input/drawing.js";
import { indexOfLargest } from "../../lib/argsort.js";
import { probabilitiesOf } from "../../protocol/stages.js";
import { SideModel } from "../../python/side-model.js";

/** @import { Stroke } from "../../protocol/page-state.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Recording } from "./recording.js" */

/** @typedef {{ time: number, points: number, probabilities: number[] }} ReadFrame */

const MAX_FRAMES = 60;

export class ProbabilityCurves {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
    this.model = new SideModel(context.python, "timeline");
    this.run = 0; // number of the newest run; older runs stop
  }

  /** Cancels the current run. */
  stop() {
    this.run += 1;
  }

  /**
   * Reads the frames one by one, so that the page's own requests are served between them.
   * @param {Stroke[]} strokes
   * @param {Recording} recording
   * @returns {Promise<ReadFrame[] | null>} null if it was cancelled or Python is not running
   */
  async read(strokes, recording) {
    this.run += 1;
    const { run } = this;
    const source = this.context.python.source;
    const model = source && (await this.model.ready(source));
    const python = this.context.python;
    if (!model || !python) {
      return null;
    }
    /** @type {ReadFrame[]} */
    const frames = [];
    for (const { time, points } of recording.frames(MAX_FRAMES)) {
      if (run !== this.run) {
        return null;
      }
      const reading = await python.readInk(() => this.context.pad.ink(firstPoints(strokes, points)), "timeline");
      if (!reading) {
        return null;
      }
      frames.push({ time, points, probabilities: probabilitiesOf(reading, model) });
    }
    return run === this.run ? frames : null;
  }
}

/**
 * The predictions over time: one entry for each change of the most probable class.
 * @param {ReadFrame[]} frames
 * @returns {{ time: number, label: number }[]}
 */
export function predictionChanges(frames) {
  /** @type {{ time: number, label: number }[]} */
  const changes = [];
  for (const { time, probabilities } of frames) {
    const label = indexOfLargest(probabilities);
    if (label !== changes.at(-1)?.label) {
      changes.push({ time, label });
    }
  }
  return changes;
}

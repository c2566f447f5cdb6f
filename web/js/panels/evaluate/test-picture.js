/** The picture on the tab "Test": the confusion matrix and the accuracy of the last test, or an empty matrix before one. */

import { colourIn } from "../../ui/colours.js";
import { HEIGHT, WIDTH } from "../../ui/small-picture.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { SmallPicture } from "../../ui/small-picture.js" */
/** @import { TestResult } from "./result-view.js" */

const SIDE = HEIGHT - 12;
const MOST = 24; // classes that can be told apart at this size
const EMPTY = /** @type {const} */ ({ diagonal: [120, 117, 134], other: [42, 42, 52] });

/**
 * @param {SmallPicture} picture
 * @param {TestResult | null} result
 * @param {Model | null} model
 */
export function paintTest(picture, result, model) {
  const classes = Math.min(result?.classes.length ?? model?.classes.length ?? 0, MOST);
  picture.clear();
  const cells = Array.from({ length: classes * classes }, (_, index) => {
    const [row, column] = [Math.floor(index / classes), index % classes];
    if (!result || !model) {
      return [...(row === column ? EMPTY.diagonal : EMPTY.other)];
    }
    const counts = result.found.confusion[row];
    return colourIn(model.colormaps.sequential, Math.sqrt(counts[column] / Math.max(1, Math.max(...counts))), 0, 1);
  });
  picture.grid(/** @type {import("../../ui/colours.js").Colour[]} */ (cells), classes, 6, 6, SIDE);
  picture.text(result ? `${(100 * result.found.accuracy).toFixed(0)} %` : "?", (WIDTH + SIDE + 6) / 2, HEIGHT / 2, {
    size: result ? 13 : 22,
  });
}

/** The picture on the tab "Why this digit": where the evidence for the prediction is. */

import { ranking } from "../../lib/argsort.js";
import { imageOf } from "../../ui/canvas.js";
import { HEIGHT, WIDTH } from "../../ui/small-picture.js";
import { mapBackground } from "./map-background.js";

/** @import { SmallPicture } from "../../ui/small-picture.js" */
/** @import { PanelContext } from "../panel-context.js" */

const SIDE = HEIGHT - 8;
const LEFT = 4;
const INK = 0.35; // opacity of the image above the map

/**
 * @param {SmallPicture} picture
 * @param {PanelContext} context
 */
export async function paintEvidence(picture, { pad, reader, view }) {
  const { model, reading } = view;
  if (!model || !reading?.values || model.isLarge || pad.isEmpty) {
    picture.clear();
    return;
  }
  const [label, other] = ranking(reading.probabilities);
  const background = mapBackground(model);
  const answer = await reader.ask("evidence", { label, other, method: "cam", background }, "picture");
  if (answer) {
    const map = imageOf(answer.result.picture, answer.pictures);
    const canvas = new OffscreenCanvas(map.width, map.height);
    canvas.getContext("2d")?.putImageData(map, 0, 0);
    const image = view.diagram.stages.get(model.stages[0].name)?.canvas;
    const { context } = picture;
    picture.clear();
    context.drawImage(canvas, LEFT, LEFT, SIDE, SIDE);
    if (image) {
      context.globalAlpha = INK;
      context.globalCompositeOperation = "difference"; // seen on light and on dark
      context.drawImage(image, LEFT, LEFT, SIDE, SIDE);
      context.globalAlpha = 1;
      context.globalCompositeOperation = "source-over";
    }
    picture.text(model.classes[label].slice(0, 4), (WIDTH + SIDE) / 2, HEIGHT / 2, { size: 26 });
  }
}

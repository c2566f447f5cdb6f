/** What attribution maps are painted on: light on a light page, and where the network's maps begin in white. */

import { pageBackground } from "../../ui/page-background.js";

/** @import { Model } from "../../protocol/messages.js" */

const HALF = 127; // of a colour's 255

/** @param {Model} model */
export function mapBackground({ colormaps: { diverging } }) {
  return diverging[diverging.length / 2] > HALF ? "light" : pageBackground();
}

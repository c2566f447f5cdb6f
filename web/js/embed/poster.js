/** What a page shows that loads Python and the model only after a click: a picture of the ink, and a button to start. */

import { localise } from "../i18n/language.js";
import { Brush } from "../input/brush.js";

/** @import { Stroke } from "../protocol/page-state.js" */

const PIXELS = 560; // of the picture's side, for screens with two to a CSS pixel

/**
 * Show the poster, and wait until its button is clicked.
 * @param {Stroke[]} strokes that will be on the pad
 * @returns {Promise<void>}
 */
export function untilClicked(strokes) {
  const picture = document.createElement("canvas");
  const brush = new Brush(picture);
  brush.resize(PIXELS);
  brush.repaint(strokes);
  const label = localise(document.createElement("span"), { text: "embed.load" });
  const button = document.createElement("button");
  button.type = "button";
  button.className = "load";
  button.dataset.testid = "load";
  button.append(picture, label);
  const sentence = localise(document.createElement("p"), { text: "embed.poster" });
  const poster = document.createElement("section");
  poster.className = "poster";
  poster.setAttribute("role", "main"); // the page's own is hidden
  poster.append(button, sentence);
  document.documentElement.dataset.poster = "";
  document.querySelector("main")?.before(poster);
  return new Promise((resolve) => {
    button.addEventListener("click", () => {
      poster.remove();
      delete document.documentElement.dataset.poster;
      resolve();
    });
  });
}

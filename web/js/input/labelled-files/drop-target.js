/** An element that takes files which are dropped on it. */

import { droppedFiles } from "./chosen-files.js";

/** @import { ChosenFile } from "./labelled-files.js" */

/**
 * @param {HTMLElement} element has the class `over` while something is dragged over it
 * @param {(files: ChosenFile[]) => void} onFiles
 */
export function takeDrops(element, onFiles) {
  element.addEventListener("dragover", () => element.classList.add("over"));
  element.addEventListener("dragleave", () => element.classList.remove("over"));
  element.addEventListener("drop", async (event) => {
    event.preventDefault();
    event.stopPropagation(); // elsewhere on the page, files are models and pictures
    element.classList.remove("over");
    if (event.dataTransfer) {
      onFiles(await droppedFiles(event.dataTransfer));
    }
  });
}

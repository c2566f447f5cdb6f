/**
 * Opens what a notebook hands over in the single file: a model, and strokes or an image (py/glasscnn/notebook.py). It is
 * data, and is checked like a file that a person chooses or a drawing.
 */

/** @import { NotebookHandover } from "../protocol/page-state.js" */
/** @import { App } from "./app.js" */

/**
 * @param {NotebookHandover} handover
 * @param {App} app that is ready
 */
export async function applyNotebookHandover({ model, strokes, image }, { api, pad }) {
  await api.loadModel(bytesOf(model.bytes), model.name);
  if (strokes) {
    await api.setStrokes(strokes);
  } else if (image) {
    pad.showPicture(new Float32Array(bytesOf(image).buffer));
  }
}

/** @param {string} text */
function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

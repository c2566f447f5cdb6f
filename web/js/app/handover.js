/**
 * Opens what a single file was given: by a notebook a model with strokes or an image (py/glasscnn/notebook.py), by the page
 * a person's own model with the state (web/js/share/single-file/). It is data, and is checked like a file that a person
 * chooses or a link. A state of one of the site's models is opened as a link is (open-from-url.js).
 */

import { fetchBytes } from "../host/fetch-file.js";
import { OWN_MODEL } from "../share/single-file/own-model.js";
import { releaseUrl } from "../site-files.js";

/** @import { Handover } from "../protocol/page-state.js" */
/** @import { App } from "./app.js" */

/**
 * @param {Handover} handover
 * @param {App} app that is ready
 */
export async function applyHandover({ model, strokes, image, state }, { api, pad }) {
  if (!model) {
    return;
  }
  await api.loadModel(await fileOf(model), model.name);
  if (state) {
    await api.setState(pad.drawing.isEmpty ? state : { ...state, strokes: pad.drawing.strokes }); // someone may have drawn
  } else if (strokes) {
    await api.setStrokes(strokes);
  } else if (image) {
    pad.showPicture(new Float32Array(bytesOf(image).buffer));
  }
}

/** @param {NonNullable<Handover["model"]>} model */
async function fileOf({ bytes }) {
  return bytes === undefined ? fetchBytes(releaseUrl(OWN_MODEL)) : bytesOf(bytes);
}

/** @param {string} text */
function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

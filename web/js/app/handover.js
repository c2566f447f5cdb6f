/**
 * Opens what the page was given: by a notebook a model with strokes or an image (py/glasscnn/notebook.py), by the page
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
export async function applyHandover({ model, strokes, image, state }, { api, pad, models, view }) {
  if (!model) {
    return;
  }
  await (model.bundled ? models.loadByName(model.name) : api.loadModel(await fileOf(model), model.name));
  if (state) {
    await api.setState(pad.drawing.isEmpty ? state : { ...state, strokes: pad.drawing.strokes }); // someone may have drawn
  } else if (strokes) {
    await api.setStrokes(strokes);
  } else if (image) {
    pad.showPicture(imageOf(image, view.model?.input.shape ?? []));
  }
}

/** @param {NonNullable<Handover["model"]>} model */
async function fileOf({ bytes }) {
  return bytes === undefined ? fetchBytes(releaseUrl(OWN_MODEL)) : bytesOf(bytes);
}

/**
 * @param {string} text float32 in Base64
 * @param {number[]} shape of the model's input
 * @throws {TypeError} if it is no image of that shape
 */
function imageOf(text, shape) {
  const bytes = bytesOf(text);
  const numbers = new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
  const count = shape.reduce((product, side) => product * side, 1);
  if (bytes.length !== 4 * count || !numbers.every((value) => value >= 0 && value <= 1)) {
    throw new TypeError(`image: expected ${count} numbers from 0 to 1`);
  }
  return numbers;
}

/** @param {string} text */
function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

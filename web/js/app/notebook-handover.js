/**
 * What a notebook hands over in the single file: a model, and strokes or an image (py/glasscnn/notebook.py). It is data,
 * and is checked as what a person picks or draws.
 */

/** @import { InputReader } from "../input/reader.js" */
/** @import { PublicApi } from "../embed/public-api.js" */
/** @import { Given } from "../protocol/page-state.js" */

/**
 * @param {Given} given
 * @param {{ api: PublicApi, reader: InputReader, read: () => Promise<void> }} page that is ready
 */
export async function take({ model, strokes, image }, { api, reader, read }) {
  await api.loadModel(bytesOf(model.bytes), model.name);
  if (strokes) {
    await api.setStrokes(strokes);
  } else if (image) {
    reader.image = new Float32Array(bytesOf(image).buffer);
    await read();
  }
}

/** @param {string} text */
function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

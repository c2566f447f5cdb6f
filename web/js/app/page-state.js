/** What `window.glasscnn` can do, on the parts of the page (api.js checks what it is given). */

import { replyOf } from "../embed/public-api.js";
import { sentenceOf } from "../i18n/error-text.js";

/** @import { Pad } from "../input/pad.js" */
/** @import { InputReader } from "../input/reader.js" */
/** @import { ModelPicker } from "../models/model-picker.js" */
/** @import { Panel } from "../view/panel.js" */
/** @import { Model, Reading } from "../protocol/messages.js" */
/** @import { PythonClient } from "../python/client.js" */
/** @import { Page } from "../embed/public-api.js" */
/** @import { State } from "../protocol/page-state.js" */

/**
 * The parts that have a state or change one.
 * @typedef {object} Parts
 * @property {Pad} pad
 * @property {InputReader} reader
 * @property {ModelPicker} picker
 * @property {Panel[]} panels
 * @property {() => Model} model
 * @property {() => void} stopSamples
 * @property {(centre: boolean) => void} setPlacement
 * @property {(size: number) => void} setBrush
 * @property {(image: number[] | null) => void} showImage 0 … 255, in the drawing's place
 * @property {(state: State) => string} link
 * @property {(sentence: () => string) => void} showError
 * @property {() => string | null} openStage
 * @property {(name: string | null) => void} toggleStage
 * @property {(url: string, name: string) => Promise<Model>} fetchModel
 * @property {(bytes: ArrayBuffer, name: string) => Promise<Model>} loadModel
 */

/**
 * @param {Parts} parts
 * @returns {Page}
 */
export function offers(parts) {
  const { pad, reader, picker, panels } = parts;
  const reply = (/** @type {Reading} */ reading) => replyOf(reading, parts.model());
  const python = () => /** @type {PythonClient} */ (reader.python);
  return {
    model: parts.model,
    readImage: async (image) => reply(await python().readImage(image)),
    setStrokes: async (strokes) => {
      parts.stopSamples();
      pad.setStrokes(strokes);
      return reply(await reader.readThrough());
    },
    getState: () =>
      Object.assign(
        {
          version: /** @type {const} */ (1),
          strokes: pad.isExample ? [] : pad.drawing.strokes,
          brush: pad.brush.size,
          centre: reader.centre,
          model: parts.model()?.name ?? "",
          stage: parts.openStage(),
        },
        reader.image && { image: Array.from(reader.image, (share) => Math.round(share * 255)) },
        ...panels.map((panel) => panel.getState?.() ?? {}),
      ),
    setState: async (state) => {
      const { strokes, brush, centre, model, stage } = state;
      const entry = picker.entries.find(({ name }) => name === model);
      if (entry && model !== parts.model().name) {
        await parts.fetchModel(entry.url, entry.name).catch(() => {}); // it is said; all else of the state stands
      }
      parts.stopSamples();
      parts.setPlacement(centre);
      parts.setBrush(brush);
      pad.setStrokes(strokes);
      parts.showImage(state.image ?? null);
      if (stage !== parts.openStage()) {
        parts.toggleStage(stage ?? parts.openStage());
      }
      const reading = await reader.readThrough();
      for (const panel of panels) {
        try {
          await panel.setState?.({ ...state });
        } catch (error) {
          parts.showError(() => sentenceOf(error)); // a state of another version, or from a link of somebody's
        }
      }
      return reply(reading);
    },
    loadModel: parts.loadModel,
    link: parts.link,
  };
}

/** What `window.glasscnn` can do, on the parts of the page (api.js checks what it is given). */

import { replyOf } from "./api.js";
import { sentenceOf } from "./errors.js";

/** @typedef {import("./worker/protocol.js").Model} Model */
/** @typedef {import("./worker/protocol.js").Reading} Reading */

/**
 * The parts that have a state or change one.
 * @typedef {object} Parts
 * @property {import("./pad/pad.js").Pad} pad
 * @property {import("./reader.js").Reader} reader
 * @property {import("./models.js").ModelPicker} picker
 * @property {import("./panel.js").Panel[]} panels
 * @property {() => Model} model
 * @property {() => void} stopSamples
 * @property {(centre: boolean) => void} setPlacement
 * @property {(size: number) => void} setBrush
 * @property {(image: number[] | null) => void} showImage 0 … 255, in the drawing's place
 * @property {(state: import("./api.js").State) => string} link
 * @property {(sentence: string) => void} complain
 * @property {() => string | null} openStage
 * @property {(name: string | null) => void} toggleStage
 * @property {(url: string, name: string) => Promise<Model>} fetchModel
 * @property {(bytes: ArrayBuffer, name: string) => Promise<Model>} loadModel
 */

/**
 * @param {Parts} parts
 * @returns {import("./api.js").Page}
 */
export function offers(parts) {
  const { pad, reader, picker, panels } = parts;
  const reply = (/** @type {Reading} */ reading) => replyOf(reading, parts.model());
  const python = () => /** @type {import("./python.js").Python} */ (reader.python);
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
          parts.complain(sentenceOf(error)); // a state of another version, or from a link of somebody's
        }
      }
      return reply(reading);
    },
    loadModel: parts.loadModel,
    link: parts.link,
  };
}

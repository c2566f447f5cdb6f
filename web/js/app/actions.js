/** What the controls around the pad do. A sample that draws itself stops for all that a person does. */

/** @import { Pad } from "../input/pad.js" */
/** @import { InputReader } from "../input/reader.js" */
/** @import { SampleButtons } from "../input/sample-buttons.js" */
/** @import { Actions } from "./controls.js" */
/** @import { Bringing } from "./imports.js" */
/** @import { ViewState } from "../view/view-state.js" */

/**
 * @typedef {object} Parts
 * @property {SampleButtons} samples
 * @property {Pad} pad
 * @property {InputReader} reader
 * @property {ViewState} screen
 * @property {Bringing} bringing
 */

/**
 * @param {Parts} parts
 * @returns {Actions}
 */
export function actionsOn({ samples, pad, reader, screen, bringing }) {
  const change = (/** @type {() => void} */ act) => {
    samples.stop();
    act();
  };
  const clear = () =>
    change(() => {
      bringing.drop();
      pad.clear();
    });
  return {
    undo: () => change(() => pad.undo()),
    redo: () => change(() => pad.redo()),
    clear,
    escape: () => {
      if (screen.panels.some((panel) => panel.escape?.())) {
        return;
      }
      if (screen.openStage) {
        screen.toggleStage(screen.openStage);
      } else {
        clear();
      }
    },
    penDown: () => samples.stop(),
    brush: (size) => pad.setBrush(size),
    centre: (centre) => {
      reader.centre = centre;
      pad.changed();
    },
    digit: async (digit) => {
      const sample = await samples.find(digit);
      if (sample) {
        samples.start(sample);
      }
    },
  };
}

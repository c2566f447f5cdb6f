/** What the controls around the pad do. A sample that draws itself stops for all that a person does. */

/**
 * @typedef {object} Parts
 * @property {import("./pad/sample-buttons.js").SampleButtons} samples
 * @property {import("./pad/pad.js").Pad} pad
 * @property {import("./reader.js").Reader} reader
 * @property {import("./screen.js").Screen} screen
 * @property {import("./bringing.js").Bringing} bringing
 */

/**
 * @param {Parts} parts
 * @returns {import("./controls.js").Actions}
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

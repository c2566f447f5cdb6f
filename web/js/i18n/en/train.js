/** The panel "Train", loaded when it is opened. */

export const train = {
  history: {},
  tray: {},
  training: {},
};

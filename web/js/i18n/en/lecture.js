/** Lecture mode. */

export const lecture = {
  open: "Lecture",
  title: "Lecture mode: one stage at a time, in full screen (F)",
  leave: "Leave lecture mode (Escape)",
  back: "Previous stage",
  next: "Next stage",
  drawing: "The drawing",
  drawingText:
    "Draw a digit. The network reads it while you draw, and every stage that follows is computed from this drawing alone.",
  answer: "The prediction",
  maps: (/** @type {string} */ title) => `${title}. Point at a cell, or move from cell to cell with the arrow keys.`,
  count: (/** @type {number} */ number, /** @type {number} */ all) => `${number} of ${all}`,
  said: (/** @type {number} */ number, /** @type {number} */ all, /** @type {string} */ title) =>
    `Stage ${number} of ${all}: ${title}`,
};

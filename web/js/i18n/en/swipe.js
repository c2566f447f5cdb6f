/** The bar below the stages on a phone. */

export const swipe = {
  stage: "Stage in sight",
  previous: "Previous stage",
  next: "Next stage",
  position: (/** @type {number} */ number, /** @type {number} */ count, /** @type {string} */ title) =>
    `${number} of ${count}: ${title}`,
};

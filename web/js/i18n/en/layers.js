/** The switch between the simple view and every layer. */

export const layers = {
  label: "Layers that the diagram shows",
  simple: "Simple",
  all: "Every layer",
};

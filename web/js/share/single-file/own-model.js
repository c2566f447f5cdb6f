/** The name of the data block of a single file that holds a person's own model. */
export const OWN_MODEL = "own-model.npz";

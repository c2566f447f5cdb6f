/** Colours of numbers, and of the text on them. */

/** @typedef {[red: number, green: number, blue: number]} Colour 0 … 255 */

/**
 * Where the colour of a number is in a colormap of 256 colours, flat, that spans low … high.
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function entryIn(value, low, high) {
  const share = high > low && Number.isFinite(value) ? (value - low) / (high - low) : low < 0 ? 0.5 : 0;
  return 4 * Math.round(Math.max(0, Math.min(1, share)) * 255);
}

/**
 * The colour of a number in a colormap that spans low … high.
 * @param {ArrayLike<number>} table RGBA of 256 colours, flat
 * @param {number} value
 * @param {number} low
 * @param {number} high
 * @returns {Colour}
 */
export function colourIn(table, value, low, high) {
  const start = entryIn(value, low, high);
  return [table[start], table[start + 1], table[start + 2]];
}

/** @param {Colour} colour */
export function css([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`;
}

/**
 * Black or white, whichever has the higher contrast with the background. It is at least 4.5:1, which WCAG 2.2 requires.
 * @param {Colour} background
 */
export function textOn(background) {
  const [red, green, blue] = background.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? "#000" : "#fff";
}

/** Breaks long work into parts. */

/** @returns {Promise<void>} fulfilled when the page has done what waited for it, such as an input event or a frame */
export const pause = () => new Promise((resolve) => setTimeout(resolve));

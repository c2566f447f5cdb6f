/** What the browser remembers of a person's choices from one visit to the next; nothing where storage is blocked. */

/**
 * @param {string} key
 * @returns {string | null}
 */
export function readSetting(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // in a private window or a frame
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function storeSetting(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // the choice holds until the page is closed
  }
}

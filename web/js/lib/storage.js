/** Settings that the browser keeps between visits. Where storage is blocked, nothing is kept and nothing fails. */

/**
 * @param {string} key
 * @returns {string | null}
 */
export function readSetting(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is blocked, as in a private window or a third-party frame
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
    // the setting applies until the page is closed
  }
}

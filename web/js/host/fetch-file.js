/** Files of the site, or a sentence that says which of them did not come. */

import { texts } from "../i18n/language.js";
import { fetchFile } from "../site-files.js";

/**
 * @param {string} url
 * @returns {Promise<Response>} of a file that is there
 */
export async function fetchOk(url) {
  const response = await fetchFile(url).catch(() => null);
  if (!response?.ok) {
    throw new Error(texts.errors.notFound(url.split("/").slice(-2).join("/"), response?.status ?? 0));
  }
  return response;
}

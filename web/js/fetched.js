/** Files of the site, or a sentence that says which of them did not come. */

import { fetchFile } from "./files.js";
import { texts } from "./texts/language.js";

/**
 * @param {string} url
 * @returns {Promise<Response>} of a file that is there
 */
export async function fetched(url) {
  const response = await fetchFile(url).catch(() => null);
  if (!response?.ok) {
    throw new Error(texts.errors.notFound(url.split("/").slice(-2).join("/"), response?.status ?? 0));
  }
  return response;
}

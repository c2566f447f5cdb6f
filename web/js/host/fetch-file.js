/** Fetches files of the site; an error names the file that could not be fetched. */

import { texts } from "../i18n/language.js";
import { fetchFile } from "../site-files.js";

/**
 * @param {string} url
 * @returns {Promise<Response>} with an ok status
 * @throws {Error} if the connection fails or the host answers with an error
 */
export async function fetchOk(url) {
  const response = await fetchFile(url).catch(() => null);
  if (!response?.ok) {
    throw new Error(texts.errors.notFound(url.split("/").slice(-2).join("/"), response?.status ?? 0));
  }
  return response;
}

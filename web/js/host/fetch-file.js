/** Fetches files of the site; an error names the file that could not be fetched, or that is damaged. */

import { LocalisedError } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { fetchFile } from "../site-files.js";

/** @param {string} url */
export const fileName = (url) => url.split("/").slice(-2).join("/");

/**
 * @param {string} url
 * @returns {Promise<Response>} with an ok status
 * @throws {Error} if the connection fails, or the host answers with an error, or with a web page in the place of the file
 */
export async function fetchOk(url) {
  const response = await fetchFile(url).catch(() => null);
  if (!response?.ok) {
    throw new LocalisedError(() => texts.errors.notFound(fileName(url), response?.status ?? 0));
  }
  if (response.headers.get("content-type")?.startsWith("text/html") && !url.endsWith(".html")) {
    throw new LocalisedError(() => texts.errors.webPage(fileName(url)));
  }
  return response;
}

/**
 * @template T
 * @param {string} url
 * @param {(response: Response) => Promise<T>} read the whole file
 * @returns {Promise<T>}
 * @throws {Error} if the file cannot be fetched, or arrives damaged
 */
export async function fetchWhole(url, read) {
  const response = await fetchOk(url);
  try {
    return await read(response);
  } catch {
    throw new LocalisedError(() => texts.errors.damaged(fileName(url))); // the browser's own message names no file
  }
}

/** @param {string} url @returns {Promise<any>} */
export const fetchJson = (url) => fetchWhole(url, (response) => response.json());

/** @param {string} url */
export const fetchText = (url) => fetchWhole(url, (response) => response.text());

/** @param {string} url */
export const fetchBytes = (url) => fetchWhole(url, (response) => response.arrayBuffer());

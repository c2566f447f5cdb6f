/** The contents of build.json, which early-start.js has requested. */

import { LocalisedError } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";

/**
 * @param {{ buildResponse: Promise<Response>, build: Promise<any> }} early
 * @returns {Promise<any>}
 * @throws {Error} if the file cannot be fetched, or is damaged
 */
export async function fetchedBuild({ buildResponse, build }) {
  const response = await buildResponse.catch(() => null);
  if (!response?.ok) {
    throw new LocalisedError(() => texts.errors.notFound("build.json", response?.status ?? 0));
  }
  return build.catch(() => {
    throw new LocalisedError(() => texts.errors.damaged("build.json"));
  });
}

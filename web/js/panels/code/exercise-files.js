/** The exercises of the site: their list, and their files, which are fetched when they are opened. */

import { fetchJson, fetchText } from "../../host/fetch-file.js";
import { releaseUrl } from "../../site-files.js";

/** @typedef {{ name: string, level: number, titles: Record<string, string> }} Listed an exercise, with its title by language */

export class ExerciseFiles {
  constructor() {
    /** @type {Promise<Listed[]> | null} */
    this.listing = null;
  }

  /**
   * All exercises, in an order that teaches; fetched once, and again after an error.
   * @returns {Promise<Listed[]>}
   */
  list() {
    this.listing ??= fetchJson(urlOf("index.json")).catch((error) => {
      this.listing = null;
      throw error;
    });
    return this.listing;
  }

  /**
   * @param {string} name
   * @param {string} language
   * @returns {Promise<string | null>} its file in that language, or in English; null if there is no such exercise
   */
  async file(name, language) {
    const listed = (await this.list()).find((exercise) => exercise.name === name);
    if (!listed) {
      return null;
    }
    const isTranslated = language !== "en" && Object.hasOwn(listed.titles, language);
    return fetchText(urlOf(isTranslated ? `${name}.${language}.md` : `${name}.md`));
  }
}

/** @param {string} name of a file */
const urlOf = (name) => releaseUrl(`exercises/${name}`);

/** The exercises of the site: their list, and their files, which are fetched when they are opened. */

import { fetchFile, releaseUrl } from "../../site-files.js";

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
    this.listing ??= this.fetchText("index.json")
      .then((text) => JSON.parse(text))
      .catch((error) => {
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
    return this.fetchText(isTranslated ? `${name}.${language}.md` : `${name}.md`);
  }

  /** @param {string} name */
  async fetchText(name) {
    const response = await fetchFile(releaseUrl(`exercises/${name}`));
    if (!response.ok) {
      throw new Error(`exercises/${name} could not be loaded: the host answers ${response.status}`);
    }
    return response.text();
  }
}

/** The texts of the tour and of the article's figures, which are part of the panels. */

import { story } from "../i18n/en/story.js";
import { addTexts } from "../i18n/language.js";

/**
 * Add them to the page's texts, in the current language.
 * @throws {Error} if those of the current language cannot be loaded
 */
export const loadStory = () => addTexts("story", story);

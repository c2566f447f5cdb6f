/** A test set: images whose labels are classes of the model. */

import { LocalisedError } from "../../i18n/error-text.js";
import { texts } from "../../i18n/language.js";
import { openLabelledFiles } from "../../input/labelled-files/labelled-files.js";

/** @import { ArrayFile, ChosenFile, PictureFile } from "../../input/labelled-files/labelled-files.js" */

/** @typedef {PictureFile & { label: number }} LabelledPicture */
/** @typedef {{ name: string, arrays: ArrayFile[], pictures: LabelledPicture[] }} TestSet */

/**
 * @param {ChosenFile[]} files
 * @param {string[]} classes of the model
 * @returns {Promise<TestSet>}
 * @throws {LocalisedError} if they are no test set
 */
export async function openTestSet(files, classes) {
  const { name, arrays, pictures } = await openLabelledFiles(files, classes[0]);
  const labelled = pictures.map((picture) => {
    const label = classes.indexOf(picture.folder);
    if (label < 0) {
      throw new LocalisedError(() => texts.test.errors.noClass(picture.path, classes.join(", ")));
    }
    return { ...picture, label };
  });
  return { name, arrays, pictures: labelled };
}

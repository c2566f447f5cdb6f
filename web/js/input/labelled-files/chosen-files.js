/** The files that were chosen or dropped, also those in folders, with their paths. */

/** @import { ChosenFile } from "./labelled-files.js" */

/**
 * Must be called during the drop: the browser gives its files to nobody afterwards.
 * @param {DataTransfer} dropped
 * @returns {Promise<ChosenFile[]>}
 */
export async function droppedFiles(dropped) {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return (await Promise.all(entries.map((entry) => filesIn(entry)))).flat();
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<ChosenFile[]>}
 */
async function filesIn(entry) {
  if (entry.isFile) {
    /** @type {File} */
    const data = await new Promise((resolve, reject) => {
      /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject);
    });
    return [{ path: entry.fullPath.replace(/^\//, ""), data }];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const found = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)); // a hundred at a time
    if (some.length === 0) {
      return found.flat();
    }
    found.push(...(await Promise.all(some.map((inner) => filesIn(inner)))));
  }
}

/**
 * @param {Iterable<File>} files of a file dialogue
 * @returns {ChosenFile[]}
 */
export function chosenFiles(files) {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, data: file }));
}

/** Takes one model out of the files that a person has chosen or dropped together. */

/** @import { OwnModel } from "./kept-model.js" */

/**
 * The only file, or the only .onnx among several, which hold its weights.
 * @param {File[]} files in any order
 * @returns {File | null} null if they do not form one model
 */
export function modelAmong(files) {
  const models = files.length === 1 ? files : files.filter(({ name }) => name.toLowerCase().endsWith(".onnx"));
  return models.length === 1 ? models[0] : null;
}

/** @param {File[]} files */
export const sizeOf = (files) => files.reduce((sum, { size }) => sum + size, 0);

/**
 * @param {File} model
 * @param {File[]} files all that were chosen with it
 * @returns {Promise<OwnModel>}
 * @throws {Error} if a file has been moved or changed
 */
export async function readModel(model, files) {
  const others = files.filter((file) => file !== model);
  return { ...(await read(model)), files: await Promise.all(others.map(read)) };
}

/** @param {File} file */
async function read(file) {
  return { name: file.name, bytes: await file.arrayBuffer() };
}

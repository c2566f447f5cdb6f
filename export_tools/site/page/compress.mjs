// Compresses files with gzip and Brotli: node compress.mjs < [["source", "target.gz"], ["source", "target.br"], …]

import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const BROTLI = {
  [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
  [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
};

/**
 * @param {string} source
 * @param {string} target ends in .gz or .br
 */
async function compress(source, target) {
  const data = await readFile(source);
  const params = { ...BROTLI, [constants.BROTLI_PARAM_SIZE_HINT]: data.length };
  const compressed = target.endsWith(".br")
    ? await promisify(brotliCompress)(data, { params })
    : await promisify(gzip)(data, { level: constants.Z_BEST_COMPRESSION });
  await writeFile(target, compressed);
}

const jobs = JSON.parse(await text(process.stdin));
await Promise.all(jobs.map(([source, target]) => compress(source, target)));

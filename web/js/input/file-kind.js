/** What a file is that the browser cannot decode as a picture, told by its first bytes. */

/** @typedef {"svg" | "tiff" | "heic" | "other"} PictureKind */

const HEAD = 512; // bytes
const HEIC_BRANDS = ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"];
const ENDINGS = /\.(png|jpe?g|webp|gif|bmp|avif|svg|tiff?|hei[cf])$/i;

/**
 * Whether a file is meant as a picture. Some systems give HEIC and TIFF files no type.
 * @param {File} file
 */
export function isPicture({ type, name }) {
  return type.startsWith("image/") || (type === "" && ENDINGS.test(name));
}

/**
 * @param {Blob} file
 * @returns {Promise<PictureKind>}
 */
export async function kindOf(file) {
  const text = new TextDecoder("latin1").decode(await file.slice(0, HEAD).arrayBuffer());
  if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
    return "tiff";
  }
  if (text.slice(4, 8) === "ftyp" && HEIC_BRANDS.includes(text.slice(8, 12))) {
    return "heic";
  }
  return /<svg[\s>]/i.test(text) || file.type === "image/svg+xml" ? "svg" : "other";
}

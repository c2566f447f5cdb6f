/**
 * Whether bytes have a SHA-256. Browsers offer no digest to pages without https: there it cannot be checked.
 * @param {BufferSource} data
 * @param {string} sha256 hexadecimal
 */
export async function hasDigest(data, sha256) {
  const digest = await crypto.subtle?.digest("SHA-256", data);
  return !digest || hexadecimal(digest) === sha256;
}

/**
 * The SHA-256 of bytes as a Content-Security-Policy writes it; null where the browser offers no digest.
 * @param {BufferSource} data
 */
export async function base64Digest(data) {
  const digest = await crypto.subtle?.digest("SHA-256", data);
  return digest ? btoa(String.fromCharCode(...new Uint8Array(digest))) : null;
}

/** @param {ArrayBuffer} bytes */
function hexadecimal(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Libraries that need WebAssembly's SIMD: the browser may lack it, and the address may ask to do without them. */

/** @import { Build } from "./build-info.js" */

/** The smallest module that needs SIMD: (func (result v128) (i8x16.splat (i32.const 0))). */
const SIMD_MODULE = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic number, version
  ...[0x01, 5, 1, 0x60, 0, 1, 0x7b], // types: one function without parameters that returns a v128
  ...[0x03, 2, 1, 0], // functions: one, of type 0
  ...[0x0a, 8, 1, 6, 0, 0x41, 0, 0xfd, 15, 0x0b], // code: i32.const 0, i8x16.splat, end
]);

/**
 * The build without the libraries that cannot run here.
 * @param {Build} build
 * @returns {Build}
 */
export function withRunnableLibraries(build) {
  return WebAssembly.validate(SIMD_MODULE) ? build : withoutSimd(build);
}

/**
 * The build without the libraries that need SIMD: NumPy then uses its own loops.
 * @param {Build} build
 * @returns {Build}
 */
export function withoutSimd(build) {
  const libraries = build.assets.libraries.filter(({ simd }) => !simd);
  return { ...build, assets: { ...build.assets, libraries } };
}

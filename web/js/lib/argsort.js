/**
 * Where the numbers stand, the largest first: [0.2, 0.7, 0.1] gives [1, 0, 2].
 * @param {ArrayLike<number>} numbers
 * @returns {number[]}
 */
export function ranking(numbers) {
  return Array.from(numbers, (_, index) => index).sort((a, b) => numbers[b] - numbers[a]);
}

/**
 * Where the largest number stands.
 * @param {ArrayLike<number>} numbers
 */
export function indexOfLargest(numbers) {
  return ranking(numbers)[0];
}

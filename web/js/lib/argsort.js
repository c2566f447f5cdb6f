/**
 * The indices that sort the numbers in descending order: [0.2, 0.7, 0.1] gives [1, 0, 2].
 * @param {ArrayLike<number>} numbers
 * @returns {number[]}
 */
export function ranking(numbers) {
  return Array.from(numbers, (_, index) => index).sort((a, b) => numbers[b] - numbers[a]);
}

/**
 * The index of the largest number, the first one of several; undefined for an empty list.
 * @param {ArrayLike<number>} numbers
 */
export function indexOfLargest(numbers) {
  return ranking(numbers)[0];
}

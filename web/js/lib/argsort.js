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
  let best = 0;
  for (let index = 1; index < numbers.length; index += 1) {
    best = numbers[index] > numbers[best] ? index : best;
  }
  return numbers.length > 0 ? best : /** @type {any} */ (undefined);
}

/**
 * Perspective: 4 × 4 matrices that map a scene to the screen, for CSS and for numbers, and the way back from the screen to
 * a plane of the scene. As in CSS, x points to the right, y down, and z to the viewer.
 */

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ x: number, y: number, z: number }} Point3 */
/** @typedef {number[]} Matrix 16 numbers, column by column, as in CSS's matrix3d() */

/**
 * The matrix that applies the last one first.
 * @param {Matrix[]} matrices
 * @returns {Matrix}
 */
export function product(...matrices) {
  return matrices.reduce((a, b) =>
    Array.from({ length: 16 }, (_, index) => {
      const [row, column] = [index % 4, index - (index % 4)];
      return [0, 1, 2, 3].reduce((sum, k) => sum + a[4 * k + row] * b[column + k], 0);
    }),
  );
}

/** @param {Point3} by */
export const translation = ({ x, y, z }) => [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, y, z, 1];

/** @param {number} factor */
export const scaling = (factor) => [factor, 0, 0, 0, 0, factor, 0, 0, 0, 0, factor, 0, 0, 0, 0, 1];

/**
 * The rotation around the vertical axis, then around the horizontal one.
 * @param {{ yaw: number, pitch: number }} angles in degrees, as for CSS's rotateY() and rotateX()
 */
export function rotation({ yaw, pitch }) {
  const [a, b] = [yaw, pitch].map((degrees) => (degrees * Math.PI) / 180);
  const [cosA, sinA, cosB, sinB] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  return [cosA, sinA * sinB, -sinA * cosB, 0, 0, cosB, sinB, 0, sinA, -cosA * sinB, cosA * cosB, 0, 0, 0, 0, 1];
}

/** @param {number} distance of the viewer from the plane z = 0 */
export const perspective = (distance) => [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, -1 / distance, 0, 0, 0, 1];

/**
 * @param {Matrix} matrix
 * @param {Point3} point
 * @returns {Point} on the screen
 */
export function project(matrix, { x, y, z }) {
  const [across, down, , w] = [0, 1, 2, 3].map(
    (row) => matrix[row] * x + matrix[4 + row] * y + matrix[8 + row] * z + matrix[12 + row],
  );
  return { x: across / w, y: down / w };
}

/**
 * The point of the plane z = 0 that is seen at a point of the screen: the inverse of `project`.
 * @param {Matrix} matrix
 * @param {Point} point
 * @returns {Point | null} null if the plane is seen from its edge, or if the point is behind the viewer
 */
export function unproject(matrix, { x, y }) {
  // With z = 0, what remains of the matrix is 3 × 3; its columns, less the point times their last number, are two
  // equations for the point of the plane.
  const [a, b, c] = [0, 4, 12].map((start) => ({
    across: matrix[start] - x * matrix[start + 3],
    down: matrix[start + 1] - y * matrix[start + 3],
  }));
  const determinant = a.across * b.down - b.across * a.down;
  if (Math.abs(determinant) < 1e-9) {
    return null;
  }
  const found = {
    x: (b.across * c.down - c.across * b.down) / determinant,
    y: (c.across * a.down - a.across * c.down) / determinant,
  };
  return matrix[3] * found.x + matrix[7] * found.y + matrix[15] > 0 ? found : null;
}

/** @param {Matrix} matrix */
export const cssOf = (matrix) => `matrix3d(${matrix.map((number) => Number(number.toFixed(7))).join(",")})`;

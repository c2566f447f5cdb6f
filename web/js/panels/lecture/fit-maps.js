/** How many maps fit beside each other, so that their cells are as large as possible. */

/**
 * @param {{ maps: number, height: number, width: number }} stage height and width of a map, in cells
 * @param {{ height: number, width: number }} room
 * @param {number} gap between maps, in the unit of the room
 * @returns {{ columns: number, cell: number }} the side of a cell, in that unit
 */
export function fitMaps({ maps, height, width }, room, gap) {
  let best = { columns: 1, cell: 0 };
  for (let columns = 1; columns <= maps; columns += 1) {
    const rows = Math.ceil(maps / columns);
    const across = (room.width - gap * (columns - 1)) / (columns * width);
    const down = (room.height - gap * (rows - 1)) / (rows * height);
    const cell = Math.min(across, down);
    if (cell > best.cell) {
      best = { columns, cell };
    }
  }
  return best;
}

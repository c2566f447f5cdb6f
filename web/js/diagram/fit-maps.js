/**
 * Chooses how many columns each stage's maps are laid out in and how large they are drawn, so that the smallest map of
 * the network is as large as the space allows; then enlarges the other stages into what is left. It knows nothing of the
 * page: it is given numbers and returns numbers.
 */

/**
 * @typedef {object} Maps the maps of a stage
 * @property {number} count
 * @property {number} width of a map, in cells
 * @property {number} height
 * @property {number} gap cells between maps
 */
/**
 * @typedef {object} Slot a column of the diagram
 * @property {Maps[]} stages one, or parallel branches below each other; none in a column of fixed width
 * @property {number} width the least width, in CSS pixels
 * @property {number} height for the maps of each of its stages
 */
/** @typedef {{ columns: number, size: number }} Fit columns of maps; the longer side of a map in CSS pixels */

export const SMALLEST = 6; // CSS pixels; if maps of this size do not fit, the diagram scrolls
const GROWTH = 3; // no map is drawn more than three times as large as the smallest one
const EXACT = 0.1; // CSS pixels

/**
 * @param {Slot[]} columns from left to right
 * @param {number} width for all of them, in CSS pixels, without the space between them
 * @returns {Fit[][]} of each stage of each slot
 */
export function fitMaps(columns, width) {
  const growing = columns.filter(({ stages }) => stages.length > 0);
  const sizes = new Map(growing.map((slot) => [slot, SMALLEST]));
  const fits = () => columns.reduce((sum, slot) => sum + widthOf(slot, sizes.get(slot) ?? 0), 0) <= width;
  if (growing.length > 0 && fits()) {
    const limit = GROWTH * enlarge(growing, sizes, fits, Number.POSITIVE_INFINITY);
    for (const slots of alike(growing)) {
      enlarge(slots, sizes, fits, limit);
    }
  }
  return columns.map((slot) => {
    const size = sizes.get(slot) ?? SMALLEST;
    return slot.stages.map((maps) => ({
      columns: columnsFor(maps, size, slot.height),
      size: fitted(maps, size, slot),
    }));
  });
}

/**
 * The slots in groups with the same maps, which keep the same size.
 * @param {Slot[]} slots
 */
function alike(slots) {
  /** @type {Map<string, Slot[]>} */
  const groups = new Map();
  for (const slot of slots) {
    const key = JSON.stringify(slot);
    groups.set(key, [...(groups.get(key) ?? []), slot]);
  }
  return [...groups.values()];
}

/**
 * Give some slots the largest size that fits, the same for all of them.
 * @param {Slot[]} slots
 * @param {Map<Slot, number>} sizes
 * @param {() => boolean} fits whether the current sizes fit into the width
 * @param {number} limit
 * @returns {number} the size
 */
function enlarge(slots, sizes, fits, limit) {
  const give = (/** @type {number} */ size) => {
    for (const slot of slots) {
      sizes.set(slot, size);
    }
  };
  let low = Math.min(...slots.map((slot) => sizes.get(slot) ?? SMALLEST));
  let high = Math.max(low, Math.min(limit, ...slots.map(highestIn)));
  while (high - low > EXACT) {
    const middle = (low + high) / 2;
    give(middle);
    [low, high] = fits() ? [middle, high] : [low, middle];
  }
  give(low);
  return low;
}

/**
 * The size at which one map of every stage fills the slot's height.
 * @param {Slot} slot
 */
function highestIn({ stages, height }) {
  return Math.min(...stages.map((maps) => (height / maps.height) * longerSide(maps)));
}

/**
 * The least number of columns in which maps of this size do not exceed the height.
 * @param {Maps} maps
 * @param {number} size
 * @param {number} height
 */
function columnsFor(maps, size, height) {
  const cells = (height * longerSide(maps)) / size;
  const rows = Math.max(1, Math.floor((cells + maps.gap) / (maps.height + maps.gap)));
  return Math.ceil(maps.count / rows);
}

/**
 * @param {Slot} slot
 * @param {number} size
 */
function widthOf({ stages, width, height }, size) {
  return Math.max(width, ...stages.map((maps) => widthOfMaps(maps, columnsFor(maps, size, height), size)));
}

/**
 * The width of all maps of a stage, in CSS pixels.
 * @param {Maps} maps
 * @param {number} columns
 * @param {number} size
 */
function widthOfMaps(maps, columns, size) {
  return ((columns * (maps.width + maps.gap) - maps.gap) * size) / longerSide(maps);
}

/**
 * The size at which a stage fills the width of its slot, which text or another stage may have made wider, without a
 * change of its columns.
 * @param {Maps} maps
 * @param {number} size
 * @param {Slot} slot
 */
function fitted(maps, size, slot) {
  const columns = columnsFor(maps, size, slot.height);
  const rows = Math.ceil(maps.count / columns);
  const room = { width: widthOf(slot, size), height: slot.height };
  const cells = {
    width: columns * (maps.width + maps.gap) - maps.gap,
    height: rows * (maps.height + maps.gap) - maps.gap,
  };
  return longerSide(maps) * Math.min(room.width / cells.width, room.height / cells.height);
}

/** @param {Maps} maps */
function longerSide({ width, height }) {
  return Math.max(width, height);
}

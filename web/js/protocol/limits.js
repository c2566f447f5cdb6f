/**
 * The limits for what people bring to the page: files, pictures, links and messages. Python has its own for what is in a model
 * file, in py/glasscnn/model/limits.py. What is over a limit is refused in a sentence, before anything is decoded.
 */

/** The bytes of a model with the files of its weights, and of what is unpacked of an archive: as many as Python takes. */
export const LARGEST_MODEL = 64 * 2 ** 20;

/** The bytes of a test set, packed and unpacked. */
export const LARGEST_TEST_SET = 256 * 2 ** 20;

/** The bytes of a picture's file: what a telephone's camera makes of its largest pictures is half of it. */
export const LARGEST_PICTURE_FILE = 40 * 2 ** 20;

/** The pixels of the longer side of a picture that the page keeps, to be cropped and turned. */
export const LARGEST_WHOLE_SIDE = 2048;

/** The pixels of the longer side of a picture that Python reads. */
export const LARGEST_READ_SIDE = 512;

/** The bytes of a file of digits for a training. */
export const LARGEST_DIGITS_FILE = 64 * 2 ** 20;

/** The digits that a person may collect for a training. */
export const LARGEST_TRAY = 10_000;

/** The pixels of the longer side of an image of a file of digits. */
export const LARGEST_DIGIT_SIDE = 512;

/** The bytes of an exercise's file. */
export const LARGEST_EXERCISE = 64_000;

/** The characters, and the bytes, of a person's code in a file or in a link. */
export const LONGEST_CODE = 64_000;

/** The characters of the name that a text of code has in a link. */
export const LONGEST_CODE_NAME = 100;

/** The characters of a link's state; browsers accept fewer in the address bar. */
export const LONGEST_LINK = 60_000;

/** The strokes and the points of a link's drawing, and how far off the pad a point may lie, in pad units. */
export const MOST_LINKED_STROKES = 400;
export const MOST_LINKED_POINTS = 40_000;
export const FARTHEST_POINT = 2_000;

/** The pixels of a link's picture: of a larger one the link would be too long to share. */
export const LARGEST_LINKED_IMAGE = 64 * 64;

/** The points of one stroke in `?strokes=`; the rest is ignored. */
export const MOST_POINTS_IN_AN_ADDRESS = 10_000;

/** The points of a state that a page hands over, by a message or a call. */
export const MOST_POINTS_OF_A_STATE = 200_000;

/** The numbers of such a state's picture: the largest input of a network on the page. */
export const LARGEST_IMAGE_OF_A_STATE = 3 * 224 * 224;

/** The characters of a message's id. */
export const LONGEST_ID = 100;

/** The digits found in a picture, its crop and the camera, in English; loaded when a picture is opened. */

export const picture = {
  found: {
    label: "Your picture",
    none: "No digit was taken from this picture. Crop it to the digit, and it is tried again.",
    exact: "This picture has exactly the size of the network’s image, and is read as it is, pixel by pixel.",
    colours: "The middle of this picture is read, in colour. If it is the wrong part, crop it.",
    sentence: (/** @type {number} */ count) =>
      count === 1
        ? "This digit is read. If it is the wrong part of the picture, crop it."
        : `${count} digits were found. The one with the solid outline is read: choose another one, or crop the picture.`,
    choose: "Digits in the picture",
    digit: (/** @type {number} */ number, /** @type {number} */ count) => `Read digit ${number} of ${count}`,
  },
  exact: {
    label: "A picture of the network’s size",
    asItIs: "as it is",
    find: "find the digit",
  },
  crop: {
    open: "Crop and turn …",
    title: "Crop and turn the picture",
    how: "Drag the frame, its corners and edges; turn it by the round handle. Or choose one with Tab and use the arrow keys, with Shift for larger steps.",
    move: "Move the frame",
    handles: [
      "Upper left corner",
      "Upper edge",
      "Upper right corner",
      "Right edge",
      "Lower right corner",
      "Lower edge",
      "Lower left corner",
      "Left edge",
    ],
    turn: "Turn the frame",
    degrees: (/** @type {number} */ angle) => (angle === 1 || angle === -1 ? `${angle} degree` : `${angle} degrees`),
    use: "Read this part",
    whole: "Whole picture",
    cancel: "Cancel",
  },
  camera: {
    title: "Photograph a digit",
    private: "The picture is read on this device. It is not sent and not stored; the camera stops when you close this.",
    preview: "What the camera sees",
    take: "Take picture",
    refused:
      "the page may not use the camera. Allow it in the address bar, or choose a picture from a file. A page that embeds this one must allow it, too.",
    none: "no camera could be opened. Another program may be using it; or choose a picture from a file.",
  },
};

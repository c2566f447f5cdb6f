/** The network in depth. */

export const depth = {
  open: "In depth",
  close: "Flat",
  turn: "Turn the network",
  hint: "Drag to turn. Point at any cell.",
  left: "Turn left (←)",
  right: "Turn right (→)",
  up: "Tilt up (↑)",
  down: "Tilt down (↓)",
  nearer: "Nearer (+)",
  farther: "Farther (−)",
  reset: "First view (Home)",
};

/** What web/js/load-error.js says before the other texts are there. */

export const loading = {
  incomplete: "Only a part of the page has arrived. Reload it.",
  unloaded:
    "The page’s scripts could not be loaded. A frame with “sandbox” needs “allow-same-origin”, or a host that sends “Access-Control-Allow-Origin: *”. Otherwise, reload the page.",
  unstyled:
    "The page’s style sheet is missing or damaged: everything works, but nothing is where it should be. Reload the page.",
  late: "The page’s scripts are still on their way. The page starts by itself once they have arrived; if that takes too long, reload it.",
};

/** Shows where a part of the page goes on beyond its edge: there it fades (`data-more` says on which sides). */

/** @param {HTMLElement} element that scrolls sideways */
export function showScrollFade(element) {
  const look = () => {
    const { scrollLeft, scrollWidth, clientWidth } = element;
    const sides = [scrollLeft > 1 && "left", scrollLeft + clientWidth < scrollWidth - 1 && "right"];
    element.dataset.more = sides.filter(Boolean).join(" ");
  };
  element.addEventListener("scroll", look, { passive: true });
  const resized = new ResizeObserver(look);
  resized.observe(element);
  new MutationObserver(() => {
    for (const child of element.children) {
      resized.observe(child); // what is in it decides how wide it would be
    }
  }).observe(element, { childList: true });
}

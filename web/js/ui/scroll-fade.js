/** Names the sides on which an element has more content to scroll to in `data-more`; the style sheet fades them. */

/** @param {HTMLElement} element that scrolls horizontally */
export function showScrollFade(element) {
  const update = () => {
    const { scrollLeft, scrollWidth, clientWidth } = element;
    const sides = [scrollLeft > 1 && "left", scrollLeft + clientWidth < scrollWidth - 1 && "right"];
    element.dataset.more = sides.filter(Boolean).join(" ");
  };
  element.addEventListener("scroll", update, { passive: true });
  const resizeObserver = new ResizeObserver(update);
  resizeObserver.observe(element);
  new MutationObserver(() => {
    for (const child of element.children) {
      resizeObserver.observe(child); // its children determine its scroll width
    }
  }).observe(element, { childList: true });
}

/** Elements of the page that a lecture shows as its own; each returns to its place. */

export class BorrowedElements {
  /** @param {HTMLElement[]} elements */
  constructor(elements) {
    this.loans = elements.map((element) => {
      const place = document.createComment("");
      element.before(place);
      return { element, place };
    });
  }

  giveBack() {
    for (const { element, place } of this.loans) {
      place.replaceWith(element);
    }
  }
}

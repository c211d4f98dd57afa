/* Things to do with elements that are there or come later by htmx. */

/** Call `make` once with every element of the selector, now and whenever htmx brings new ones. */
export function whenAdded(selector, make) {
  const known = new WeakSet();
  const look = (root) => {
    const found = [...root.querySelectorAll(selector)];
    if (root instanceof Element && root.matches(selector)) found.unshift(root);
    for (const element of found) {
      if (!known.has(element)) {
        known.add(element);
        make(element);
      }
    }
  };
  look(document);
  document.addEventListener("htmx:after:process", (event) => look(event.target));
  // A morph adds elements without processing their parent, so one more look at the whole page.
  document.addEventListener("htmx:after:swap", () => look(document));
}

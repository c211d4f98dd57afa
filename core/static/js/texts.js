/* Texts in the language of the page; they stand in #texts. */

/** The text of that name, its {places} filled in. */
export function text(name, values = {}) {
  const known = document.getElementById("texts")?.dataset[name] ?? name;
  return known.replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}

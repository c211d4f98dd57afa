/* The rows of the list on the page, and which of them is meant. */

/** The table of the list; null where there is none. */
export function table() {
  return document.querySelector("table[data-list]");
}

/** The rows of records, in order. */
export function rows() {
  return [...(table()?.tBodies[0]?.rows ?? [])].filter((row) => row.dataset.id);
}

/** The row with the focus, or else the one that was marked last. */
export function current() {
  return document.activeElement?.closest?.("table[data-list] tbody tr[data-id]") ?? table()?.querySelector('tr[aria-current="true"]');
}

/** The link that opens the record of a row. */
export function link(row) {
  return row?.querySelector("a.named") ?? row?.querySelector("a");
}

/** Mark one row as the one that is meant. */
export function mark(row) {
  for (const other of rows()) other.removeAttribute("aria-current");
  row?.setAttribute("aria-current", "true");
}

/* A record beside its list. The address names it, so that a reload, a link and the way back show it again. */
import { mark, rows, table } from "./rows.js";

const PLACE = "#side";
const NAME = "preview";

function shown() {
  return document.querySelector(`${PLACE} [data-record]`)?.dataset.record ?? "";
}

/** Whether a record is shown. */
export function isOpen() {
  return Boolean(shown());
}

/** Show the record of a row. */
export function preview(row) {
  if (!row?.dataset.id) return;
  mark(row);
  const list = table();
  const query = new URLSearchParams({ list: list.dataset.listQuery });
  window.htmx.ajax("GET", `${list.dataset.here}/${row.dataset.id}/preview?${query}`, { target: PLACE, swap: "innerHTML" });
}

/** Show none any longer. */
export function closePreview() {
  document.querySelector(PLACE)?.replaceChildren();
  note();
}

/* Whatever has changed the panel or the address: the address says what the panel shows. */
function note() {
  const address = new URL(location.href);
  const id = shown();
  if (id) mark(rows().find((row) => row.dataset.id === id));
  if ((address.searchParams.get(NAME) ?? "") === id) return;
  if (id) address.searchParams.set(NAME, id);
  else address.searchParams.delete(NAME);
  history.replaceState(history.state, "", address);
}

/** Watch the panel, on the page of a list. */
export function startPreviews() {
  if (!document.querySelector("[data-list-find]")) return;
  note();
  document.addEventListener("htmx:after:swap", note);
  document.addEventListener("htmx:after:history:update", note);
}

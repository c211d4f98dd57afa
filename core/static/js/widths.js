/* Columns as wide as one likes: the edge of a heading is dragged, or moved by arrow keys. The address keeps it. */
const NARROWEST = 40;
const WIDEST = 900;
const STEP = 10;
const PLACE = ["after", "before", "start", "count"];
/* Keys that are held down ask the server once, when they rest. */
const REST = 400;

let resting = 0;

function heading(edge) {
  return edge.closest("th");
}

/* A width of its own, or 0 for as wide as what stands in the column. */
function set(edge, width) {
  const head = heading(edge);
  const table = head.closest("table");
  const own = width ? Math.round(Math.min(WIDEST, Math.max(NARROWEST, width))) : 0;
  const column = table.querySelectorAll("col")[head.cellIndex];
  if (own) column.setAttribute("width", own);
  else column.removeAttribute("width");
  for (const row of table.rows) {
    if (row.cells.length > head.cellIndex) row.cells[head.cellIndex].classList.toggle("sized", own > 0);
  }
  edge.dataset.own = own || "";
  edge.setAttribute("aria-valuenow", own || Math.round(head.offsetWidth));
}

/* The same rows, in a list whose address, menus and links know the widths; what has the focus keeps it. */
function keep(table) {
  const query = new URLSearchParams(table.dataset.listQuery);
  const edges = [...table.querySelectorAll("[data-column]")];
  query.set("columns", edges.map((edge) => edge.dataset.column + (edge.dataset.own ? `:${edge.dataset.own}` : "")).join(","));
  const now = new URLSearchParams(location.search);
  for (const name of PLACE) if (now.has(name)) query.set(name, now.get(name));
  window.htmx.ajax("GET", `${table.dataset.here}?${query}`, { target: "#page-content", swap: "innerMorph" });
}

function keepSoon(edge) {
  const table = edge.closest("table");
  clearTimeout(resting);
  resting = setTimeout(() => { if (table.isConnected) keep(table); }, REST);
}

function onDown(event) {
  const edge = event.target.closest?.(".widener");
  if (!edge || event.button !== 0) return;
  event.preventDefault();
  edge.focus();
  edge.setPointerCapture(event.pointerId);
  edge.dataset.held = "";
  const from = event.clientX;
  const width = heading(edge).offsetWidth;
  let moved = false;
  const move = (further) => {
    moved ||= Math.abs(further.clientX - from) > 2;
    if (moved) set(edge, Math.max(NARROWEST, width + further.clientX - from));
  };
  const end = () => {
    edge.removeEventListener("pointermove", move);
    delete edge.dataset.held;
    if (moved) keepSoon(edge);
  };
  edge.addEventListener("pointermove", move);
  edge.addEventListener("lostpointercapture", end, { once: true });
}

function onKey(event) {
  const edge = event.target.closest?.(".widener");
  if (!edge || event.ctrlKey || event.metaKey || event.altKey) return;
  const by = event.shiftKey ? 5 * STEP : STEP;
  const now = Number(edge.dataset.own) || heading(edge).offsetWidth;
  const wanted = { ArrowRight: now + by, ArrowLeft: Math.max(NARROWEST, now - by), Home: NARROWEST, End: WIDEST, Delete: 0, Backspace: 0 }[event.key];
  if (wanted === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  set(edge, wanted);
  keepSoon(edge);
}

/* As wide as what stands in it again. */
function onDouble(event) {
  const edge = event.target.closest?.(".widener");
  if (!edge) return;
  set(edge, 0);
  keepSoon(edge);
}

function onFocus(event) {
  const edge = event.target.closest?.(".widener");
  if (edge) edge.setAttribute("aria-valuenow", Math.round(heading(edge).offsetWidth));
}

/** Watch the headings of the list. */
export function startWidths() {
  document.addEventListener("pointerdown", onDown);
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("dblclick", onDouble);
  document.addEventListener("focusin", onFocus);
}

/* Lists: keys for rows, selection, preview, editing in the cells, order of columns. All of it works without. */
import { announce } from "./announcements.js";
import { whenAdded } from "./added.js";
import { busy } from "./busy.js";
import { startCells, edit } from "./cells.js";
import { closePreview, isOpen, preview, startPreviews } from "./previews.js";
import { current, link, mark, rows } from "./rows.js";
import { startWidths } from "./widths.js";

/* A second click within this time edits the cell instead. */
const SECOND_CLICK = 260;

let opening = 0;

function goTo(row) {
  if (!row) return;
  mark(row);
  link(row)?.focus();
  row.scrollIntoView({ block: "nearest" });
  if (isOpen()) preview(row);
}

function step(by) {
  const all = rows();
  const here = all.indexOf(current());
  goTo(all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + by))]);
}

function choose(row) {
  const box = row?.querySelector('input[name="id"]');
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

const COMMANDS = {
  next: () => step(1),
  previous: () => step(-1),
  open: () => link(current())?.click(),
  preview: () => preview(current()),
  choose: () => choose(current()),
  edit: () => edit(current()),
};

/* What is selected, shown in the bar; all of a filter is more than what is on the page. */
function count() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const boxes = [...document.querySelectorAll('input[name="id"][form="bulk"]')];
  const chosen = boxes.filter((box) => box.checked).length;
  const all = bar.querySelector('input[name="all"]');
  if (!chosen && all) all.checked = false;
  bar.toggleAttribute("data-any", chosen > 0);
  const words = bar.querySelector("[data-chosen]");
  words.textContent = words.dataset.text.replace("{n}", all?.checked ? all.dataset.n : chosen);
  const whole = document.querySelector("[data-choose-all]");
  if (whole) Object.assign(whole, { checked: chosen > 0 && chosen === boxes.length, indeterminate: chosen > 0 && chosen < boxes.length });
  return words.textContent;
}

let last = null;

function onChange(event) {
  const box = event.target;
  if (box.matches("[data-choose-all]")) {
    for (const other of document.querySelectorAll('input[name="id"][form="bulk"]')) other.checked = box.checked;
  } else if (!box.matches('input[name="id"][form="bulk"], [data-bulk] input[name="all"]')) return;
  announce(count());
}

/* A click with Shift selects everything from the last one. */
function onBoxClick(event) {
  const box = event.target.closest?.('input[name="id"][form="bulk"]');
  if (!box) return;
  if (event.shiftKey && last?.isConnected) {
    const boxes = [...document.querySelectorAll('input[name="id"][form="bulk"]')];
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
    count();
  }
  last = box;
}

function onClick(event) {
  const key = event.target.closest?.("[data-list-key]");
  if (key) COMMANDS[key.dataset.listKey]?.();
  const row = event.target.closest?.("table[data-list] tbody tr[data-id]");
  clearTimeout(opening);
  if (!row || event.detail > 1 || event.target.closest("a, button, input, label, select, textarea, form") || getSelection().toString()) return;
  mark(row);
  opening = setTimeout(preview, SECOND_CLICK, row);
}

function onKey(event) {
  if (event.key === "Escape" && !event.defaultPrevented && !event.target.closest("dialog, form")) {
    closePreview();
    return;
  }
  if (event.key !== "Enter" || event.target !== document.body) return;
  COMMANDS.open();
}

/* Columns: dragged by their handle, moved by their buttons; only the form's order counts. */
async function sortable(list) {
  const done = busy();
  try {
    await import("../vendor/sortable/Sortable.min.js");
    window.Sortable.create(list, { handle: ".handle", animation: 120 });
  } finally {
    done();
  }
}

function onStep(event) {
  const button = event.target.closest?.("[data-columns] [data-step]");
  if (!button) return;
  event.preventDefault();
  const item = button.closest("li");
  if (button.dataset.step === "-1") item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  button.focus();
}

function start() {
  startCells();
  startPreviews();
  startWidths();
  document.addEventListener("change", onChange);
  document.addEventListener("click", onBoxClick);
  document.addEventListener("click", onStep);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-close-modal]")) setTimeout(() => document.getElementById("modal")?.close());
    if (event.target.closest?.("[data-close-side]")) closePreview();
  });
  whenAdded("[data-bulk]", count);
  whenAdded("[data-sortable]", sortable);
  window.addEventListener("pageshow", count);
}

start();

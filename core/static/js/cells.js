/* Editing where a value stands: double click or `e`, Enter saves, Esc gives up, Tab goes on to the next cell. */
import { announce } from "./announcements.js";
import { busy } from "./busy.js";
import { text } from "./texts.js";
import { toast } from "./toasts.js";

const HEADERS = { "HX-Request": "true" };
const before = new WeakMap();

function columns(cell) {
  return [...cell.closest("table").tHead.rows[0].cells];
}

function fieldOf(cell) {
  return columns(cell)[cell.cellIndex]?.dataset.field;
}

/** Edit the first cell of a row that can be. */
export function edit(row) {
  open(row && [...row.cells].find(fieldOf));
}

function address(cell) {
  return `${cell.closest("table").dataset.here}/${cell.closest("tr").dataset.id}/field/${fieldOf(cell)}`;
}

async function ask(where, options) {
  const done = busy();
  try {
    return await fetch(where, { headers: HEADERS, ...options });
  } catch (error) {
    toast({ text: text("offline"), tone: "red" });
    console.warn(error);
    return null;
  } finally {
    done();
  }
}

/* Answers that are no form say why by their toast. */
function tell(answer) {
  const header = answer.headers.get("HX-Trigger");
  const said = header?.startsWith("{") ? JSON.parse(header).toast : null;
  toast(said ?? { text: text("failed", { status: answer.status }), tone: "red" });
}

/* What stood there stays below, unseen, so that the column keeps its width. */
function show(cell, markup) {
  cell.innerHTML = `<span class="was" inert>${before.get(cell)}</span>${markup}`;
  cell.classList.add("editing");
  window.htmx?.process(cell);
  const control = cell.querySelector("input:not([type=hidden]), select, textarea");
  control?.focus();
  control?.select?.();
}

async function open(cell) {
  if (!cell || before.has(cell) || !fieldOf(cell)) return;
  before.set(cell, cell.innerHTML);
  const answer = await ask(address(cell));
  if (answer?.ok) {
    show(cell, await answer.text());
  } else {
    close(cell);
    if (answer) tell(answer);
  }
}

function close(cell, markup = before.get(cell)) {
  if (!before.has(cell)) return;
  cell.innerHTML = markup;
  cell.classList.remove("editing", "wrong");
  before.delete(cell);
}

/* The link by which a record is opened stays; only its words are others. */
function shown(cell, markup) {
  const template = document.createElement("template");
  template.innerHTML = before.get(cell);
  const name = template.content.querySelector("a.named .name");
  if (!name) return markup.trim();
  const made = document.createElement("template");
  made.innerHTML = markup;
  name.textContent = made.content.textContent.trim();
  return template.innerHTML;
}

async function save(cell) {
  const form = cell.querySelector("form");
  if (form.ariaBusy === "true") return false;
  form.ariaBusy = "true";
  const answer = await ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  form.ariaBusy = "false";
  if (!answer) return false;
  const markup = await answer.text();
  if (answer.ok) {
    close(cell, shown(cell, markup));
    announce(text("saved"));
    return true;
  }
  if (answer.status >= 500 || !markup.trim()) tell(answer);
  else {
    show(cell, markup);
    cell.classList.add("wrong");
    announce(cell.querySelector(".errors")?.textContent.trim());
  }
  return false;
}

function beside(cell, by) {
  const cells = [...cell.closest("tbody").querySelectorAll("td")].filter(fieldOf);
  return cells[cells.indexOf(cell) + by];
}

function focusRow(cell) {
  cell.closest("tr").querySelector("a")?.focus();
}

async function onKey(event) {
  const cell = event.target.closest?.("td.editing");
  if (!cell || event.isComposing) return;
  if (event.key === "Escape" && !event.defaultPrevented) {
    close(cell);
    focusRow(cell);
  } else if (event.key === "Tab") {
    event.preventDefault();
    const next = beside(cell, event.shiftKey ? -1 : 1);
    if (await save(cell)) open(next);
  } else if (event.key === "Enter" && event.target.matches("textarea") && !event.shiftKey) {
    event.preventDefault();
    if (await save(cell)) focusRow(cell);
  } else return;
  event.stopPropagation();
}

async function onSubmit(event) {
  const cell = event.target.closest?.("td.editing");
  if (!cell) return;
  event.preventDefault();
  event.stopPropagation();
  if (await save(cell)) focusRow(cell);
}

/** Listen to all lists of the page. */
export function startCells() {
  document.addEventListener("dblclick", (event) => {
    const cell = event.target.closest?.("table[data-list] tbody td");
    if (!cell || event.target.closest("form, input")) return;
    getSelection().removeAllRanges();
    open(cell);
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", onSubmit, true);
}

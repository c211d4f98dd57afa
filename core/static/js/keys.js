/* Shortcuts: an element with data-key="c" or "g c" is clicked by these keys, data-key="Ctrl S" also while typing. */
import { open } from "./dialogs.js";

const PAUSE = 1200;
const TYPING = 'input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"], [type="range"]), textarea, select, [contenteditable=""], [contenteditable="true"]';

let typed = [];
let last = 0;

/** What an element is called: on buttons without the keys that they show. */
export function labelOf(element) {
  const named = element.dataset.label ?? element.getAttribute("aria-label");
  if (named) return named;
  const copy = element.cloneNode(true);
  copy.querySelectorAll(".keys, .count, .dot-count, small").forEach((part) => part.remove());
  return (copy.textContent.trim() || element.placeholder || element.title || "").replace(/\s+/g, " ");
}

function isMac() {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

/* Behind an open dialog nothing is clicked, and nothing in a closed one. */
function registered() {
  const dialogs = [...document.querySelectorAll("dialog:modal")];
  const root = dialogs.at(-1) ?? document;
  return [...root.querySelectorAll("[data-key]")].filter((element) => {
    const around = element.closest("dialog");
    return !element.disabled && !element.closest("[hidden], [inert]") && (!around || around.open);
  });
}

function use(element) {
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
}

function onCombination(event) {
  if (event.key.toLowerCase() === "k" && !event.shiftKey) {
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("open-palette"));
    return;
  }
  const wanted = `Ctrl ${event.key.length === 1 ? event.key.toUpperCase() : event.key}`;
  const element = registered().find((one) => one.dataset.key === wanted);
  if (!element) return;
  event.preventDefault();
  use(element);
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    onCombination(event);
    return;
  }
  if (document.documentElement.dataset.keys === "off" || event.key.length > 1 && event.key !== "Delete") return;
  if (event.target.closest?.(TYPING)) return;
  if (event.key === "?") {
    open(document.getElementById("shortcuts"));
    event.preventDefault();
    return;
  }
  onPlain(event);
}

function onPlain(event) {
  typed = event.timeStamp - last < PAUSE ? [...typed, event.key] : [event.key];
  last = event.timeStamp;
  const all = registered();
  const found = all.find((one) => one.dataset.key === typed.join(" ")) ?? all.find((one) => one.dataset.key === event.key);
  const begins = all.some((one) => one.dataset.key.startsWith(`${typed.join(" ")} `));
  if (!found || begins && typed.length === 1 && found.dataset.key !== event.key) return;
  typed = [];
  event.preventDefault();
  use(found);
}

function list(dialog) {
  const place = dialog.querySelector("[data-shortcuts]");
  place.querySelectorAll("[data-made]").forEach((line) => line.remove());
  const known = new Set();
  for (const element of document.querySelectorAll("[data-key]")) {
    const { key } = element.dataset;
    if (known.has(key) || key === "?" || element.closest("dialog:not([open])")) continue;
    known.add(key);
    place.append(line(labelOf(element), key));
  }
}

function line(label, keys) {
  const made = document.createElement("div");
  made.dataset.made = "";
  const shown = document.createElement("dd");
  const group = Object.assign(document.createElement("span"), { className: "keys" });
  group.append(...keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key === "Ctrl" && isMac() ? "⌘" : key })));
  shown.append(group);
  made.append(Object.assign(document.createElement("dt"), { textContent: label || keys }), shown);
  return made;
}

/** Listen, and fill the list of shortcuts whenever it opens. */
export function startKeys() {
  document.addEventListener("keydown", onKey);
  const dialog = document.getElementById("shortcuts");
  dialog?.addEventListener("toggle", (event) => { if (event.newState === "open") list(dialog); });
  if (!isMac()) return;
  for (const keys of document.querySelectorAll("[data-ctrl-key] kbd:first-child")) keys.textContent = "⌘";
}

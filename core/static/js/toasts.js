/* Short messages at the foot of the page; they go after ten seconds, but not under the pointer or the focus. */
import { announce } from "./announcements.js";
import { whenAdded } from "./added.js";

const LIFE = 10_000;

/** Show a message: text, tone ("", green, orange, red), undo (an address to post to, or ""). */
export function toast({ text = "", tone = "", undo = "" }) {
  const made = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  made.querySelector("p").textContent = text;
  if (tone) made.classList.replace("tone-gray", `tone-${tone}`);
  if (undo) made.querySelector("p").after(undoForm(undo));
  document.getElementById("toasts").append(made);
  prepare(made);
  announce(text);
}

function undoForm(address) {
  const form = document.getElementById("toast-undo-template").content.firstElementChild.cloneNode(true);
  form.action = address;
  return form;
}

function prepare(element) {
  if (element.dataset.ready) return;
  element.dataset.ready = "";
  raise();
  let timer;
  const wait = () => { timer = setTimeout(() => element.remove(), LIFE); };
  const stay = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) element.addEventListener(name, stay);
  for (const name of ["pointerleave", "focusout"]) element.addEventListener(name, wait);
  element.querySelector("[data-toast-close]").addEventListener("click", () => element.remove());
  wait();
}

/* As a popover the messages lie above open dialogs. */
function raise() {
  const region = document.getElementById("toasts");
  if (!region.showPopover) return;
  region.popover = "manual";
  if (region.matches(":popover-open")) region.hidePopover();
  region.showPopover();
}

/** Take up those of the page, and those of answers: `HX-Trigger: {"toast": {"text": ...}}`. */
export function startToasts() {
  whenAdded("[data-toast]", prepare);
  document.addEventListener("toast", (event) => toast(event.detail));
}

/* The page of a record: files that are dropped, forms that are put away. */
import { whenAdded } from "./added.js";

function holdsFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

/* Files may be dropped anywhere on the page: they go to its form. */
function takeDrops(form) {
  const input = form.querySelector('input[type="file"]');
  const over = (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    form.classList.add("over");
  };
  const leave = (event) => { if (!event.relatedTarget) form.classList.remove("over"); };
  const drop = (event) => {
    if (!holdsFiles(event) || !form.isConnected) return;
    event.preventDefault();
    form.classList.remove("over");
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  };
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", leave);
  document.addEventListener("drop", drop);
}

function onClick(event) {
  if (event.ctrlKey || event.metaKey) return;
  if (event.target.closest?.("[data-close-side]")) event.preventDefault(); // the list itself stays as it is
  const close = event.target.closest?.("[data-close-log]");
  const place = close?.closest(".log-place");
  if (!place) return;
  event.preventDefault();
  place.replaceChildren();
}

/* The first field of a form that was opened here gets the focus, its proposed text chosen. */
function focusFirst(form) {
  if (!form.closest(".log-place")) return;
  const field = form.querySelector("[autofocus]");
  field?.focus();
  field?.select?.();
}

whenAdded("form[data-drop]", takeDrops);
whenAdded(".log-form", focusFirst);
document.addEventListener("click", onClick);

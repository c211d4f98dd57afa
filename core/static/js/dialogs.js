/* Dialogs and menus are the browser's own; this adds what is missing: arrow keys, and older browsers. */

/** Open a dialog over the page, unless it is open. */
export function open(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

function onSwap(event) {
  const modal = document.getElementById("modal");
  if (!modal || event.detail.ctx.target !== modal) return;
  if (modal.childElementCount) open(modal);
  else modal.close();
}

/* Browsers without `command` and `commandfor`. */
function onCommand(event) {
  const button = event.target.closest?.("button[commandfor]");
  const dialog = button && document.getElementById(button.getAttribute("commandfor"));
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (button.getAttribute("command") === "show-modal") open(dialog);
  else dialog.close();
}

/* Browsers that close no dialog by a click beside it. */
function onClickBeside(event) {
  if (event.target instanceof HTMLDialogElement && event.target.getAttribute("closedby") === "any") event.target.close();
}

/* Browsers that cannot place a popover beside its button. */
function place(event) {
  const menu = event.target;
  if (event.newState !== "open" || !menu.classList?.contains("menu") || CSS.supports("position-area", "bottom")) return;
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`).getBoundingClientRect();
  const box = menu.getBoundingClientRect();
  const top = button.bottom + box.height + 4 > innerHeight ? Math.max(4, button.top - box.height - 4) : button.bottom + 4;
  const wanted = menu.classList.contains("side-start") ? button.left : button.right - box.width;
  Object.assign(menu.style, { position: "fixed", margin: "0", top: `${top}px`, left: `${Math.min(Math.max(4, wanted), innerWidth - box.width - 4)}px` });
}

function items(menu) {
  return [...menu.querySelectorAll(".menu-item:not(:disabled)")];
}

function onMenuKey(event) {
  const menu = event.target.closest?.(".menu:popover-open");
  const step = { ArrowDown: 1, ArrowUp: -1, Home: 0, End: 0 }[event.key];
  if (!menu || step === undefined) return;
  const all = items(menu);
  const here = all.indexOf(document.activeElement);
  const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : (here + step + all.length) % all.length;
  all[next]?.focus();
  event.preventDefault();
}

function onOpenKey(event) {
  const button = event.target.closest?.("button[popovertarget]");
  const menu = button && document.getElementById(button.getAttribute("popovertarget"));
  if (event.key !== "ArrowDown" || !menu?.classList.contains("menu")) return;
  menu.showPopover({ source: button });
  items(menu)[0]?.focus();
  event.preventDefault();
}

function onChoice(event) {
  const item = event.target.closest?.("button.menu-item");
  if (item) item.closest("[popover]")?.hidePopover();
}

/** Watch menus and dialogs; what htmx puts into #modal opens it, an empty answer closes it. */
export function startDialogs() {
  document.addEventListener("htmx:after:swap", onSwap);
  document.addEventListener("close-modal", () => document.getElementById("modal").close());
  document.addEventListener("close", (event) => { if (event.target.id === "modal") event.target.replaceChildren(); }, true);
  document.addEventListener("keydown", onMenuKey);
  document.addEventListener("keydown", onOpenKey);
  document.addEventListener("click", onChoice);
  document.addEventListener("toggle", place, true);
  if (!("commandForElement" in HTMLButtonElement.prototype)) document.addEventListener("click", onCommand);
  if (!("closedBy" in HTMLDialogElement.prototype)) document.addEventListener("click", onClickBeside);
}

/* Cards that are dragged between columns; a page with a board loads this and Sortable. The menu of each card does
   the same without dragging. */
import { announce } from "./announcements.js";
import { busy } from "./busy.js";
import { text } from "./texts.js";
import { toast } from "./toasts.js";
import { whenAdded } from "./added.js";

function putBack(card, list, next) {
  list.insertBefore(card, next?.parentNode === list ? next : null);
}

/* The board says where to post; the answer may bring a toast or an announcement by its header HX-Trigger. */
async function moved(board, event, next) {
  const { item: card, from, to } = event;
  if (from === to) return;
  const done = busy();
  try {
    const values = new URLSearchParams({ id: card.dataset.id, value: to.dataset.value, version: card.dataset.version ?? "" });
    const answer = await fetch(board.dataset.move, { method: "POST", body: values, headers: { "HX-Request": "true" } });
    tell(answer);
    if (!answer.ok) putBack(card, from, next);
    else {
      if (answer.headers.get("X-Version")) card.dataset.version = answer.headers.get("X-Version");
      announce(text("moved", { column: to.closest("section").getAttribute("aria-label") }));
      document.dispatchEvent(new CustomEvent("board-moved", { detail: { card, from, to } }));
      again(board);
    }
  } catch (error) {
    putBack(card, from, next);
    toast({ text: text("offline"), tone: "red" });
    console.warn(error);
  } finally {
    done();
  }
}

/* Counts and sums of the columns, as they are now. */
function again(board) {
  if (board.dataset.again) window.htmx.ajax("GET", board.dataset.again, { target: "#page-content", swap: "innerMorph" });
}

function tell(answer) {
  const header = answer.headers.get("HX-Trigger");
  const said = header?.startsWith("{") ? JSON.parse(header) : {};
  if (said.toast) toast(said.toast);
  else if (!answer.ok) toast({ text: text("failed", { status: answer.status }), tone: "red" });
}

whenAdded("[data-move] .cards", (list) => {
  let next = null;
  window.Sortable.create(list, {
    group: "cards",
    animation: 120,
    delay: 150,
    delayOnTouchOnly: true,
    filter: "button, a.button, .fixed, [popover]",
    preventOnFilter: false,
    onStart: (event) => { next = event.item.nextElementSibling; },
    onEnd: (event) => { moved(list.closest("[data-move]"), event, next); },
  });
});

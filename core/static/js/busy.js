/* An answer to every click at once, and no second record from a second click. */

let running = 0;
const begun = new WeakSet();
const sending = new WeakSet();

function show(change) {
  running = Math.max(0, running + change);
  const line = document.getElementById("busy");
  if (line) line.hidden = running === 0;
  document.documentElement.toggleAttribute("data-busy", running > 0);
}

/** Count work of a script as the page's work; call the answer when it ends. */
export function busy() {
  show(1);
  let ended = false;
  return () => {
    if (!ended) show(-1);
    ended = true;
  };
}

function hold(button) {
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  // Not before the form's values are taken: a disabled button would not send its own.
  setTimeout(() => { button.disabled = true; });
}

function release(button) {
  button.removeAttribute("aria-busy");
  button.disabled = false;
}

/* Before anything else sees it: what is being sent is not sent again. */
function onSecond(event) {
  const source = event.type === "submit" ? event.target : event.target.closest?.("[hx-post], [hx-put], [hx-patch], [hx-delete]");
  if (!source || !sending.has(source)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/* htmx would take a click with Ctrl, which is to open a new tab. */
function onModifiedClick(event) {
  const link = event.target.closest?.("a[href]");
  if (link && (event.ctrlKey || event.metaKey || event.shiftKey)) event.stopPropagation();
}

function onSubmit(event) {
  const form = event.target;
  // htmx prevents the default of the forms that it sends; those come by `onRequest`.
  if (event.defaultPrevented || form.method === "dialog" || form.target === "_blank") return;
  show(1);
  if (form.method === "get") return;
  sending.add(form);
  hold(event.submitter);
  // An answer that is a download leaves the page where it is.
  setTimeout(() => { sending.delete(form); releaseAll(); show(-1); }, 15_000);
}

function onRequest(event) {
  const { ctx } = event.detail;
  const source = ctx.sourceElement;
  if (ctx.request.method !== "GET") {
    sending.add(source);
    source.setAttribute?.("aria-busy", "true");
  }
  begun.add(ctx);
  show(1);
}

function onRequestEnd(event) {
  const { ctx } = event.detail;
  if (!begun.delete(ctx)) return;
  sending.delete(ctx.sourceElement);
  ctx.sourceElement?.removeAttribute?.("aria-busy");
  show(-1);
}

function onClick(event) {
  const link = event.target.closest?.("a[href]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
  if (!link || elsewhere || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
  const address = new URL(link.href, location.href);
  if (address.origin !== location.origin || (address.hash && address.pathname === location.pathname)) return;
  show(1);
  setTimeout(() => show(-1), 15_000);
}

function releaseAll() {
  for (const button of document.querySelectorAll("button[aria-busy], input[aria-busy]")) release(button);
}

/** Watch forms, links and requests; a page that comes back from the browser's cache starts anew. */
export function startBusy() {
  document.addEventListener("submit", onSecond, true);
  document.addEventListener("click", onSecond, true);
  document.addEventListener("click", onModifiedClick, true);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  document.addEventListener("htmx:before:request", onRequest);
  document.addEventListener("htmx:finally:request", onRequestEnd);
  window.addEventListener("pageshow", (event) => {
    show(-running);
    releaseAll();
    if (event.persisted) for (const form of document.forms) sending.delete(form);
  });
}

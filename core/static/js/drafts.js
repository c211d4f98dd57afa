/* What was typed and not saved: kept in this browser, offered when the form is opened again. */
import { text } from "./texts.js";
import { whenAdded } from "./added.js";

const START = "draft:";
const WEEK = 7 * 24 * 3600 * 1000;
const leaving = new WeakSet();

function controls(form) {
  const kept = [...form.elements].filter((one) => (one.name || one.id) && one.matches("input, textarea, select"));
  return kept.filter((one) => !["password", "file", "submit", "button"].includes(one.type) && (one.type !== "hidden" || one.dataset.of));
}

function valuesOf(form) {
  return controls(form).map((one) => [one.name || `#${one.id}`, one.value, ["checkbox", "radio"].includes(one.type) ? one.checked : null]);
}

function isChanged(form) {
  return form.dataset.before !== undefined && form.dataset.before !== JSON.stringify(valuesOf(form));
}

function store(form) {
  if (leaving.has(form)) return;
  const key = START + form.dataset.draft;
  if (!isChanged(form)) return;
  // A browser whose store is full or forbidden only loses the comfort.
  try {
    localStorage.setItem(key, JSON.stringify({ time: Date.now(), values: valuesOf(form) }));
  } catch (error) {
    console.warn(error);
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch (error) {
    console.warn(error);
    return null;
  }
}

function fill(form, values) {
  const places = new Map();
  for (const one of controls(form)) {
    const name = one.name || `#${one.id}`;
    places.set(name, [...(places.get(name) ?? []), one]);
  }
  for (const [name, value, checked] of values) {
    const one = places.get(name)?.shift();
    if (!one) continue;
    if (one.type === "checkbox" || one.type === "radio") one.checked = checked;
    else one.value = value;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/* Lines that were added are not in a form that is opened anew: the server makes one that has them. */
function hasPlaces(form, values) {
  const known = new Set(controls(form).map((one) => one.name || `#${one.id}`));
  return values.every(([name]) => known.has(name) || name.startsWith("#"));
}

function sendBack(form, values) {
  const copy = Object.assign(document.createElement("form"), { method: "post", action: form.action, hidden: true });
  const known = new Set(values.map(([name]) => name));
  const passing = [...form.elements].filter((one) => one.type === "hidden" && one.name && !known.has(one.name));
  const kept = values.filter(([name, , checked]) => !name.startsWith("#") && checked !== false);
  for (const [name, value] of [...passing.map((one) => [one.name, one.value]), ...kept, ["_keep", "1"]]) {
    copy.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  leaving.add(form);
  document.body.append(copy);
  copy.submit();
}

function restore(form, values) {
  if (hasPlaces(form, values)) fill(form, values);
  else sendBack(form, values);
}

function button(label, click) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: label });
  made.addEventListener("click", click);
  return made;
}

function offer(form, key, draft) {
  const notice = Object.assign(document.createElement("div"), { className: "notice tone-blue" });
  notice.setAttribute("role", "status");
  const time = new Date(draft.time).toLocaleString(document.documentElement.lang);
  const words = Object.assign(document.createElement("div"), { textContent: text("draft", { time }) });
  const choices = Object.assign(document.createElement("div"), { className: "actions" });
  choices.append(
    button(text("draftUse"), () => { restore(form, draft.values); notice.remove(); }),
    button(text("draftDrop"), () => { localStorage.removeItem(key); notice.remove(); }),
  );
  notice.append(words, choices);
  form.prepend(notice);
}

function prepare(form) {
  const key = START + form.dataset.draft;
  // What came back with errors holds all that was typed, and is not saved.
  const isBack = form.dataset.unsaved !== undefined;
  form.dataset.before = isBack ? "" : JSON.stringify(valuesOf(form));
  const draft = read(key);
  if (draft && !isBack && JSON.stringify(draft.values) !== form.dataset.before) offer(form, key, draft);
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => store(form), 400);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}

function forEachForm(act) {
  for (const form of document.querySelectorAll("form[data-draft]")) act(form);
}

/** Forget a draft, when its form was saved. */
export function forget(key) {
  localStorage.removeItem(START + key);
}

function tidy() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(START) && !(read(key)?.time > Date.now() - WEEK)) localStorage.removeItem(key);
  }
}

function onSubmit(event) {
  if (event.target.matches("form[data-draft]")) {
    store(event.target);
    leaving.add(event.target);
  }
  // Whoever signs out leaves nothing behind for the next at this browser.
  if (event.target.getAttribute("action") === "/sign-out") {
    for (const key of Object.keys(localStorage)) if (key.startsWith(START)) localStorage.removeItem(key);
    forEachForm((form) => leaving.add(form));
  }
}

/** Keep what is typed into forms with data-draft until the toast (data-draft-done) or the event says it is saved. */
export function startDrafts() {
  for (const done of document.querySelectorAll("[data-draft-done]")) forget(done.dataset.draftDone);
  document.addEventListener("draft-done", (event) => forget(event.detail.value));
  tidy();
  whenAdded("form[data-draft]", prepare);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:finally:request", (event) => leaving.delete(event.detail.ctx.sourceElement));
  window.addEventListener("pageshow", () => forEachForm((form) => leaving.delete(form)));
  window.addEventListener("pagehide", () => forEachForm(store));
  window.addEventListener("beforeunload", (event) => {
    forEachForm((form) => { if (isChanged(form) && !leaving.has(form)) event.preventDefault(); });
  });
}

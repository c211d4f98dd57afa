/* A text field with a list of answers from the server, by the pattern of the ARIA authoring guide. */
import { announce } from "./announcements.js";
import { busy } from "./busy.js";
import { text } from "./texts.js";

let lists = 0;

/**
 * Make one of an input and a list. `ask(words)` gives the address whose answer is `<li role="option">`s,
 * `before(words)` and `more(words)` further options of the page, `choose(option, event)` is called with the chosen one, and
 * `none(event)` if Enter finds nothing. Answers `{ask, close}`.
 */
export function combobox(input, list, { ask, before = () => [], more = () => [], choose, none = () => {}, wait = 0, auto = true }) {
  let number = 0;
  let current = Promise.resolve();
  let request = null;
  let timer = 0;
  list.id ||= `options-${++lists}`;
  input.setAttribute("aria-controls", list.id);

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const selected = () => list.querySelector('[aria-selected="true"]');

  function select(option) {
    selected()?.setAttribute("aria-selected", "false");
    input.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function show(markup, words) {
    list.innerHTML = markup;
    list.prepend(...before(words));
    list.append(...more(words));
    const all = options();
    all.forEach((option, index) => { option.id = `${list.id}-${index}`; });
    list.hidden = false;
    input.setAttribute("aria-expanded", String(all.length > 0));
    if (auto) select(all[0]);
    announce(all.length ? text("found", { n: all.length }) : text("none"));
  }

  /* Only the newest question is answered: an older answer that comes late is dropped. */
  async function fetchOptions() {
    clearTimeout(timer);
    timer = 0;
    const mine = ++number;
    const words = input.value.trim();
    const done = busy();
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(ask(words), { headers: { "HX-Request": "true", Accept: "text/html" }, signal: request.signal });
      const markup = answer.ok ? await answer.text() : "";
      if (mine === number) show(markup, words);
    } catch (error) {
      if (mine === number && error.name !== "AbortError") show("", words);
    } finally {
      done();
    }
  }

  function start() {
    current = fetchOptions();
  }

  async function take(event) {
    if (timer) start();
    let seen;
    // Whoever types on while waiting gets the answer to the last words.
    do { seen = current; await seen; } while (seen !== current);
    const option = selected() ?? (auto ? options()[0] : null);
    if (option) choose(option, event);
    else none(event);
  }

  function close() {
    ++number;
    request?.abort();
    clearTimeout(timer);
    timer = 0;
    list.replaceChildren();
    list.hidden = true;
    select(null);
    input.setAttribute("aria-expanded", "false");
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    const here = all.indexOf(selected());
    select(all[here < 0 && step < 0 ? all.length - 1 : (here + step + all.length) % all.length]);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (wait) timer = setTimeout(start, wait);
    else start();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = input.getAttribute("aria-expanded") === "true";
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (open) move(event.key === "ArrowDown" ? 1 : -1);
      else start();
      event.preventDefault();
    } else if (event.key === "Enter" && (auto || open || timer)) {
      event.preventDefault();
      take(event);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) choose(option, event);
  });
  return { ask: start, close };
}

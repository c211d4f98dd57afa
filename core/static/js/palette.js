/* The palette: Ctrl/Cmd-K, or the search box, finds records, pages and what can be done here. */
import { combobox } from "./combobox.js";
import { labelOf } from "./keys.js";
import { recent } from "./recent.js";

const ACTIONS = ".page-head .actions :is(a, button), .record-actions :is(a, button), .page .menu-item, [data-command]";

/* What the page offers: its own buttons and menu items, those of plugins too, so no server needs to know them. */
function actionsOfPage(words) {
  if (!words) return [];
  const found = [...document.querySelectorAll(ACTIONS)].filter((element) => !element.disabled && labelOf(element).toLowerCase().includes(words.toLowerCase()));
  return found.slice(0, 8).map((element) => {
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    option.textContent = labelOf(element);
    option.action = element;
    return option;
  });
}

function optionTo({ href, title }) {
  const option = document.createElement("li");
  option.setAttribute("role", "option");
  option.dataset.href = href;
  option.textContent = title;
  return option;
}

function go(option, event) {
  if (option.action) {
    option.action.click();
  } else if (option.dataset.post) {
    const form = Object.assign(document.createElement("form"), { method: "post", action: option.dataset.post });
    document.body.append(form);
    form.requestSubmit();
  } else if (event.ctrlKey || event.metaKey) {
    window.open(option.dataset.href, "_blank", "noopener");
  } else {
    location.assign(option.dataset.href);
  }
}

/** Make the palette, and let the search box open it. */
export function startPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const box = combobox(input, list, {
    ask: (words) => `${input.dataset.source}?${new URLSearchParams({ q: words, from: location.pathname })}`,
    before: (words) => (words ? [] : recent().map(optionTo)),
    more: actionsOfPage,
    choose: (option, event) => { dialog.close(); go(option, event); },
    none: () => { if (input.value.trim()) input.form.submit(); },
  });
  const show = (words = "") => {
    if (dialog.open) return;
    document.getElementById("sidebar")?.matches(":popover-open") && document.getElementById("sidebar").hidePopover();
    input.value = words;
    dialog.showModal();
    input.focus();
    box.ask();
  };
  dialog.addEventListener("close", box.close);
  document.addEventListener("open-palette", () => show());
  const search = document.querySelector("[data-palette]");
  search?.addEventListener("click", () => show(search.value));
  search?.addEventListener("input", () => { const words = search.value; search.value = ""; show(words); });
}

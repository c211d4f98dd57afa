/* What forms do while somebody fills them in. Without scripts they show all fields and ask the server. */
import { whenAdded } from "./added.js";
import { combobox } from "./combobox.js";

const PAUSE = 500;

/* Fields that only some records have (a person's birthday): data-only="kind=person". What is wrong stays seen. */
function showVariants(form) {
  const conditional = [...form.querySelectorAll("[data-only]")];
  const look = () => {
    for (const input of conditional) {
      const [name, value] = input.dataset.only.split("=");
      const decides = form.elements.namedItem(name);
      const field = input.closest(".field");
      const fits = !decides || decides.value === value || field.classList.contains("invalid");
      field.hidden = !fits;
      for (const control of field.querySelectorAll("input, select, textarea")) control.disabled = !fits;
    }
  };
  if (!conditional.length) return;
  form.addEventListener("change", look);
  look();
}

/* The currency behind amounts follows the field that says it. */
function showCurrencies(form) {
  form.addEventListener("change", () => {
    for (const input of form.querySelectorAll("[data-currency]")) {
      const says = form.elements.namedItem(input.dataset.currency);
      if (says?.value) input.nextElementSibling.textContent = says.value;
    }
  });
}

function differs(control) {
  if (control.matches("select")) return control.selectedIndex !== Math.max(0, [...control.options].findIndex((one) => one.defaultSelected));
  if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
  return control.type !== "hidden" && control.value !== control.defaultValue;
}

/* Fields that hold something else than the record does are marked. */
function markChanges(form) {
  const mark = (event) => {
    const field = event.target.closest?.(".field");
    field?.classList.toggle("changed", [...field.querySelectorAll("input, select, textarea")].some(differs));
  };
  form.addEventListener("input", mark);
  form.addEventListener("change", mark);
}

/* Likely duplicates of what is being typed. */
function lookForTwins(place) {
  const form = place.closest("form");
  let timer = 0;
  let request = null;
  async function ask() {
    const values = new URLSearchParams(new FormData(form));
    values.delete("_once");
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(place.dataset.twins, { method: "POST", body: values, headers: { "HX-Request": "true" }, signal: request.signal });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error);
    }
  }
  form.addEventListener("input", (event) => {
    if (!event.target.matches("input[type='text'], input[type='tel'], input[type='email']")) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); request?.abort(); });
}

/* Words with commas between them: the last one is completed. */
function completeWords(input) {
  const box = Object.assign(document.createElement("span"), { className: "combo" });
  const list = Object.assign(document.createElement("ul"), { hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.closest(".field").querySelector("label").textContent.trim());
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"]]) input.setAttribute(name, value);
  input.replaceWith(box);
  box.append(input, list);
  const parts = () => input.value.split(/[,;，；]/);
  const options = combobox(input, list, {
    ask: () => `${input.dataset.words}?${new URLSearchParams({ q: parts().at(-1).trim() })}`,
    choose: (option) => {
      const words = [...parts().slice(0, -1).map((word) => word.trim()), option.dataset.text];
      input.value = `${words.filter(Boolean).join(", ")}, `;
      options.close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    wait: 120,
    auto: false,
  });
  input.addEventListener("blur", () => options.close());
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || input.getAttribute("aria-expanded") !== "true") return;
    options.close();
    event.preventDefault();
    event.stopPropagation();
  });
}

/** Watch forms, those of dialogs too. */
export function startForms() {
  whenAdded("form[data-form]", (form) => {
    showVariants(form);
    showCurrencies(form);
    if (form.dataset.form === "edit") markChanges(form);
  });
  whenAdded("[data-twins]", lookForTwins);
  whenAdded("input[data-words]", completeWords);
  // A dialog leads back to the page over which it was opened.
  whenAdded("input[data-here]", (input) => { input.value = location.pathname + location.search; });
}

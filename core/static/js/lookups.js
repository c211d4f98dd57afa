/* Fields that refer to a record: type a part, choose from what the server finds. */
import { combobox } from "./combobox.js";
import { whenAdded } from "./added.js";

/* Without scripts the field sends its text; with them a hidden field sends the id, or the text if none was chosen. */
function prepare(box) {
  const input = box.querySelector("input");
  if (!box.dataset.lookup || input.readOnly || input.disabled) return;
  const chosen = Object.assign(document.createElement("input"), { type: "hidden", name: input.name, value: input.dataset.id });
  chosen.dataset.of = input.id;
  const list = Object.assign(document.createElement("ul"), { hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.closest(".field")?.querySelector("label")?.textContent.trim() ?? "");
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"]]) input.setAttribute(name, value);
  input.removeAttribute("name");
  box.append(chosen, list);
  const tell = () => chosen.dispatchEvent(new Event("change", { bubbles: true }));
  const options = combobox(input, list, {
    ask: (words) => `${box.dataset.lookup}${box.dataset.lookup.includes("?") ? "&" : "?"}${new URLSearchParams({ q: words })}`,
    choose: (option) => {
      input.value = option.dataset.text ?? option.textContent.trim();
      chosen.value = option.dataset.id;
      options.close();
      tell();
    },
    wait: 120,
    auto: false,
  });
  input.addEventListener("input", () => { chosen.value = input.value.trim(); });
  input.addEventListener("blur", () => options.close());
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || input.getAttribute("aria-expanded") !== "true") return;
    options.close();
    // Not the dialog around it too.
    event.preventDefault();
    event.stopPropagation();
  });
}

/** Make a lookup of each such field. */
export function startLookups() {
  whenAdded(".combo[data-lookup]", prepare);
}

/* What screen readers say aloud: results, saves, errors. */

/** Say a text; the same text twice is said twice. */
export function announce(message) {
  const region = document.getElementById("announcer");
  if (!region || !message) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = message; }, 50);
}

/** Answers ask for it by the header `HX-Trigger: {"announce": "12 found"}`. */
export function startAnnouncements() {
  document.addEventListener("announce", (event) => announce(event.detail.value ?? event.detail.text));
}

/* Parts that scroll by themselves stand where they stood after going back or loading anew. */

const KEY = "scroll:";

function save() {
  const places = {};
  for (const part of document.querySelectorAll("[data-scroll]")) places[part.dataset.scroll] = [part.scrollLeft, part.scrollTop];
  sessionStorage.setItem(KEY + location.href, JSON.stringify(places));
  sessionStorage.setItem(`${KEY}navigation`, JSON.stringify(places.navigation ?? [0, 0]));
}

function restore() {
  const back = ["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type);
  const places = back ? JSON.parse(sessionStorage.getItem(KEY + location.href) ?? "{}") : {};
  places.navigation ??= JSON.parse(sessionStorage.getItem(`${KEY}navigation`) ?? "[0, 0]");
  for (const part of document.querySelectorAll("[data-scroll]")) {
    const [left, top] = places[part.dataset.scroll] ?? [0, 0];
    if (left || top) part.scrollTo({ left, top, behavior: "instant" });
  }
}

/** Remember on leaving, restore on coming back. */
export function startScrolling() {
  restore();
  window.addEventListener("pagehide", save);
}

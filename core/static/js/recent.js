/* The records that were looked at last, for the palette. They stay in this browser, and go when one signs out. */
const KEY = "recent", MOST = 8;
const RECORD = /^(\/[a-z_]+){1,2}\/\d+$/;

function kept() {
  try { return JSON.parse(localStorage.getItem(KEY)) ?? []; } catch { return []; }
}

/** The last records, newest first: href and title of each, without the page that is shown. */
export function recent() {
  return kept().filter((item) => item.href !== location.pathname);
}

/** Remember the record of this page. */
export function startRecent() {
  const heading = document.querySelector(".page-head h1");
  if (RECORD.test(location.pathname) && heading) {
    const title = document.title.split(" \u00b7 ")[0];
    const others = kept().filter((item) => item.href !== location.pathname);
    localStorage.setItem(KEY, JSON.stringify([{ href: location.pathname, title }, ...others].slice(0, MOST)));
  }
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/sign-out") localStorage.removeItem(KEY);
  });
}

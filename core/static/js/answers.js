/* What htmx does not show by itself: answers that are no part of the page. Answers of 4xx are swapped. */
import { text } from "./texts.js";
import { toast } from "./toasts.js";

function onErrorAnswer(event) {
  const { status } = event.detail.ctx.response;
  if (status === 401) toast({ text: text("signedOut"), tone: "orange" });
  else if (status >= 500) toast({ text: text("failed", { status }), tone: "red" });
}

function onNoAnswer(event) {
  if (event.detail.ctx && !event.detail.ctx.response) toast({ text: text("offline"), tone: "red" });
}

/** Tell of faults, of the end of the session and of a server that does not answer. */
export function startAnswers() {
  document.addEventListener("htmx:response:error", onErrorAnswer);
  document.addEventListener("htmx:error", onNoAnswer);
}

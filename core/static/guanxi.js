/* What makes pages quicker where scripts run. Every page works without. */
import { startAnnouncements } from "./js/announcements.js";
import { startBusy } from "./js/busy.js";
import { startDialogs } from "./js/dialogs.js";
import { startDrafts } from "./js/drafts.js";
import { startForms } from "./js/forms.js";
import { startAnswers } from "./js/answers.js";
import { startKeys } from "./js/keys.js";
import { startLookups } from "./js/lookups.js";
import { startPalette } from "./js/palette.js";
import { startRecent } from "./js/recent.js";
import { startScrolling } from "./js/scrolling.js";
import { startToasts } from "./js/toasts.js";

for (const start of [
  startBusy, startAnnouncements, startToasts, startAnswers, startDialogs, startKeys, startPalette, startLookups,
  startForms, startDrafts, startScrolling, startRecent,
]) {
  start();
}

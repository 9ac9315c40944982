// What the keyboard shortcuts do. The recorder's page is not open then: its button in the toolbar says what was done.

import { badge, current, mark, pause, resume } from "./control.js";
import { text } from "./texts.js";

const SEEN_MS = 2000;
const COMMANDS = { pause: pauseOrResume, hold: holdOrRelease, note: openForNote };

const { session } = chrome.storage;

/** One at a time: a second press must see what the first has done. */
export const obey = (command) =>
  navigator.locks.request("command", async () => {
    const recording = await current();
    const isLive = ["recording", "paused"].includes(recording?.state);
    if (isLive) await COMMANDS[command](recording);
    else await say("badge_off");
  });

async function pauseOrResume(recording) {
  if (recording.state === "paused") await resume(recording);
  else await pause(recording);
}

async function holdOrRelease() {
  const { held } = await session.get("held");
  await mark(held ? "release" : "hold");
  await say(held ? "badge_release" : "badge_hold");
}

/** The popup, with the note's field in focus; a window of its own where Chromium shows no popup. */
async function openForNote() {
  await session.set({ wanted: "note" });
  const inWindow = () => chrome.windows.create({ url: "popup.html", type: "popup", width: 440, height: 760 });
  await chrome.action.openPopup().catch(inWindow);
}

/** Say it on the button for a moment. */
async function say(key) {
  await chrome.action.setBadgeText({ text: text(key) });
  setTimeout(async () => badge(await current()), SEEN_MS);
}

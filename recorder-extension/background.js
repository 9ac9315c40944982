// The worker keeps nothing in memory: Chromium stops it whenever it likes. Events never pass through it.

import { obey } from "./lib/commands.js";
import { badge, begin, current } from "./lib/control.js";
import { tabKey } from "./lib/keys.js";
import { hear } from "./lib/host.js";
import { fold, newBlock } from "./lib/stored.js";

chrome.storage.local.onChanged.addListener(hear);

chrome.permissions.onAdded.addListener(() => begin());

chrome.runtime.onStartup.addListener(async () => {
  await newBlock();
  await badge(await current());
});
chrome.runtime.onInstalled.addListener(async () => badge(await current()));

chrome.commands.onCommand.addListener((command) => obey(command));

/** A document cannot know its tab: it says hello once, and the numbers are joined when the file is made. */
chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (message.failed) fail(message.failed);
  if (message.fold) fold(message.fold);
  if (!message.hello || !sender.tab) return false;
  chrome.storage.local.set({ [tabKey(message.recording, message.hello)]: sender.tab.id }).then(() => {
    answer(true);
    return fold(message.recording);
  });
  return true;
});

/** The disk is full, or the profile is broken. The page that was refused tries again with its next event. */
async function fail(events) {
  await chrome.storage.session.set({ failed: { events, instant: Date.now() } });
  await badge(await current());
}

/** Tell the tabs of a window which of them is in front. Pages that are not recorded do not hear it. */
chrome.tabs.onActivated.addListener(async ({ windowId }) => {
  const recording = await current();
  if (recording?.state !== "recording") return;
  const tabs = await chrome.tabs.query({ windowId });
  for (const { id, active } of tabs.sort((a, b) => a.active - b.active)) {
    chrome.tabs.sendMessage(id, { front: active }, { frameId: 0 }).catch(() => {});
  }
});

// The recorder's page, in the toolbar's popup or in a tab of its own. It shows what storage holds, nothing else.

import * as control from "./lib/control.js";
import { eventPrefix } from "./lib/keys.js";
import { newest } from "./lib/stored.js";
import { openTally } from "./lib/tally.js";
import { counted, localise, text } from "./lib/texts.js";
import { showDone } from "./view/done.js";
import { showFolder, showHostProblem } from "./view/folder.js";
import { showLive, showSize, showSteps, showTime } from "./view/live.js";
import { at, element } from "./view/page.js";
import { showPast } from "./view/past.js";
import { showStart } from "./view/start.js";
import { showTeam } from "./view/team.js";

const REFRESH_MS = 250;
const SIZE_MS = 10_000; // looking through a large recording takes a while
const QUICK_COUNT = 500;
const VIEWS = { start: "start-title", live: "live-workflow", done: "done-title" };
const STATES = {
  recording: "state_recording",
  paused: "state_paused",
  stopped: "state_stopped",
  interrupted: "state_interrupted",
};

const { session } = chrome.storage;

let recording = null;
let tally = openTally({ folded: 0, entries: {} });
let view = null;
let loads = 0;
let changes = 0; // events told since the page was opened
let due = null; // the next refresh

const isLive = () => view === "live";

function viewOf() {
  if (!recording) return "start";
  return ["recording", "paused"].includes(recording.state) ? "live" : "done";
}

/** Read everything anew; of two that run at once the later counts. */
async function load() {
  loads += 1;
  const mine = loads;
  const now = await control.current();
  const before = changes;
  const found = now ? await newest(now.header.recording) : { folded: 0, entries: {} };
  if (mine !== loads) return;
  if (changes !== before) return load(); // an event came meanwhile: it may be in neither
  recording = now;
  tally = openTally(found);
  if (!recording) await showStart({ anew: view !== null && view !== "start" });
  show();
}

function show() {
  const was = view;
  view = viewOf();
  for (const id of Object.keys(VIEWS)) at(id).hidden = id !== view;
  at("state").textContent = recording ? text(STATES[recording.state]) : "";
  at("state").className = recording?.state ?? "";
  if (isLive()) showLive(recording);
  refresh();
  if (isLive()) at("past").hidden = true;
  else showPast(recording);
  if (was && was !== view) at(VIEWS[view]).focus(); // the button that was pressed is gone
}

function refresh() {
  due = null;
  if (!recording) return; // it was removed meanwhile, and the page is just turning to the start
  if (isLive()) showSteps(tally);
  if (isLive() && tally.count() < QUICK_COUNT) showSize();
  if (view === "done") showDone(recording, tally, changes);
}

/** A page that writes much must not keep this one busy. */
function refreshSoon() {
  due ??= setTimeout(refresh, REFRESH_MS);
}

function hear(changed) {
  const prefix = eventPrefix(recording.header.recording);
  for (const [key, { oldValue: before, newValue: entry }] of Object.entries(changed)) {
    if (!entry || before || !key.startsWith(prefix)) continue;
    tally.add(key, entry);
  }
  refreshSoon();
}

chrome.storage.local.onChanged.addListener((changed) => {
  // Also before the recording is known here: what is just being read may lack it.
  if (Object.keys(changed).some((key) => key.startsWith("event|"))) changes += 1;
  if (changed.recording) load();
  else if (recording) hear(changed);
  if (!isLive() && Object.keys(changed).some((key) => key.startsWith("kept|"))) showPast(recording);
});

async function showFailed() {
  const { failed } = await session.get("failed");
  at("failed").hidden = !failed;
  if (failed) at("failed-text").textContent = counted("failed", failed.events);
}

session.onChanged.addListener((changed) => changed.failed && showFailed());

at("failed-seen").addEventListener("click", async () => {
  await session.remove("failed");
  await control.badge(recording);
});

async function showKeys() {
  const rows = (await chrome.commands.getAll()).map(({ description, shortcut }) =>
    element("div", {}, element("dt", { words: description || text("keys_open") }), element("dd", { words: shortcut || text("keys_none") })),
  );
  at("keys").replaceChildren(...rows);
}

/** A shortcut opened the page to write a note. */
async function focusWanted() {
  const { wanted } = await session.get("wanted");
  if (!wanted) return;
  await session.remove("wanted");
  if (isLive()) at("note").focus();
}

setInterval(() => recording?.state === "recording" && showTime(), 1000);
setInterval(() => isLive() && showSize(), SIZE_MS);

async function open() {
  localise(document);
  const isPopup = !(await chrome.tabs.getCurrent());
  at("open").hidden = !isPopup;
  showTeam(isPopup);
  showFolder();
  showHostProblem();
  await Promise.all([load(), showFailed(), showKeys()]);
  await focusWanted();
}

open();

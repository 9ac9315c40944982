// What a recording's buttons do. The popup and the worker call the same functions, because the popup may be
// gone (Chromium's question for permission closes it) and the worker may be asleep.

import { header } from "./header.js";
import { eventKey } from "./keys.js";

const SCRIPT_ID = "recorder";
export const SCRIPTS = ["mask", "roles", "names", "data", "elements", "page", "store", "messages", "events", "main"].map(
  (name) => `content/${name}.js`,
);
const PATIENCE_MS = 120_000; // how long a granted permission may still start the recording that asked for it

const { local, session } = chrome.storage;
const writer = `r-${crypto.randomUUID().slice(-12)}`;
let count = 0;

/**
 * The recording in this browser, if any: `recording`, `paused`, `stopped` or `interrupted`.
 *
 * storage.session forgets with the browser, storage.local does not: a recording without its session belongs
 * to a browser that was closed or crashed.
 */
export async function current() {
  const { recording } = await local.get("recording");
  if (!recording || !["recording", "paused"].includes(recording.state)) return recording ?? null;
  const { running } = await session.get("running");
  if (running === recording.header.recording) return recording;
  const interrupted = { ...recording, state: "interrupted" };
  await local.set({ recording: interrupted });
  return interrupted;
}

/** Ask for the sites. Must be called straight from a press of a button; the answer may reach the worker alone. */
export async function ask(request) {
  const kept = session.set({ asked: { ...request, instant: Date.now() } });
  const granted = await chrome.permissions.request({ origins: request.sites });
  await kept;
  if (granted) return begin();
  await session.remove("asked");
  return null;
}

/** Start what was asked for, once, whoever hears first that the sites were granted. */
export function begin() {
  return navigator.locks.request("begin", async () => {
    const { asked } = await session.get("asked");
    if (!asked || Date.now() - asked.instant > PATIENCE_MS || (await current())) return current();
    if (!(await chrome.permissions.contains({ origins: asked.sites }))) return null;
    await session.remove("asked");
    const { sites, workflow, actor, caseExample } = asked;
    const [random] = crypto.getRandomValues(new Uint16Array(1));
    const line = header({
      workflow,
      actor,
      caseExample,
      version: chrome.runtime.getManifest().version,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
      instant: Date.now(),
      random,
    });
    await local.set({ last: { workflow, actor, caseExample, sites } });
    return run({ header: line, state: "recording", sites, pausedMs: 0 });
  });
}

async function run(recording) {
  await session.set({ running: recording.header.recording });
  await local.set({ recording });
  await listen(recording.sites);
  await badge(recording); // only now: a stop before would leave the scripts registered
  return recording;
}

/** After a crash: go on where the recording was cut off. */
export async function goOn(recording) {
  const going = await run({ ...recording, state: "recording" });
  if (going.pausedAt) await resume(going);
}

/** Put the content scripts into every page of the sites, those that are open and those to come. */
async function listen(sites) {
  await deafen();
  await chrome.scripting.registerContentScripts([
    {
      id: SCRIPT_ID,
      js: SCRIPTS,
      matches: sites,
      allFrames: true,
      matchOriginAsFallback: true,
      runAt: "document_start",
      persistAcrossSessions: false, // a browser that comes back after a crash must not record unasked
    },
  ]);
  const open = await chrome.tabs.query({ url: sites });
  await Promise.allSettled(
    open.map(({ id }) => chrome.scripting.executeScript({ target: { tabId: id, allFrames: true }, files: SCRIPTS })),
  );
}

const deafen = () => chrome.scripting.unregisterContentScripts({ ids: [SCRIPT_ID] }).catch(() => {});

export async function pause(recording) {
  const paused = { ...recording, state: "paused", pausedAt: Date.now() };
  if (await write("paused", {}, { recording: paused })) await badge(paused);
}

const pausedUntil = (instant, { pausedMs, pausedAt = instant }) => pausedMs + instant - pausedAt;

export async function resume(recording) {
  const pausedMs = pausedUntil(Date.now(), recording);
  const resumed = { ...recording, state: "recording", pausedMs, pausedAt: undefined };
  if (!(await write("resumed"))) return; // before any page may go on
  await local.set({ recording: resumed });
  await badge(resumed);
}

export async function stop(recording) {
  const stoppedAt = Date.now();
  const pausedMs = pausedUntil(stoppedAt, recording);
  const stopped = { ...recording, state: "stopped", stoppedAt, pausedMs, pausedAt: undefined };
  await local.set({ recording: stopped });
  await deafen();
  await badge(stopped);
}

export const note = (text, reference) => write("note", { text, ...(reference && { case: reference }) });

export const mark = (kind, reference, text) =>
  write("mark", { mark: kind, ...(reference && { case: reference }), ...(text && { text }) });

/** Remember that the file was saved: only then may the recording leave the browser without a question. */
export const saved = (recording) => local.set({ recording: { ...recording, saved: true } });

/** Remove the recording from the browser. What the person typed into the start form stays for the next one. */
export async function clear() {
  const { last } = await local.get("last");
  await local.clear();
  await session.clear();
  if (last) await local.set({ last });
  await deafen();
  await badge(null);
}

/** Write a person's own event, together with `also`, in one step. False where another window removed the recording. */
async function write(kind, fields = {}, also = {}) {
  const place = await inFront();
  const { recording } = await local.get("recording");
  if (!recording) return false;
  const at = {
    utc: Date.now(),
    clock: Math.round((performance.timeOrigin + performance.now()) * 1000),
    count: count++,
  };
  const { mono_ms = Math.round(performance.now()), redactions = 0, ...where } = place ?? {};
  const event = { kind, utc_ms: at.utc, mono_ms, ...where, ...fields };
  const key = eventKey(recording.header.recording, writer, at);
  await local.set({ ...also, [key]: { event, writer, clock: at.clock, count: at.count, redactions } });
  return true;
}

/** The page that the person sees, if it is one that is recorded: its content script says what and where it is. */
async function inFront() {
  const own = await chrome.tabs.getCurrent(); // none in the toolbar's popup
  const tabs = await chrome.tabs.query(own ? {} : { active: true, currentWindow: true });
  const [tab] = tabs
    .filter(({ id, url }) => id !== own?.id && !url?.startsWith(location.origin))
    .sort((a, b) => b.lastAccessed - a.lastAccessed);
  if (!tab) return null;
  const place = await chrome.tabs.sendMessage(tab.id, { ask: "place" }, { frameId: 0 }).catch(() => null);
  return place && { ...place, tab: tab.id };
}

export async function badge(recording) {
  const text = { recording: "REC", paused: "II" }[recording?.state] ?? "";
  await chrome.action.setBadgeText({ text });
  await chrome.action.setBadgeTextColor({ color: "#ffffff" });
  await chrome.action.setBadgeBackgroundColor({ color: text === "REC" ? "#c62828" : "#616161" });
}

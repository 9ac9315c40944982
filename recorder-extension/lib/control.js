// What a recording's buttons do. The popup and the worker call the same functions, because the popup may be
// gone (Chromium's question for permission closes it) and the worker may be asleep.

import { header } from "./header.js";
import { eventKey, keptKey } from "./keys.js";
import { newBlock, remove } from "./stored.js";
import { remember, team } from "./team.js";
import { text } from "./texts.js";

export const SCRIPTS = [
  "vendor/sha256", "mask", "once", "roles", "layers", "names", "lexicon", "speech", "commands", "echoes", "known", "boxes", "nearby", "choices", "entries", "data", "chosen", "elements", "page", "store", "roots", "leaving", "messages",
  "drags", "arrows", "keys", "typing", "presses", "events", "main",
].map((name) => `content/${name}.js`);
const TRADE = "content/trade.js"; // many words, which the strict way of naming alone asks for
const DIALOGS = ["content/dialogs.js"];
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

/** Ask for the sites of a recording to begin, or of one more (`more`) for the one under way. Must be called straight
 *  from a press of a button; the answer may reach the worker alone. */
export async function ask(request) {
  const kept = session.set({ asked: { ...request, instant: Date.now() } });
  const granted = await chrome.permissions.request({ origins: request.sites });
  await kept;
  if (granted) return begin();
  await session.remove("asked");
  return null;
}

const isLive = (recording) => ["recording", "paused"].includes(recording?.state);

/** What was asked for and not yet answered, as far as anybody can tell. */
export async function pending() {
  const { asked } = await session.get("asked");
  return asked && Date.now() - asked.instant <= PATIENCE_MS ? asked : null;
}

/** Start what was asked for, once, whoever hears first that the sites were granted. */
export function begin() {
  return navigator.locks.request("begin", async () => {
    const [asked, now] = await Promise.all([pending(), current()]);
    if (!asked || isLive(now) !== Boolean(asked.more) || (now && !asked.more)) return now;
    if (!(await chrome.permissions.contains({ origins: asked.sites }))) return null;
    await session.remove("asked");
    if (now) return recordMore(now, asked.sites);
    const { sites, workflow, actor, caseExample, naming } = asked;
    const [random] = crypto.getRandomValues(new Uint16Array(1));
    const line = header({
      workflow,
      actor,
      caseExample,
      naming,
      version: chrome.runtime.getManifest().version,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
      instant: Date.now(),
      random,
    });
    const { tokenKey } = await team();
    await local.set({ last: { workflow, actor, caseExample, naming, sites } });
    await remember({ workflow, caseExample, naming, sites });
    await session.remove("draft");
    return run({ header: line, state: "recording", sites, off: [], tokenKey, pausedMs: 0 });
  });
}

const scriptsFor = ({ header: { naming } }) => (naming ? [TRADE, ...SCRIPTS] : SCRIPTS);

async function run(recording) {
  await newBlock();
  await session.set({ running: recording.header.recording, held: false });
  await local.set({ recording });
  await listen(recording);
  await badge(recording); // only now: a stop before would leave the scripts registered
  return recording;
}

/** Record more sites from now on, also the next time. */
async function recordMore({ header }, more) {
  const { recording, last } = await local.get(["recording", "last"]);
  if (recording?.header.recording !== header.recording) return recording;
  const sites = [...new Set([...recording.sites, ...more])];
  await local.set({ recording: { ...recording, sites }, last: { ...last, sites } });
  await remember({ ...last, sites });
  await chrome.scripting.updateContentScripts(["recorder", "dialogs"].map((id) => ({ id, matches: sites })));
  await putInto(sites, scriptsFor(recording)); // also into frames of the new site, in pages that are recorded already
  return { ...recording, sites };
}

/** The site of the page in front, where it is known and is none of these; else null. */
export async function otherSite(sites) {
  const front = { active: true, currentWindow: true };
  const [tab] = await chrome.tabs.query(front);
  const [recorded] = sites.length ? await chrome.tabs.query({ ...front, url: sites }) : []; // none would mean any
  return !recorded && /^https?:/.test(tab?.url ?? "") ? new URL(tab.url).origin : null;
}

/** After a crash: go on where the recording was cut off. */
export async function goOn(recording) {
  const going = await run({ ...recording, state: "recording" });
  if (going.pausedAt) await resume(going);
}

/** Put the content scripts into every page of the sites, those that are open and those to come. */
async function listen(recording) {
  const { sites } = recording;
  const scripts = scriptsFor(recording);
  await deafen();
  const everywhere = {
    matches: sites,
    allFrames: true,
    matchOriginAsFallback: true,
    runAt: "document_start",
    persistAcrossSessions: false, // a browser that comes back after a crash must not record unasked
  };
  await chrome.scripting.registerContentScripts([
    { id: "recorder", js: scripts, ...everywhere },
    { id: "dialogs", js: DIALOGS, world: "MAIN", ...everywhere },
  ]);
  await putInto(sites, scripts);
}

/** Pages that are open already. */
async function putInto(sites, scripts) {
  const open = await chrome.tabs.query({ url: sites });
  const put = ({ id }) => {
    const target = { tabId: id, allFrames: true };
    return [
      chrome.scripting.executeScript({ target, files: scripts }),
      chrome.scripting.executeScript({ target, files: DIALOGS, world: "MAIN" }),
    ];
  };
  await Promise.allSettled(open.flatMap(put));
}

const deafen = () => chrome.scripting.unregisterContentScripts().catch(() => {});

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

export const note = (words, reference) => write("note", { text: words, ...(reference && { case: reference }) });

/** Whether the last mark was "On hold" is remembered, before the mark is seen anywhere: the shortcut for it asks. */
export async function mark(kind, reference, reason) {
  const fields = { mark: kind, ...(reference && { case: reference }), ...(reason && { text: reason }) };
  await session.set({ held: kind === "hold" });
  await write("mark", fields);
}

/** Switch sites off or on while recording. */
export async function switchSites(sites, on) {
  const { recording } = await local.get("recording");
  if (!recording) return;
  const off = recording.off.filter((site) => !sites.includes(site));
  await local.set({ recording: { ...recording, off: on ? off : [...off, ...sites] } });
}

/** Remember that the file was saved: only then may the recording leave the browser without a question. */
export async function saved(recording) {
  const key = await keyOf(recording);
  await local.set({ [key]: { ...recording, saved: true } });
}

/** Where a recording stands: as the one that the buttons act on, or put away. */
async function keyOf({ header: { recording: id } }) {
  const { recording } = await local.get("recording");
  return recording?.header.recording === id ? "recording" : keptKey(id);
}

/** The recordings that were put away, newest first. */
export async function kept() {
  const keys = (await local.getKeys()).filter((key) => key.startsWith(keptKey("")));
  const found = keys.length ? Object.values(await local.get(keys)) : [];
  return found.sort((a, b) => b.header.start_ms - a.header.start_ms);
}

/** Make room for another recording. This one stays in the browser, saved or not, until the person removes it. */
export async function putAway(recording) {
  await local.set({ [keptKey(recording.header.recording)]: recording }); // in two places rather than in none
  await local.remove("recording");
  await deafen();
  await badge(null);
}

/** Take one that was put away back into the hand, to go on with it; null while there is another. */
export async function takeUp(recording) {
  if (await current()) return null;
  await local.set({ recording });
  await local.remove(keptKey(recording.header.recording));
  return recording;
}

/** Remove a recording from the browser. What the person typed into the start form stays for the next one. */
export async function clear(recording) {
  const { recording: id } = recording.header;
  const key = await keyOf(recording);
  await remove(id, key); // at once: the popup may be gone the moment that the recording is
  if (key !== "recording") return;
  await deafen();
  await badge(null);
  await remove(id); // what a page was just writing
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
  await local.set({ ...also, [key]: { event, writer, clock: at.clock, count: at.count, revision: 0, redactions } });
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

const BADGES = { recording: "badge_recording", paused: "badge_paused", interrupted: "badge_failed" };

/** What the button in the toolbar says. That the disk refused events comes before everything. A recording that a crash
 *  or an update of the recorder cut off says so too: nobody would see otherwise that nothing is recorded any more. */
export async function badge(recording) {
  const { failed } = await session.get("failed");
  const key = failed ? "badge_failed" : BADGES[recording?.state];
  await chrome.action.setBadgeText({ text: key ? text(key) : "" });
  await chrome.action.setBadgeTextColor({ color: "#ffffff" });
  await chrome.action.setBadgeBackgroundColor({ color: key && key !== "badge_paused" ? "#c62828" : "#616161" });
}

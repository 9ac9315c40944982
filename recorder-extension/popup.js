// The recorder's page, in the toolbar's popup or in a tab of its own. It shows what storage holds, nothing else.

import { assemble } from "./lib/assemble.js";
import * as control from "./lib/control.js";
import { caseForm } from "./lib/header.js";
import { eventPrefix } from "./lib/keys.js";
import { latest, load as loadEvents, newest } from "./lib/stored.js";
import { sitesFrom } from "./lib/sites.js";
import { inWords } from "./lib/words.js";

const LAST_STEPS = 30;
const MINOR = new Set(["tab_shown", "tab_hidden", "form_submitted", "page_shown"]);

const at = (id) => document.getElementById(id);
const { local } = chrome.storage;

let recording = null;
let folded = 0; // events that no longer stand alone
let entries = new Map(); // key → entry, of the recording alone; keys sort in the order of events

const duration = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
};

function elapsed() {
  const { header, pausedMs, state, pausedAt, stoppedAt } = recording;
  const until = state === "paused" ? pausedAt : (stoppedAt ?? Date.now());
  return duration(until - header.start_ms - pausedMs);
}

const hostOf = (site) => site.replace(/^.*?:\/\/|\/\*$/g, "");

const count = () => folded + latest([...entries.values()]).length;

const counted = () => `${count()} ${count() === 1 ? "event" : "events"}`;

function showState() {
  const words = { recording: "Recording", paused: "Paused", stopped: "Stopped", interrupted: "Interrupted" };
  at("state").textContent = words[recording?.state] ?? "";
  at("state").className = recording?.state ?? "";
}

function showSteps() {
  at("events").textContent = count();
  const inOrder = [...entries.keys()].sort().map((key) => entries.get(key));
  const lines = latest(inOrder).slice(-LAST_STEPS).map(({ event }) => {
    const line = document.createElement("li");
    line.textContent = inWords(event);
    line.classList.toggle("minor", MINOR.has(event.kind));
    return line;
  });
  at("steps").replaceChildren(...lines);
  at("steps").scrollTop = at("steps").scrollHeight;
}

const showTime = () => {
  at("elapsed").textContent = elapsed();
};

function showLive() {
  const { header, sites, state } = recording;
  at("live-workflow").textContent = header.workflow;
  at("live-who").textContent = `${header.actor} · ${sites.map(hostOf).join(", ")}`;
  at("live-who").title = sites.join("\n");
  at("pause").hidden = state === "paused";
  at("resume").hidden = state !== "paused";
  showTime();
  showSteps();
}

function showDone() {
  const { header, state, saved } = recording;
  const interrupted = state === "interrupted";
  at("done-workflow").textContent = header.workflow;
  at("done-what").textContent = `${header.actor} · ${counted()}${interrupted ? "" : ` · ${elapsed()}`}`;
  at("done-explained").textContent = interrupted
    ? "The browser was closed or crashed during this recording. What was recorded until then is here: go on, or save it as it is. A file saved now says that it was cut off."
    : saved
      ? `Saved as ${header.recording}.jsonl.`
      : "The recording is in this browser alone until you save it.";
  at("go-on").hidden = !interrupted;
  at("discard").hidden = Boolean(saved);
  at("new").hidden = at("new-explained").hidden = !saved;
  prepareFile();
}

/** The link holds the whole file, so that the press that saves it is a press on a link: no permission, no page between. */
async function prepareFile() {
  const link = at("save");
  const ready = `${recording.header.recording} ${recording.state} ${count()}`;
  if (link.dataset.ready === ready) return;
  const text = await assemble(recording, await loadEvents(recording.header.recording));
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  link.download = `${recording.header.recording}.jsonl`;
  link.dataset.ready = ready;
}

function show() {
  const view = !recording ? "start" : ["recording", "paused"].includes(recording.state) ? "live" : "done";
  for (const id of ["start", "live", "done"]) at(id).hidden = id !== view;
  showState();
  if (view === "live") showLive();
  if (view === "done") showDone();
}

async function load() {
  recording = await control.current();
  const found = recording ? await newest(recording.header.recording) : { folded: 0, entries: {} };
  folded = found.folded;
  entries = new Map(Object.entries(found.entries));
  if (!recording) await prefill();
  show();
}

async function prefill() {
  const { last } = await local.get("last");
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  // The address of the tab is known only where the person granted its site before.
  const front = /^https?:/.test(tab?.url ?? "") ? new URL(tab.url).origin : null;
  const sites = (last?.sites ?? []).map((site) => site.replace(/^\*:\/\/|\/\*$/g, ""));
  if (front && !sites.some((site) => front.endsWith(site.replace("*", "")))) sites.unshift(front);
  at("workflow").defaultValue = last?.workflow ?? "";
  at("actor").defaultValue = last?.actor ?? "";
  at("case-example").defaultValue = last?.caseExample ?? "";
  at("sites").defaultValue = sites.join("\n");
}

const fieldsOf = (form) => Object.fromEntries([...new FormData(form)].map(([name, text]) => [name, text.trim()]));

function problemWith({ workflow, actor, caseExample }, { sites, refused }) {
  if (!workflow || !actor) return "Name the workflow and yourself.";
  if (caseExample && !caseForm(caseExample)) return "The example of a case number needs two digits, or letters and a digit, such as SO-1042.";
  if (refused.length) return `“${refused[0]}” is no address or host. Write one a line, such as https://erp.example.com.`;
  return sites.length ? "" : "Name at least one site.";
}

// Not async: Chromium asks for permission only straight from the press of the button.
at("start-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = fieldsOf(event.target);
  const found = sitesFrom(fields.sites);
  const problem = problemWith(fields, found);
  at("start-problem").textContent = problem;
  if (problem) return;
  control.ask({ ...fields, sites: found.sites }).then(
    (begun) => {
      if (!begun) at("start-problem").textContent = "The browser was not allowed to record these sites. Nothing was started.";
    },
    (error) => {
      at("start-problem").textContent = `Chromium refused: ${error.message}`;
    },
  );
});

at("pause").addEventListener("click", () => control.pause(recording));
at("resume").addEventListener("click", () => control.resume(recording));
at("stop").addEventListener("click", () => control.stop(recording));
at("go-on").addEventListener("click", () => control.goOn(recording));
at("save").addEventListener("click", () => control.saved(recording));
at("new").addEventListener("click", () => control.clear(recording));
at("discard").addEventListener("click", () => at("sure").showModal());
at("discard-surely").addEventListener("click", () => control.clear(recording));

at("own-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { text, mark, reference } = fieldsOf(event.target);
  const isMark = event.submitter?.id === "add-mark";
  const lacksCase = isMark && mark === "case" && !reference;
  at("own-problem").textContent = lacksCase ? "Which case starts? Write its number." : "";
  at("case").ariaInvalid = String(lacksCase);
  if (lacksCase) return at("case").focus();
  if (!isMark && !text) return at("note").focus();
  event.target.reset();
  if (isMark) await control.mark(mark, reference, text);
  else await control.note(text, reference);
});

chrome.storage.onChanged.addListener((changes, area) => {
  if (area !== "local") return;
  if (changes.recording) return void load();
  if (!recording) return;
  const prefix = eventPrefix(recording.header.recording);
  for (const [key, { newValue: entry }] of Object.entries(changes)) {
    if (!key.startsWith(prefix)) continue;
    if (entry) entries.set(key, entry);
  }
  if (["recording", "paused"].includes(recording.state)) showSteps();
  else showDone();
});

setInterval(() => {
  if (recording?.state === "recording") showTime();
}, 1000);

load();

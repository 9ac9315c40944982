// What is seen while a recording runs: time, events, steps, sites, and the person's own notes and marks.

import * as control from "../lib/control.js";
import { hostOf, matchPatterns } from "../lib/sites.js";
import { size } from "../lib/stored.js";
import * as texts from "../lib/texts.js";
import { inWords } from "../lib/words.js";
import { at, element, fieldsOf } from "./page.js";

const LAST_STEPS = 30;
const LOOKS = {
  page_shown: "page",
  tab_shown: "minor",
  tab_hidden: "minor",
  form_submitted: "minor",
  message_shown: "said",
  note: "mine",
  mark: "mine",
  paused: "minor",
  resumed: "minor",
};
const { text } = texts;
const { session } = chrome.storage;
const own = at("own-form");

let shown = null; // the recording

export function elapsed({ header, pausedMs, state, pausedAt, stoppedAt }) {
  const until = state === "paused" ? pausedAt : (stoppedAt ?? Date.now());
  return texts.duration(until - header.start_ms - pausedMs);
}

export function showLive(recording) {
  if (shown?.header.recording !== recording.header.recording) offerUnfinished(recording);
  shown = recording;
  const { header, state } = recording;
  at("live-workflow").textContent = header.workflow;
  at("live-who").textContent = text("live_since", header.actor, texts.clock(header.start_ms));
  at("pause").textContent = text(state === "paused" ? "resume" : "pause");
  showSites(recording);
  showTime();
  showSize();
}

/** A press on the page closes the popup: what was being written about it is still there when it opens again. */
async function offerUnfinished({ header }) {
  const { unfinished } = await session.get("unfinished");
  if (unfinished?.recording === header.recording) offer(unfinished.fields);
}

function offer({ text: note = "", reference = "" }) {
  at("note").defaultValue = note;
  at("case").defaultValue = reference;
}

own.addEventListener("input", () => session.set({ unfinished: { recording: shown.header.recording, fields: fieldsOf(own) } }));

export const showTime = () => (at("elapsed").textContent = elapsed(shown));

export async function showSize() {
  const { recording } = shown.header;
  at("size").textContent = texts.bytes(await size(recording));
}

/** The newest steps, at the end of the list, unless the person scrolled back to read. */
export function showSteps(tally) {
  at("events").textContent = texts.number(tally.count());
  const list = at("steps");
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 24;
  const events = tally.events().slice(-LAST_STEPS);
  list.replaceChildren(...events.map((event) => element("li", { words: inWords(event, texts), className: LOOKS[event.kind] ?? "" })));
  list.hidden = !events.length;
  at("steps-none").hidden = events.length > 0;
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

/** A switch for each host. Only what has changed is touched: a switch that was just pressed keeps the focus. */
function showSites({ sites, off = [] }) {
  const list = at("switches");
  const hosts = Map.groupBy(sites, hostOf);
  if (list.dataset.sites !== sites.join(" ")) list.replaceChildren(...[...hosts].map(switchFor));
  list.dataset.sites = sites.join(" ");
  for (const button of list.querySelectorAll("button")) {
    button.ariaChecked = String(!hosts.get(button.dataset.host).some((site) => off.includes(site)));
  }
  showOther(sites);
}

function switchFor([host, sites], index) {
  const name = element("bdi", { id: `site-${index}`, words: host, title: sites.join(" ") });
  const button = element("button", { type: "button", role: "switch" });
  button.dataset.host = host;
  button.setAttribute("aria-labelledby", name.id);
  button.addEventListener("click", () => control.switchSites(sites, button.ariaChecked !== "true"));
  return element("li", {}, name, button);
}

/** The page in front may be of a site that nobody named: then the work on it would be missing. */
async function showOther(sites) {
  const site = await control.otherSite(sites);
  at("other").hidden = !site;
  at("other-text").textContent = site ? text("other_site", site) : "";
  at("other-add").dataset.site = site ?? "";
}

// Not async: Chromium asks for permission only straight from the press of the button.
at("other-add").addEventListener("click", ({ target }) => {
  control.ask({ more: true, sites: matchPatterns(target.dataset.site) });
});

at("pause").addEventListener("click", () => (shown.state === "paused" ? control.resume(shown) : control.pause(shown)));
at("stop").addEventListener("click", () => control.stop(shown));

/** What is missing: the field it belongs into, and the key of what to say. */
function missing(isMark, { text: note, mark, reference }) {
  if (isMark && mark === "case" && !reference) return ["case", "own_problem_case"];
  return isMark || note ? [] : ["note", "own_problem_note"];
}

own.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = fieldsOf(event.target);
  const isMark = event.submitter?.id === "add-mark";
  const [field, problem] = missing(isMark, fields);
  at("own-said").textContent = "";
  at("own-problem").textContent = problem ? text(problem) : "";
  for (const id of ["case", "note"]) at(id).ariaInvalid = String(id === field);
  if (problem) return at(field).focus();
  session.remove("unfinished");
  offer({});
  event.target.reset();
  if (isMark) await control.mark(fields.mark, fields.reference, fields.text);
  else await control.note(fields.text, fields.reference);
  at("own-said").textContent = text(isMark ? "mark_added" : "note_added");
});

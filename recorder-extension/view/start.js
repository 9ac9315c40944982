// The form that starts a recording.

import * as control from "../lib/control.js";
import { caseForm } from "../lib/header.js";
import { plainSites, sitesFrom } from "../lib/sites.js";
import { workflows } from "../lib/team.js";
import { text } from "../lib/texts.js";
import { at, element, fieldsOf } from "./page.js";

const { session } = chrome.storage;
const form = at("start-form");
let known = {}; // workflows that were recorded before

/** `anew`: the form comes back after a recording, and forgets what was written into it. */
export async function showStart({ anew = false } = {}) {
  const { last = { sites: [] } } = await chrome.storage.local.get("last");
  const { draft } = await session.get("draft");
  known = await workflows();
  at("workflows").replaceChildren(...Object.keys(known).map((name) => element("option", { words: name })));
  offer(draft ?? { ...last, sites: (await offeredSites(last.sites)).join("\n") });
  if (anew) form.reset();
  else if (await isRefused()) at("start-problem").textContent = text("problem_not_allowed");
}

/** Chromium's question closed the toolbar's popup, and nothing has begun since. */
async function isRefused() {
  const asked = await control.pending();
  return Boolean(asked && !asked.more);
}

/** The sites of the last recording, and the one in front: a press of the recorder's button tells its address. */
async function offeredSites(before) {
  const front = await control.otherSite(before);
  return [...(front ? [front] : []), ...plainSites(before)];
}

// The toolbar's popup goes away with every press beside it, and when Chromium asks for permission.
form.addEventListener("input", () => session.set({ draft: fieldsOf(form) }));

/** What fields say until the person writes into them. */
function offer({ workflow = "", actor = "", caseExample = "", naming = "", sites = "" }) {
  const offers = { workflow, actor, caseExample, sites };
  for (const [name, content] of Object.entries(offers)) form.elements[name].defaultValue = content;
  form.elements.naming.defaultChecked = naming !== "";
}

/** Fill in what is known of a workflow, over whatever stands in the fields. The name of the person stays. */
export function fillIn({ workflow, caseExample, naming, sites }) {
  offer({ ...fieldsOf(form), workflow, caseExample, naming, sites: plainSites(sites).join("\n") });
  form.reset();
}

/** `{fields, problem}`: what the form says, its sites as match patterns, and what is wrong with it. */
export function readForm() {
  const fields = fieldsOf(form);
  const { sites, refused } = sitesFrom(fields.sites);
  return { fields: { ...fields, sites }, problem: problemWith(fields, sites, refused) };
}

function problemWith({ workflow, caseExample }, sites, refused) {
  if (!workflow) return text("problem_workflow");
  if (caseExample && !caseForm(caseExample)) return text("problem_case_example");
  if (refused.length) return text("problem_site", refused[0]);
  return sites.length ? "" : text("problem_no_site");
}

at("workflow").addEventListener("change", () => {
  const { workflow } = fieldsOf(form);
  const isKnown = Object.hasOwn(known, workflow);
  if (isKnown) fillIn({ workflow, ...known[workflow] });
  at("filled-in").textContent = isKnown ? text("filled_in", workflow) : "";
});

// Not async: Chromium asks for permission only straight from the press of the button.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { fields, problem } = readForm();
  const say = (words) => (at("start-problem").textContent = words);
  if (problem || !fields.actor) return say(fields.workflow && fields.actor ? problem : text("problem_names"));
  say("");
  at("filled-in").textContent = "";
  control.ask(fields).then(
    (begun) => begun || say(text("problem_not_allowed")),
    (error) => say(text("problem_refused", error.message)),
  );
});

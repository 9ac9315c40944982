// The form that starts a recording.

import * as control from "../lib/control.js";
import { caseForm } from "../lib/header.js";
import { sitesFrom } from "../lib/sites.js";
import { plainSites, workflows } from "../lib/team.js";
import { text } from "../lib/texts.js";
import { at, element, fieldsOf } from "./page.js";

const form = at("start-form");
let known = {}; // workflows that were recorded before

/** `anew`: the form comes back after a recording, and forgets what was written into it. */
export async function showStart({ anew = false } = {}) {
  const { last } = await chrome.storage.local.get("last");
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  // The address of the tab is known only where the person granted its site before.
  const front = /^https?:/.test(tab?.url ?? "") ? new URL(tab.url).origin : null;
  const sites = plainSites(last?.sites ?? []);
  if (front && !sites.some((site) => front.endsWith(site.replace("*", "")))) sites.unshift(front);
  known = await workflows();
  at("workflows").replaceChildren(...Object.keys(known).map((name) => element("option", { words: name })));
  offer({ workflow: last?.workflow, actor: last?.actor, caseExample: last?.caseExample, sites });
  if (anew) form.reset();
}

/** What fields say until the person writes into them. */
function offer({ workflow = "", actor = "", caseExample = "", sites = [] }) {
  const offers = { workflow, actor, caseExample, sites: sites.join("\n") };
  for (const [name, content] of Object.entries(offers)) form.elements[name].defaultValue = content;
}

/** Fill in what is known of a workflow, over whatever stands in the fields. The name of the person stays. */
export function fillIn({ workflow, caseExample, sites }) {
  offer({ ...fieldsOf(form), workflow, caseExample, sites: plainSites(sites) });
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

// What a team shares: the key of its tokens, and for each workflow the case number, the way of naming and the sites. Told
// between colleagues in a small file.

import { caseForm, KNOWN_WORDS } from "./header.js";
import { matchPatterns, plainSites } from "./sites.js";

const { local } = chrome.storage;

export const FILE = "ledgerium-team.json";
const REQUIRED = ["ledgerium_team", "token_key"]; // `ledgerium redact` makes files with no more
const MOST_SITES = 100;

const randomHex = (bytes) =>
  [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The team's settings in this browser. The first who asks makes the key. */
export function team() {
  return navigator.locks.request("team", async () => {
    const { team: known } = await local.get("team");
    if (known) return known;
    const made = { tokenKey: randomHex(32) };
    await local.set({ team: made });
    return made;
  });
}

/** The workflows that were recorded here or came from a colleague: `{name: {caseExample, naming, sites}}`. */
export const workflows = async () => (await local.get("workflows")).workflows ?? {};

export async function remember({ workflow, caseExample, naming, sites }) {
  await local.set({ workflows: { ...(await workflows()), [workflow]: { caseExample, ...(naming && { naming }), sites } } });
}

export function settingsText({ tokenKey, workflow, caseExample, naming, sites }) {
  const file = {
    ledgerium_team: 1,
    token_key: tokenKey,
    workflow,
    case_example: caseExample,
    ...(naming && { naming }),
    sites: plainSites(sites),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** `{settings}` of a colleague's file, or `{problem}`: the key of what to say, and what to say it about. */
export function readSettings(content) {
  const file = parsed(content);
  if (!file || !("ledgerium_team" in file)) return { problem: ["team_problem_file", FILE] };
  if (file.ledgerium_team !== 1) return { problem: ["team_problem_version"] };
  const wrong = [...REQUIRED, ...Object.keys(file)].find((field) => !isRight(field, file[field]));
  if (wrong) return { problem: ["team_problem_field", wrong] };
  const { token_key: tokenKey, workflow = "", case_example: caseExample = "", naming = "", sites = [] } = file;
  return { settings: { tokenKey, workflow, caseExample, naming, sites: sites.flatMap(matchPatterns) } };
}

function parsed(content) {
  try {
    const file = JSON.parse(content);
    return typeof file === "object" && !Array.isArray(file) ? file : null;
  } catch {
    return null;
  }
}

const isText = (value, most) => typeof value === "string" && value.trim() === value && value.length <= most;

function isRight(field, value) {
  switch (field) {
    case "ledgerium_team": return value === 1;
    case "token_key": return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
    case "workflow": return isText(value, 200) && value !== "";
    case "case_example": return isText(value, 60) && (value === "" || caseForm(value) !== null);
    case "naming": return value === KNOWN_WORDS;
    case "sites": return Array.isArray(value) && areSites(value);
    default: return false;
  }
}

const areSites = (sites) =>
  sites.length > 0 && sites.length <= MOST_SITES && sites.every((site) => isText(site, 300) && matchPatterns(site).length);

/** Take a colleague's settings into use, from the next recording on. */
export async function use(settings) {
  await local.set({ team: { ...(await team()), tokenKey: settings.tokenKey } });
  if (settings.workflow) await remember(settings);
}

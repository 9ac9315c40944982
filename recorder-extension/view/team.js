// The settings that a team shares: out to a file, in from a colleague's.

import { FILE, readSettings, settingsText, team, use } from "../lib/team.js";
import { text } from "../lib/texts.js";
import { at, giveFile, isSure } from "./page.js";
import { fillIn, readForm, showStart } from "./start.js";

function say({ said = "", problem = "" }) {
  at("team-said").textContent = said;
  at("team-problem").textContent = problem;
}

/** The toolbar's popup closes when Chromium asks for a file: there a tab of its own does it. */
export function showTeam(isPopup) {
  at("team-open").hidden = !isPopup;
  at("team-file").hidden = at("team-use").hidden = isPopup;
  if (location.hash === "#team") at("team").open = true;
}

at("team-share").addEventListener("click", async () => {
  const { fields, problem } = readForm();
  if (problem) return say({ problem });
  giveFile(FILE, settingsText({ ...fields, ...(await team()) }));
  say({ said: text("team_shared", FILE) });
});

at("team-file").addEventListener("change", async () => {
  const file = new FormData(at("team-form")).get("file");
  const { settings, problem } = readSettings(await file.text());
  at("team-form").reset(); // the same file may be chosen again
  if (problem) return say({ problem: text(...problem) });
  const { team: mine } = await chrome.storage.local.get("team");
  if (mine && mine.tokenKey !== settings.tokenKey && !(await isReplaced())) return say({});
  await use(settings);
  await showStart();
  if (settings.workflow) fillIn(settings);
  say({ said: settings.workflow ? text("team_used", settings.workflow) : text("team_used_key") });
});

const isReplaced = () =>
  isSure({ title: "team_replace_title", about: text("team_replace_text"), yes: "team_replace", no: "team_keep" });

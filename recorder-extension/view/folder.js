// The folder that a recording is written into while it is made, if the person wants one.

import { tryHost } from "../lib/host.js";
import { text } from "../lib/texts.js";
import { at } from "./page.js";

const { local, session } = chrome.storage;
const PERMISSION = { permissions: ["nativeMessaging"] };

const isOn = () => at("folder-switch").ariaChecked === "true";

function show(on, problem = "") {
  at("folder-switch").ariaChecked = String(on);
  at("folder-problem").textContent = problem;
}

export async function showFolder() {
  const { host } = await local.get("host");
  show(Boolean(host));
}

/** That the program does not answer, while a recording runs. */
export async function showHostProblem() {
  const { hostFailed } = await session.get("hostFailed");
  at("host-problem").textContent = hostFailed ? text("folder_failed", hostFailed) : "";
}

session.onChanged.addListener((changed) => changed.hostFailed && showHostProblem());

// Not async: Chromium asks for permission only straight from the press of the button.
at("folder-switch").addEventListener("click", () => {
  if (isOn()) return void local.remove("host").then(() => show(false));
  chrome.permissions.request(PERMISSION).then(async (granted) => {
    const reason = granted ? await tryHost() : text("folder_not_allowed");
    if (reason === null) await local.set({ host: true });
    show(reason === null, reason === null ? "" : text("folder_missing", reason));
  });
});

// A recording that has ended: save it, put it away, go on after a crash.

import { assemble } from "../lib/assemble.js";
import * as control from "../lib/control.js";
import { load, size } from "../lib/stored.js";
import { bytes, day, number, text } from "../lib/texts.js";
import { elapsed } from "./live.js";
import { at, fileFor, isSure } from "./page.js";

let shown = null; // the recording
let count = 0;

export const fileOf = ({ header }) => `${header.recording}.jsonl`;

export const fileText = async (recording) => assemble(recording, await load(recording.header.recording));

/** `changes` counts what was told: the file is made anew when an event arrives late. */
export async function showDone(recording, tally, changes) {
  shown = recording;
  count = tally.count();
  const { header, state, saved } = recording;
  const isInterrupted = state === "interrupted";
  at("done").className = isInterrupted ? "interrupted" : "";
  at("done-title").textContent = text(isInterrupted ? "done_title_interrupted" : saved ? "done_title_saved" : "done_title");
  at("done-workflow").textContent = header.workflow;
  at("done-who").textContent = [header.actor, day(header.start_ms)].join(" · ");
  at("done-time").hidden = isInterrupted; // nobody knows when it ended
  at("done-elapsed").textContent = elapsed(recording);
  at("done-events").textContent = number(count);
  at("done-explained").textContent = explained(recording);
  at("go-on").hidden = !isInterrupted;
  at("save").classList.toggle("main", !isInterrupted && !saved);
  at("new").classList.toggle("main", Boolean(saved) && !isInterrupted);
  at("discard").textContent = text(saved ? "remove_saved" : "discard");
  prepareFile(`${header.recording} ${state} ${changes}`);
  at("done-size").textContent = bytes(await size(header.recording));
}

function explained(recording) {
  if (recording.saved) return text("done_saved", fileOf(recording));
  return text(recording.state === "interrupted" ? "done_interrupted" : "done_unsaved");
}

/** The link holds the whole file, so that the press that saves it is a press on a link. */
async function prepareFile(state) {
  const link = at("save");
  const words = text(shown.saved ? "save_again" : "save");
  if (link.dataset.ready === state) return void (link.textContent = words);
  delete link.dataset.ready;
  link.dataset.wanted = state;
  link.removeAttribute("href");
  link.textContent = text("preparing");
  const content = await fileText(shown);
  if (link.dataset.wanted !== state) return;
  fileFor(link, fileOf(shown), content);
  link.textContent = words;
  link.dataset.ready = state;
}

/** Remove a recording from the browser; what is not saved only after a question. */
export async function remove(recording) {
  const about = text("discard_text", recording.header.workflow);
  const question = { title: "discard_title", about, yes: "discard_surely", no: "discard_not" };
  if (recording.saved || (await isSure(question))) await control.clear(recording);
}

/** Put the recording away, with what the list of past recordings says about it. */
export const putAway = () => control.putAway({ ...shown, events: count });

at("save").addEventListener("click", () => at("save").dataset.ready && control.saved(shown));
at("go-on").addEventListener("click", () => control.goOn(shown));
at("new").addEventListener("click", putAway);
at("discard").addEventListener("click", () => remove(shown));

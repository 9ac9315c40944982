// The recordings that are still in this browser, beside the one that the buttons act on.

import * as control from "../lib/control.js";
import { newest } from "../lib/stored.js";
import { openTally } from "../lib/tally.js";
import { counted, day, text } from "../lib/texts.js";
import { fileOf, fileText, putAway, remove } from "./done.js";
import { at, element, giveFile } from "./page.js";

/** `recording` is the one in hand, which makes room when another is taken up. */
export async function showPast(recording) {
  const all = await control.kept();
  const lines = await Promise.all(all.map((one) => lineFor(one, recording)));
  at("past-list").replaceChildren(...lines);
  at("past").hidden = !all.length;
}

async function lineFor(one, recording) {
  const { header, state, saved } = one;
  const count = one.events ?? openTally(await newest(header.recording)).count();
  const title = element("strong", { id: `past-${header.recording}`, words: header.workflow, dir: "auto" });
  const tag = element("span", { className: "tag", words: text(standing(one)) });
  tag.classList.toggle("open", !saved);
  const facts = element("p", { className: "what" });
  facts.append(element("bdi", { words: header.actor }), ` · ${day(header.start_ms)} · ${counted("events", count)}`);
  const buttons = element("div", { className: "row" });
  const add = (key, press) => {
    const button = element("button", { type: "button", words: text(key) });
    button.setAttribute("aria-describedby", title.id);
    button.addEventListener("click", press);
    buttons.append(button);
  };
  if (state === "interrupted") add("past_go_on", () => goOn(one, recording));
  add("past_save", () => save(one));
  add("past_remove", () => remove(one));
  return element("li", {}, element("div", { className: "title" }, title, tag), facts, buttons);
}

function standing({ state, saved }) {
  if (saved) return "past_saved";
  return state === "interrupted" ? "state_interrupted" : "past_unsaved";
}

async function save(one) {
  giveFile(fileOf(one), await fileText(one));
  await control.saved(one);
}

async function goOn(one, recording) {
  if (recording) await putAway();
  const taken = await control.takeUp(one);
  if (taken) await control.goOn(taken);
}

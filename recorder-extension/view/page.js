// What all parts of the page use.

import { text } from "../lib/texts.js";

export const at = (id) => document.getElementById(id);

export const fieldsOf = (form) =>
  Object.fromEntries([...new FormData(form)].map(([name, content]) => [name, content.trim()]));

export function element(tag, { words, ...properties } = {}, ...children) {
  const made = document.createElement(tag);
  if (words !== undefined) made.textContent = words;
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

/** Ask in a dialog, with the keys of its words. True where the person said yes. */
export function isSure({ title, about, yes, no }) {
  at("sure-title").textContent = text(title);
  at("sure-text").textContent = about;
  at("sure-yes").textContent = text(yes);
  at("sure-no").textContent = text(no);
  const dialog = at("sure");
  dialog.returnValue = ""; // what it was closed with the last time
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}

/** A file for a link: the link stands in this page, so no permission is needed and no page comes between. */
export function fileFor(link, name, content) {
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  link.download = name;
}

/** Give the person a file that could not be made before the press. */
export function giveFile(name, content) {
  const link = element("a");
  fileFor(link, name, content);
  link.click();
}

// Keeps what is chosen in the fragment of the address, such as `#cases?only=held&open=case:SO-1045`: Back undoes it, and
// a reload or a link keeps it. A fragment is input: each value is looked up among those that the page has, else ignored.

const CONTROLS = ["mode", "lanes", "axis", "scale", "measure", "case-sort", "zone"];
const LONGEST_SEARCH = 200;

/** How each part of the filter is written, and read again; undefined where the page has no such thing. */
const FILTERS = {
  variant: [(rank) => rank + 1, (words) => found(data.variants.findIndex((_, rank) => String(rank + 1) === words))],
  activity: [(activity) => titles[activity], (words) => found(titles.indexOf(words))],
  path: [(at) => pathName(data.paths[at]), (words) => found(data.paths.findIndex((path) => pathName(path) === words))],
  only: [(name) => name, (words) => (Object.hasOwn(ONLY, words) ? words : undefined)],
  search: [(words) => words.trim(), (words) => words.slice(0, LONGEST_SEARCH)],
};
const OPENS = {
  case: (id) => [found(data.cases.findIndex((one) => one.id === id)), openCase],
  step: (title) => [found(titles.indexOf(title)), openActivity],
  path: (name) => [found(data.paths.findIndex((path) => pathName(path) === name)), openPath],
  number: (name) => [Object.hasOwn(EVIDENCE, name) ? name : undefined, openEvidence],
  events: (words) => [isCitation(words) ? words : undefined, openCitation],
};

const found = (place) => (place < 0 ? undefined : place);
const radiosOf = (name) => all(`input[name=${name}]`);
const valueOf = (name) => radiosOf(name).find((radio) => radio.checked)?.value ?? byId(name).value;

function startAddress() {
  const initial = Object.fromEntries(CONTROLS.map((name) => [name, valueOf(name)]));
  /** The choices of the entries of the history that this visit made, and which of them is shown. */
  const trail = [];
  let at = history.state?.at ?? 0, waiting = null;

  function words() {
    const parts = new URLSearchParams();
    for (const [name, [write]] of Object.entries(FILTERS)) {
      const own = chosen[name] === nothing[name] ? "" : String(write(chosen[name]));
      if (own) parts.set(name, own);
    }
    for (const name of CONTROLS) if (valueOf(name) !== initial[name]) parts.set(name, valueOf(name));
    if (opened) parts.set("open", opened);
    return parts.toString();
  }

  function keep(place, isNew, section = document.querySelector("nav a[aria-current]")?.hash.slice(1) ?? "") {
    trail[place] = words();
    trail.length = place + 1;
    at = place;
    try {
      history[isNew ? "pushState" : "replaceState"]({ at }, "", trail[at] || section ? `#${section}${trail[at] ? "?" : ""}${trail[at]}` : "#");
    } catch {
      // A window that does not let the page write its address shows the page all the same.
    }
  }

  /** Writes down what is chosen now. Closing the drawer returns to where it was opened; typing makes no entry a letter. */
  function write() {
    waiting = null;
    const now = words(), before = trail[at];
    if (now === before) return;
    const opener = trail.lastIndexOf(now, at - 1);
    const onlyOpened = at > 0 && opener >= 0 && trail.slice(opener + 1).every((one) => new URLSearchParams(one).has("open"));
    if (!opened && onlyOpened) goBack(opener - at);
    else keep(isTyping(before, now) ? at : at + 1, !isTyping(before, now));
  }

  /** Goes to an entry of the history and leaves the focus where it is: a browser gives it to what the fragment names. */
  function goBack(by) {
    const focused = document.activeElement;
    addEventListener("popstate", () => focusAgain(focused), { once: true });
    history.go(by);
  }

  const focusAgain = (focused) => setTimeout(() => focused.focus({ preventScroll: true }));

  function read() {
    const asked = new URLSearchParams(location.hash.split("?").slice(1).join("?"));
    const change = { ...nothing };
    for (const [name, [, look]] of Object.entries(FILTERS)) {
      const value = asked.has(name) ? look(asked.get(name)) : undefined;
      if (value !== undefined) change[name] = value;
    }
    if (Object.keys(change).some((name) => change[name] !== chosen[name])) choose(change);
    for (const name of CONTROLS) setControl(name, asked.get(name) ?? initial[name]);
    const [kind, ...rest] = (asked.get("open") ?? "").split(":");
    const [what, open] = Object.hasOwn(OPENS, kind) ? OPENS[kind](rest.join(":")) : [];
    if (what !== undefined) open(what);
    else {
      byId("drawer").close();
      opened = "";
    }
    clearTimeout(waiting);
    waiting = null;
  }

  /** Scrolls to the section that the address names. */
  function show() {
    const section = all("nav a").find((link) => link.hash === location.hash.split("?")[0]);
    if (section) byId(section.hash.slice(1)).scrollIntoView();
  }

  const later = () => { waiting ??= setTimeout(write); };
  whenChosen(later);
  whenOpened = later;
  document.addEventListener("change", later);
  addEventListener("popstate", () => {
    const isOwn = history.state !== null;
    if (!isOwn && !location.hash.includes("?")) {  // a link to a section, which chooses nothing
      keep(at + 1, false, location.hash.slice(1));
      return;
    }
    at = history.state?.at ?? at + 1;
    const wasOpen = byId("drawer").open;
    if (location.hash.split("?").slice(1).join("?") !== words()) read();
    if (wasOpen && !byId("drawer").open) focusAgain(document.activeElement); // where it was opened
    trail[at] = words();
    if (!isOwn) show();
  });
  if (location.hash.includes("?")) {
    read();
    const [visit] = performance.getEntriesByType("navigation");
    if (visit?.type === "navigate") show();
  }
  trail[at] = words();
  history.replaceState({ at }, "");
}

const isTyping = (before, now) => {
  const [old, own] = [before, now].map((one) => new URLSearchParams(one));
  const both = old.get("search") && own.get("search");
  old.delete("search");
  own.delete("search");
  return Boolean(both) && old.toString() === own.toString();
};

/** Sets a control as a person does, if it has this value. */
function setControl(name, value) {
  const radio = radiosOf(name).find((one) => one.value === value && !one.closest("label").hidden);
  const select = radiosOf(name).length ? null : byId(name);
  if (valueOf(name) === value || !(radio || [...select?.options ?? []].some((one) => one.value === value))) return;
  if (radio) radio.checked = true;
  else select.value = value;
  (radio ?? select).dispatchEvent(new Event("change", { bubbles: true }));
}

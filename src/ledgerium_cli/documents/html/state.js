// The data of the page and the current filter.

const data = unpacked(JSON.parse(byId("data").textContent));
const titles = data.activities.map((one) => one.title);
const recordings = new Map(data.recordings.map((one, place) => [one.label, place]));
const nothing = { variant: null, activity: null, path: null, only: "all", search: "" };
const chosen = { ...nothing };
const listeners = [];

const ONLY = {
  all: ["all", () => true],
  held: ["held", (one) => one.held],
  open: ["still open", (one) => isOpen(one)],
  again: ["with rework", (one) => repeats(one)],
  deviating: ["with a deviation", (one, place) => deviations.has(place)],
  ...(data.targets.length ? { past: ["past a target", (one, place) => pastTargets(place).length > 0] } : {}),
  clock: ["with a clock in doubt", (one) => one.clock_marks],
};
const deviations = grouped(data.deviations, (one) => one.case);

/** A row that the data have as an array, as an object by the names of its fields. */
function named(row, names) {
  const one = {};
  for (let at = 0; at < names.length; at += 1) one[names[at]] = row[at];
  return one;
}

/** The data with its rows by the names of their fields; those of events are unpacked when they are shown. */
function unpacked(packed) {
  const { fields, cases } = packed, by = (names) => (row) => named(row, names);
  for (const one of cases) {
    one.parts = named(one.parts, fields.parts);
    one.steps = one.steps.map(by(fields.step));
    one.holds = one.holds.map(by(fields.hold));
  }
  const told = packed.deviations_told.map(by(fields.deviation_told));
  const deviations = packed.deviations.map(by(fields.deviation)).map((one) => ({ ...told[one.told], ...one }));
  return { ...packed, deviations };
}

/** The slices of a case in turn. */
function slicesOf(one) {
  const { length } = data.fields.slice, found = [];
  for (let at = 0; at < one.slices.length; at += length) found.push(named(one.slices.slice(at, at + length), data.fields.slice));
  return found;
}

/** What a step waited for, by cause: `person busy with earlier work (contention) 19 s, …`. */
function whyOf(step) {
  const { why } = step, told = [];
  for (let at = 0; at < why.length; at += 2) told.push(`${data.causes[why[at]]} ${duration(why[at + 1])}`);
  return told.join(", ");
}

const pastTargets = (place) => data.targets.filter((one) => one.missed.includes(place));
const measureOf = (target) => (target.interval === null ? "Cycle time" : data.intervals[target.interval].title);
/** Whether it counts as finished, so that its times are whole. */
const isCounted = (one) => one.complete !== false;
const isOpen = (one) => one.complete === false && !one.ended;
/** How long a case is seen: its cycle, of an open one its age. */
const lastsFor = (one) => one.age ?? one.cycle;
/** The holds of an open case that go on at the last moment of the recordings. */
const goingOn = (one) => (isOpen(one) ? one.holds.filter((hold) => hold.released === false && hold.start !== null) : []);
const activitiesOf = (one) => one.steps.map((step) => step.activity);
/** Whether a step was performed again; of those that were cut off before they were known nobody knows. */
function repeats(one) {
  const known = activitiesOf(one).filter((activity) => data.activities[activity].named_by !== "cut off");
  return new Set(known).size < known.length;
}
const workOf = (one) => one.parts.work;

const WAITS = ["system_wait", "idle", "between_step_wait"];

/** The sum of the known parts of wait; null when none is known. */
function waitOf(one) {
  const known = WAITS.map((name) => one.parts[name]).filter((ms) => ms !== null);
  return known.length ? known.reduce((sum, ms) => sum + ms, 0) : null;
}

/** The activities of a case, between its start and its end. */
const wayOf = (one) => [null, ...activitiesOf(one), isCounted(one) ? "end" : one.ended ? "ended" : "open"];

function takes(one, path) {
  const way = wayOf(one);
  return way.some((step, place) => place > 0 && way[place - 1] === path.source && step === path.target);
}

const casesOf = (n) => count(n, data.case, data.case_plural);

/** A number of cases, with a note when the page does not carry all of them. */
const casesInPage = (n) => `${casesOf(n)}${data.cases.length < data.all_cases ? " in this page" : ""}`;

const texts = new Map();

/** Where a case is found: its name, steps, people and systems, in lower case. */
function textOf(one) {
  if (!texts.has(one)) {
    const parts = one.steps.flatMap((step) => [titles[step.activity], data.actors[step.actor], data.systems[step.system]]);
    texts.set(one, [...new Set([one.id, ...parts])].join("\n").toLowerCase());
  }
  return texts.get(one);
}

/** Indexes of the cases that match the filter. */
function matching() {
  const sought = chosen.search.trim().toLowerCase();
  const keep = ONLY[chosen.only][1];
  return data.cases.map((_, place) => place).filter((place) => {
    const one = data.cases[place];
    return (chosen.variant === null || one.variant === chosen.variant)
      && (chosen.activity === null || activitiesOf(one).includes(chosen.activity))
      && (chosen.path === null || takes(one, data.paths[chosen.path]))
      && keep(one, place)
      && (!sought || textOf(one).includes(sought));
  });
}

function choose(change) {
  Object.assign(chosen, change);
  const places = matching();
  for (const listener of listeners) listener(places);
}

/** Calls a listener now and after every change of the filter, with the indexes of the matching cases. */
function whenChosen(listener) {
  listeners.push(listener);
  listener(matching());
}

function pathName(path) {
  const ends = { end: "End", open: "Not finished", ended: "Ended by a person" };
  return `${titles[path.source] ?? "Start"} → ${titles[path.target] ?? ends[path.target]}`;
}

/** Which required steps a path passes over, and how often where not each time: `“Run the check” 17 of 18`. */
const passedOver = (path) => path.skipped.map(([title, times]) => `${inQuotes(title)}${times === path.count ? "" : ` ${times} of ${path.count}`}`).join(", ");

/** `18×, without “Run the check” 17 of 18`. */
const timesOfPath = (path) => `${path.count}×${path.skipped.length ? `, without ${passedOver(path)}` : ""}`;

/** The filter in words. */
function chosenWords() {
  const sought = chosen.search.trim();
  return [
    chosen.variant !== null && ["variant", `variant ${chosen.variant + 1}`],
    chosen.activity !== null && ["activity", `with ${inQuotes(titles[chosen.activity])}`],
    chosen.path !== null && ["path", pathName(data.paths[chosen.path])],
    chosen.only !== "all" && ["only", ONLY[chosen.only][0]],
    sought && ["search", `found by ${inQuotes(sought)}`],
  ].filter(Boolean);
}

const isNarrowed = () => chosenWords().length > 0;

function startFilter() {
  const chip = ([key, words]) => make("button", {
    type: "button", class: "chip", "aria-label": `Remove: ${words}`,
    click: () => { choose({ [key]: nothing[key] }); byId("filter-clear").focus(); },
  }, `${words} ×`);
  byId("filter-clear").addEventListener("click", () => {
    choose(nothing);
    byId("main").focus({ preventScroll: true });
  });
  whenChosen((places) => {
    byId("filter").hidden = !isNarrowed();
    const which = `${places.length} of ${casesInPage(data.cases.length)}`, words = chosenWords();
    byId("filter-says").textContent = isNarrowed() ? `${which} chosen` : "";
    byId("filter-printed").textContent = `${which} chosen: ${words.map(([, own]) => own).join("; ")}. `
      + "The map, the list of cases, the distributions and the numbers that do not say otherwise are of these; all else is of all.";
    for (const note of all(".of-whole")) {
      note.hidden = !isNarrowed();
      note.textContent = `Of all ${casesInPage(data.cases.length)}, whatever is chosen.`;
    }
    refill("filter-chips", words.map(chip));
    keepInSight();
  });
}

/** Keeps link targets below the sticky head, whatever its height; on paper nothing is sticky. */
function keepInSight() {
  const pinned = ["pinned", "filter"].map(byId).find((one) => getComputedStyle(one).position === "sticky");
  document.documentElement.style.scrollPaddingTop = `${(pinned?.offsetHeight ?? 0) + 16}px`;
}

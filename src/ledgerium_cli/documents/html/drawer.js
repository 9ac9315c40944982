// The drawer at the side, for a case, a step, a path or the evidence of a number. Closing it returns to the page.

const MOST_ROWS = 100;
const NAMED = {
  rule: "declared in the workflow file", guess: "guessed from what was on the screen", log: "as in the log",
  "cut off": "not known: a recording was cut off in it",
};

/** What the drawer shows, such as `case:SO-1045`; empty while it is closed. */
let opened = "", whenOpened = () => {};

function openDrawer(what, title, ...content) {
  opened = what;
  whenOpened();
  byId("drawer-title").textContent = title;
  refill("drawer-body", content);
  citeTexts(byId("drawer-body"));
  const drawer = byId("drawer");
  if (!drawer.open) drawer.showModal();
  byId("drawer-body").scrollTop = 0;
  byId("drawer-title").focus();
}

function startDrawer() {
  const drawer = byId("drawer");
  byId("drawer-close").addEventListener("click", () => drawer.close());
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer) drawer.close();
  });
  drawer.addEventListener("close", () => {
    if (drawer.open) return;
    opened = "";
    whenOpened();
  });
  for (const button of all("[data-evidence]")) {
    button.addEventListener("click", () => openEvidence(button.dataset.evidence));
  }
}

const caseButton = (place) => make("button", {
  type: "button", class: "case-name case-id", title: data.cases[place].id, click: () => openCase(place),
}, make("bdi", {}, data.cases[place].id));

/** A button that closes the drawer and filters the page. */
const chooseButton = (words, change) => make("button", {
  type: "button", class: "choose",
  click: () => {
    byId("drawer").close();
    opened = "";
    choose(change);
    byId("cases-title").scrollIntoView();
  },
}, words);

function firstRows(rows) {
  const rest = rows.length - MOST_ROWS;
  return [rows.slice(0, MOST_ROWS), rest > 0 ? make("p", {}, `${rest} more are not listed here.`) : null];
}

function openEvidence(name) {
  const { title, rows, none } = EVIDENCE[name](), isPart = isNarrowed() && Object.hasOwn(BODIES, name);
  const now = new Set(isPart ? matching() : []);
  const [first, more] = firstRows(rows.filter(([place]) => !isPart || now.has(place)));
  const list = first.length
    ? table(["Case", "What was seen", "Events"], first.map(([place, words, events]) => [caseButton(place), words, events]))
    : make("p", {}, isPart && rows.length ? `None of the ${casesInPage(now.size)} chosen.` : none);
  openDrawer(`number:${name}`, `Evidence: ${title}`, isPart && first.length ? make("p", { class: "quiet" }, `Of the ${casesInPage(now.size)} chosen.`) : null, list, more);
}

function facts(pairs) {
  return make("dl", {}, pairs.filter(([, value]) => value !== null && value !== "").map(([name, value]) => [
    make("dt", {}, name), make("dd", {}, value),
  ]));
}

/** Where an open case stands: how old it is, what was done last and by whom, and since when it is held. */
function standingOf(one) {
  const last = one.steps.at(-1), since = heldSince(one);
  return [
    ["Age", one.age === undefined ? "not known" : `${duration(one.age)}, to the last moment of the recordings, ${instant(one.start + one.age)} ${zone}`],
    ["Held since", since === null ? null : `${instant(since)} ${zone}, for ${duration(one.start + one.age - since)}`],
    ["Last step", `${inQuotes(titles[last.activity])}${last.end === null ? "" : `, ${instant(one.start + last.end)} ${zone}`}`],
    ["Last person", data.actors[last.actor] || "not known"],
  ];
}

/** What the wait at a step is made of, and what the wait before it waited for. Where another step than the one before let
 *  it begin, the parts of the case do not add up to it, and only the latter is said. */
function partsOfWait(one, step) {
  const parts = Object.fromEntries(WAITS.map((name) => [name, 0])), own = one.steps.indexOf(step);
  for (const slice of slicesOf(one)) {
    const name = data.fields.parts[slice.part];
    if (slice.step === own && name in parts) parts[name] += slice.ms;
  }
  const known = Object.entries(parts).filter(([, ms]) => ms), cause = step.why.length ? `: ${whyOf(step)}` : "";
  if (known.reduce((sum, [, ms]) => sum + ms, 0) !== step.wait) return cause ? [`${PARTS.between_step_wait}${cause}`] : [];
  return known.map(([name, ms]) => (known.length > 1 ? `${duration(ms)} ` : "") + PARTS[name] + (name === "between_step_wait" ? cause : ""));
}

function openCase(place) {
  const one = data.cases[place];
  const startOf = (step) => (step.start === null ? null : one.start + step.start);
  const state = { true: "complete", false: "open: did not reach the declared end", null: "no end is declared" };
  openDrawer(`case:${one.id}`, one.id,
    timeline(one, widthOf(one)),
    facts([
      ...(isOpen(one) ? standingOf(one) : []),
      [isOpen(one) ? "Seen" : "Cycle", one.cycle === null ? "not known" : `${duration(one.cycle)}, from ${instant(one.start)} to ${instant(one.start + one.cycle)} ${zone}`],
      ["Time", inParts(one)],
      ["Clock", one.clock ?? null],
      ["State", one.ended ? "ended by a mark of a person, not by a declared end" : state[one.complete]],
      ["Held", { true: "yes", false: "no", null: "not known: nothing could tell" }[one.held]],
      ["Target", pastWords(place).join("; ")],
      ["Variant", one.ordered === false ? "which of its steps came first is not known" : one.variant === null ? "one of the rare ones" : `${one.variant + 1} of ${data.all_variants}`],
    ]),
    make("h3", {}, "Steps"),
    table(["Step", "By", "In", "Start", "Work", "Wait at the step"], byDay(one.steps, startOf, (step) => [
      [stepButton(step.activity), make("div", { class: "of-step" }, ofStep(step))],
      data.actors[step.actor] || "not known", data.systems[step.system] || "not known", clockTime(startOf(step)),
      workTime(step.work), [duration(step.wait), partsOfWait(one, step).map((words) => make("div", { class: "quiet why" }, words))],
    ]), [4, 5]),
    one.holds.length ? [make("h3", {}, "Holds"), make("ul", {}, one.holds.map((hold) => make("li", {}, holdWords(one, hold))))] : [],
    deviations.has(place)
      ? [make("h3", {}, "Deviations"), make("ul", {}, deviations.get(place).map((found) => make("li", {}, `${found.kind}: ${found.reason} (${found.evidence})`)))]
      : [],
    one.variant === null ? null : chooseButton(`Show variant ${one.variant + 1} alone`, { ...nothing, variant: one.variant }));
}

function holdWords(one, hold) {
  const where = hold.activity === null ? "" : ` at ${inQuotes(titles[hold.activity])}`;
  const length = hold.released === null ? heldFor(one, hold) : hold.released ? `released after ${heldFor(one, hold)}` : "not released in the recordings";
  const from = hold.start === null ? "" : `, from ${instant(one.start + hold.start)} ${zone}`;
  return `${hold.kind}${where}${from}: ${length}${hold.guessed ? "; guessed from a message" : ""} (${hold.evidence})`;
}

const stepButton = (activity) => make("button", {
  type: "button", class: "case-name", click: () => openActivity(activity),
}, make("bdi", {}, titles[activity]));

/** Each result with its number, and how many steps showed none, so that they add up to all of the activity. */
function resultsOf(one) {
  if (!one.outcomes.length) return null;
  const without = one.steps - one.outcomes.reduce((sum, [, times]) => sum + times, 0);
  return [...one.outcomes, ...(without ? [["none", without]] : [])].map(([name, times]) => `${name} (${times})`).join(", ");
}

function openActivity(activity) {
  const one = data.activities[activity];
  const having = places((found) => activitiesOf(found).includes(activity));
  const leading = (key) => data.paths.map((path, at) => [path, at]).filter(([path]) => path[key] === activity);
  const [first, more] = firstRows(having);
  openDrawer(`step:${one.title}`, one.title,
    facts([
      ["Seen", `${count(one.steps, "time")} in ${casesOf(one.cases)}`],
      ["Name", one.before ? `renamed by people from ${inQuotes(one.before)}` : NAMED[one.named_by]],
      ["Decides", one.judgement ? "a person, as declared" : null],
      ["In", one.systems.join(", ")],
      ["By", one.actors.join(", ")],
      ["Work per step", spread(one.work, workTime)],
      ["Wait at the step", spread(one.wait)],
      ["Results seen", resultsOf(one)],
    ]),
    chooseButton(`Show only ${data.case_plural} with it`, { ...nothing, activity }),
    make("h3", {}, "Paths"),
    make("ul", { class: "paths" }, [...leading("target"), ...leading("source").filter(([path]) => path.target !== activity)]
      .map(([path, at]) => make("li", {}, pathButton(path, at), ` ${timesOfPath(path)}`))),
    make("h3", {}, casesInPage(having.length)),
    table(["Case", "Work", "Wait at the step", "Events"], first.flatMap((place) => data.cases[place].steps
      .filter((step) => step.activity === activity)
      .map((step) => [caseButton(place), workTime(step.work), duration(step.wait), ofStep(step)])), [1, 2]),
    more);
}

const pathButton = (path, at) => make("button", {
  type: "button", class: "case-name", click: () => openPath(at),
}, make("bdi", {}, pathName(path)));

function handOffs(path) {
  if (path.hand_offs === null) return "not known: nothing says who did both steps";
  const all = path.hand_offs_known === path.count;
  if (!path.hand_offs && (all || !path.hand_offs_known)) return null;
  const of = all ? path.count : `${path.hand_offs_known} of which it is known`;
  return `${path.hand_offs} of ${of}: the next step is by somebody else`;
}

function openPath(at) {
  const path = data.paths[at];
  const taking = places((one) => takes(one, path));
  const [first, more] = firstRows(taking);
  openDrawer(`path:${pathName(path)}`, pathName(path),
    facts([
      ["Taken", count(path.count, "time")],
      ["Without the required", passedOver(path)],
      ["Time between", path.between.n ? spreadBetween(path.between) : null],
      ["Hand-offs", handOffs(path)],
      ["First seen", path.evidence || null],
    ]),
    chooseButton(`Show only ${data.case_plural} that take it`, { ...nothing, path: at }),
    make("h3", {}, casesInPage(taking.length)),
    table(["Case", "Events"], first.map((place) => [caseButton(place), ofCase(place)])),
    more);
}

/** The events themselves, in order. */
function eventsCited(label, numbers, found) {
  const sought = spans(numbers);
  let at = 0;
  const rows = (data.events.by_recording[label] ?? []).map((row) => named(row, data.fields.event))
    .map((event) => ({ ...event, ms: event.since === null ? null : (at += event.since) }))
    .filter((event) => sought.some(([first, last]) => first <= event.number && event.number <= last));
  if (!rows.length) {
    const isLeftOut = found.some(([place]) => place >= data.events.cases);
    return make("p", { class: "quiet" }, isLeftOut
      ? `The events themselves are not in this page, which has those of the first ${casesInPage(data.events.cases)}.`
      : "The events themselves are not in this page.");
  }
  const [first, more] = firstRows(rows);
  return [table(["Event", "Time", "What was done or said", "Where"], byDay(first, ({ ms }) => ms, ({ number: own, ms, did, page }) => [
    `${own}`, clockTime(ms), data.events.words[did], page === null ? "" : data.events.words[page],
  ])), more];
}

function openCitation(words) {
  const [label, numbers] = words.split(": ");
  const recording = data.recordings[recordings.get(label)];
  const found = stepsCited(words);
  const [first, more] = firstRows(found);
  openDrawer(`events:${words}`, `Evidence ${words}`,
    facts(recording.log ? [
      ["Log", `${recording.id} (${recording.log}), ${count(recording.events, "event")}`],
      [/^\d+$/.test(numbers) ? "Row" : "Rows", numbers],
    ] : [
      ["Recording", recording.id],
      ["Recorded by", `${recording.actor}, from ${instant(recording.start)} ${zone}${recording.timed ? "" : ", as given"}`],
      ["Events", `${numbers} of ${recording.events}`],
      ["Recording is", recording.condition ? `not whole: ${recording.condition}` : "whole: no event is missing, and the checksum fits"],
    ]),
    recording.log ? null : eventsCited(label, numbers, found),
    found.length
      ? [make("h3", {}, "These events belong to"), table(["Case", "Step", "Events of the step"],
        first.map(([place, at]) => [caseButton(place), stepButton(data.cases[place].steps[at].activity), ofStep(data.cases[place].steps[at])]))]
      : make("p", {}, "No case in this file has these events."),
    more,
    recording.log ? null : make("p", { class: "quiet" }, "In the recording’s file, event 1 stands in the second line, below the header."));
}

// The list of cases, each with a timeline on which every millisecond is in exactly one part of time.

const PAGE = 25, PRINTED = 100;
const LENGTH = 1000;
/** Top and height of each part within the 20 units of a timeline, so that parts differ not only in colour. */
const BANDS = { work: [4, 13], system_wait: [7, 10], idle: [7, 10], between_step_wait: [10, 7], paused: [14, 3] };

/** 2 before 10. */
const BY_NAME = new Intl.Collator("en", { numeric: true });
/** What is seen of a case that is still open is no cycle: it stands behind all cycles. */
const cycleOf = (one) => (isOpen(one) ? -1 : one.cycle ?? -2);

const SORTS = {
  start: (a, b) => a.start - b.start,
  cycle: (a, b) => cycleOf(b) - cycleOf(a),
  age: (a, b) => (b.age ?? -1) - (a.age ?? -1),
  wait: (a, b) => (waitOf(b) ?? -1) - (waitOf(a) ?? -1),
  work: (a, b) => (workOf(b) ?? -1) - (workOf(a) ?? -1),
  steps: (a, b) => b.steps.length - a.steps.length,
  id: (a, b) => BY_NAME.compare(a.id, b.id),
};

function timeline(one, scale) {
  if (one.cycle === null) return make("span", { class: "quiet" }, "not known");
  const x = (ms) => (scale ? (LENGTH * ms) / scale : 0);
  const pieces = [];
  let since = 0;
  for (const { ms, part, step } of slicesOf(one)) {
    const name = data.fields.parts[part], [top, height] = BANDS[name];
    pieces.push(draw("rect", {
      class: `part-${dashed(name)}`, x: x(since), y: top, width: Math.max(x(ms), name === "work" ? 1 : 0), height,
    }, draw("title", {}, `${titles[one.steps[step].activity]}: ${spentOn(name)(ms)} ${PARTS[name]}`)));
    since += ms;
  }
  if (!pieces.length) {
    for (const step of one.steps) {
      pieces.push(draw("rect", { class: "part-unknown", x: x(step.start), y: 6, width: Math.max(x(step.end - step.start), 2), height: 10 }));
    }
  }
  const ticks = one.steps.slice(1).map((step) => draw("line", {
    class: "step-tick", x1: x(step.start), x2: x(step.start), y1: 18, y2: 20,
  }));
  const goesOn = goingOn(one);
  const open = one.age > one.cycle ? draw("line", { class: "still-open", x1: x(one.cycle), x2: x(one.age), y1: 11, y2: 11 },
    draw("title", {}, openFor(one))) : null;
  const holds = one.holds.map((hold) => draw("rect", {
    class: "part-held", x: x(hold.start), y: 0, width: Math.max(x((hold.end ?? (goesOn.includes(hold) ? lastsFor(one) : one.cycle)) - hold.start), 2), height: 2.5,
  }, draw("title", {}, `On hold: ${heldFor(one, hold)}`)));
  return draw("svg", {
    class: "timeline", viewBox: `0 0 ${LENGTH} 20`, preserveAspectRatio: "none", role: "img",
    "aria-label": [inParts(one), openFor(one)].filter(Boolean).join("; "),
  }, pieces, open, ticks, holds, scale && lastsFor(one) > scale ? draw("path", { class: "cut", d: "M984 1l10 4.5l-10 4.5l10 4.5l-10 4.5" }) : null);
}

/** The time at which the timeline of one case alone ends: behind its last step, with the sign that it goes on if so; of one
 *  seen at one moment only with its age. */
const widthOf = (one) => (isOpen(one) ? Math.min(one.cycle / 0.95 || Infinity, lastsFor(one)) : one.cycle);

/** The time at which the timelines of the chosen cases end on every page of the list, and the caption for it. What counts
 *  is how long each was seen: the age of a few open ones would leave no room for the others. Only where none was seen for
 *  any time, as open ones with one moment each, it is the ages. */
function scaleOf(found) {
  const own = found.map((place) => data.cases[place]), seen = inOrder(own.map((one) => one.cycle));
  if (!seen.length) return [0, "Time: not known"];
  const lengths = seen.at(-1) > 0 ? seen : inOrder(own.map(lastsFor));
  const scale = hasFarLonger(lengths) ? nineInTen(lengths) : lengths.at(-1);
  return [scale, `Time, from 0 to ${duration(scale)}${own.some((one) => lastsFor(one) > scale) ? "; what is longer is cut off" : ""}`];
}

/** `still open, age 2 d 19 h`; empty of a case that is not. */
const openFor = (one) => (isOpen(one) ? `still open, age ${duration(one.age)}` : "");

/** Since when an open case is on hold at the last moment of the recordings, by the earliest of its holds; else null. */
function heldSince(one) {
  const starts = goingOn(one).map((hold) => hold.start);
  return starts.length ? one.start + Math.min(...starts) : null;
}

const lengthOf = (hold) => (hold.start === null || hold.end === null ? null : hold.end - hold.start);

function heldFor(one, hold) {
  if (hold.released === null) return "whether it was released is not known";
  return hold.released ? duration(lengthOf(hold)) : isOpen(one) ? "still open" : "not seen to be released";
}

function inParts(one) {
  const known = PART_NAMES.map((name) => [one.parts[name], name]).filter(([ms]) => ms !== null);
  if (!known.length) return "What was work and what was wait is not known.";
  const some = known.filter(([ms]) => ms > 0);
  return some.map(([ms, name]) => `${spentOn(name)(ms)} ${PARTS[name]}`).join(", ") || "no time";
}

function marks(one, place) {
  return [
    isOpen(one) && ["open", "still open"],
    one.ended && ["open", "ended by a person"],
    one.held && ["held", heldSince(one) === null ? "held" : `held since ${instant(heldSince(one)).slice(0, 16)}`],
    repeats(one) && ["again", "rework"],
    deviations.has(place) && ["deviating", "deviation"],
    ...(one.clock_marks ?? []).map((words) => ["clock", words]),
  ].filter(Boolean).map(([kind, words]) => make("span", { class: `mark mark-${kind}` }, words));
}

/** A row of the table. Narrow windows stack its cells, so the ARIA roles are set explicitly. */
function caseRow(place, scale) {
  const one = data.cases[place];
  return make("tr", { role: "row" },
    make("th", { scope: "row", role: "rowheader" }, caseButton(place)),
    make("td", { class: "line", role: "cell" }, timeline(one, scale ?? widthOf(one))),
    make("td", { class: "start", role: "cell", "data-of": inZone("Start") }, one.cycle === null ? "not known" : instant(one.start).slice(0, 16)),
    [isOpen(one) ? ["Age", duration(one.age)] : ["Cycle", duration(one.cycle)], ["Work", workTime(workOf(one))], ["Wait", duration(waitOf(one))]].map(([of, told]) => (
      make("td", { class: "number", role: "cell", "data-of": of }, of === "Age" ? make("span", { class: "age" }, "age ") : null, told))),
    make("td", { class: "marks", role: "cell" }, marks(one, place)));
}

function startCases() {
  let found = [], page = 0, scale = "same", sort = "start", size = PAGE;
  const only = byId("case-only"), search = byId("case-search");
  byId("case-sort").querySelector("[value=age]").hidden = !data.cases.some(isOpen);
  for (const [value, [words]] of Object.entries(ONLY)) only.append(make("option", { value }, words));

  function show() {
    const sorted = [...found].sort((a, b) => SORTS[sort](data.cases[a], data.cases[b]) || a - b);
    const shown = sorted.slice(page * size, (page + 1) * size);
    const [same, told] = scaleOf(found);
    const time = scale === "same" ? told : "Time, each at full width";
    const head = ["Case", time, inZone("Start"), "Cycle", "Work", "Wait", ""];
    const list = make("table", { class: "cases", role: "table" },
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, head.map((words, at) => (words
        ? make("th", { scope: "col", role: "columnheader", class: at > 2 ? "number" : null }, words)
        : make("td", { role: "cell" }))))),
      make("tbody", { role: "rowgroup" }, shown.map((place) => caseRow(place, scale === "same" ? same : null))));
    refill("case-list",
      shown.length ? make("div", { class: "wide", tabindex: 0 }, list) : make("p", {}, `No ${data.case} is left.`),
      shown.length ? pager(sorted.length) : null);
  }

  function pager(n) {
    const pages = Math.max(1, Math.ceil(n / size));
    const go = (to, id) => { page = to; show(); byId(id).focus(); if (byId(id).disabled) byId("case-list").querySelector("button").focus(); };
    return make("div", { class: "pager" },
      make("button", { type: "button", id: "page-back", disabled: page === 0, click: () => go(page - 1, "page-back") }, "Back"),
      make("span", { "aria-live": "polite" }, `${page * size + 1} to ${Math.min(n, (page + 1) * size)} of ${casesInPage(n)}`),
      make("button", { type: "button", id: "page-on", disabled: page >= pages - 1, click: () => go(page + 1, "page-on") }, "Next"));
  }

  search.addEventListener("input", () => choose({ search: search.value }));
  only.addEventListener("change", () => choose({ only: only.value }));
  byId("case-sort").addEventListener("change", (event) => { sort = event.target.value; page = 0; show(); });
  for (const radio of all("input[name=scale]")) {
    radio.addEventListener("change", () => { scale = radio.value; show(); });
  }
  zoneListeners.push(show);
  addEventListener("beforeprint", () => { size = PRINTED; page = 0; show(); });
  addEventListener("afterprint", () => { size = PAGE; page = 0; show(); });
  whenChosen((now) => {
    found = now;
    page = 0;
    if (search.value !== chosen.search) search.value = chosen.search;
    only.value = chosen.only;
    show();
  });
}

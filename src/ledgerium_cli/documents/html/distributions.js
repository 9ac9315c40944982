// The distributions of a measure over the chosen cases, and over each of their steps.

/** Widths in pixels on paper: of the whole picture, and of one in a row of steps. */
const PRINTED_WIDE = 650, PRINTED_CELL = 245;

/** A target is drawn up to so many times the end of the axis that the values need. */
const GOAL_NEAR = 1.5;

const MEASURES = [
  ["Cycle time", (one) => (one.complete === false ? null : one.cycle)],
  ["Work per case", (one) => (one.complete === false ? null : workOf(one)), workTime],
  ["Wait per case", (one) => (one.complete === false ? null : waitOf(one))],
  ...data.intervals.map((interval) => [interval.title, (one, place) => interval.by_case[place] ?? null]),
];

function inWords(values, told = duration, isLong = false) {
  if (!values.length) return "No value among the chosen cases.";
  if (values.at(-1) < SECOND) return `${values.length > 1 ? "each " : ""}${duration(values.at(-1))} (n = ${values.length})`;
  if (values.length < FEW) return `${values.map((ms) => told(ms)).join(", ")} (n = ${values.length})`;
  return `median ${told(rounded(quantile(values, 0.5)))}, ${percentile(rounded(quantile(values, 0.9)), told)}`
    + `${isLong ? `; shortest ${told(values[0])}, longest ${told(values.at(-1))}` : ""} (n = ${values.length})`;
}

/** Why cases have no value of a measure, each reason with their number. */
function leftOut(without, name) {
  const isInterval = data.intervals.some((one) => one.title === name);
  const why = (one) => (isInterval ? "without it" : isOpen(one) ? "still open" : one.complete === false ? "ended by a person" : "not known");
  return [...grouped(without, (place) => why(data.cases[place]))].map(([words, own]) => `${own.length} ${words}`);
}

/** Number of values beyond the end of an axis. */
const longerThan = (axis, values) => values.filter((ms) => ms > axis.most).length;

/** The targets for a measure, in milliseconds; there are some for cycle time and for intervals. */
const goalsFor = (measure) => targetsOf(measure === 0 ? null : data.intervals.findIndex((one) => one.title === MEASURES[measure][0]))
  .map((one) => one.ms);

/** The end of an axis at which targets near it are seen too. */
const withGoals = (most, goals) => Math.max(most, ...goals.filter((ms) => ms <= GOAL_NEAR * most));

function roomIn(element) {
  const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(element);
  return element.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd);
}

function startDistributions() {
  const measure = byId("measure"), whole = byId("distribution");
  MEASURES.forEach(([name], at) => measure.append(make("option", { value: at }, name)));
  let found = [], isPrinted = false, room = 0;
  const isLog = () => all("input[name=axis]").some((radio) => radio.checked && radio.value === "log");
  const reach = (values) => (isLog() ? values.at(-1) ?? 0 : reachOf(values));

  function show() {
    room = roomIn(whole);
    const [name, value, told] = MEASURES[Number(measure.value)], wide = isPrinted ? PRINTED_WIDE : room;
    const values = inOrder(found.map((place) => value(data.cases[place], place)));
    const goals = goalsFor(Number(measure.value)), most = withGoals(reach(values), goals), far = beyond(values, most);
    const axis = axisTo(most, isLog(), wide, far.length > 0);
    const longer = longerThan(axis, values), isAre = longer === 1 ? ["is", "stands"] : ["are", "stand"];
    const words = [
      values.length ? `${name}: ${inWords(values, told, true)}, of ${casesInPage(found.length)}` : `${name}: ${inWords(values)}`,
      ...(values.length ? leftOut(found.filter((place) => value(data.cases[place], place) === null), name) : []),
      longer ? `${longer} longer than ${duration(axis.most)} ${far.length ? `${isAre[1]} behind the break` : `${isAre[0]} not drawn`}` : "",
      ...goals.map((ms) => (ms > axis.most ? `the target of ${duration(ms)} is beyond the axis` : "")),
    ].filter(Boolean).join("; ");
    refill("distribution", make("p", { "aria-live": "polite" }, words), values.length
      ? [pictureOf(values, axis, wide, values.length < 30 ? 90 : 160, words, casesOf, goals), scaleBelow(axis, wide), markKey(values, goals.some((ms) => ms <= axis.most))] : null);
    showSteps();
  }

  function showSteps() {
    const steps = grouped(found.flatMap((place) => data.cases[place].steps), (step) => step.activity);
    const rows = data.activities.map((one, activity) => [one.title, steps.get(activity) ?? []])
      .filter(([, own]) => own.length)
      .map(([title, own]) => [title, inOrder(own.map((step) => step.work)), inOrder(own.map((step) => step.wait))]);
    if (!rows.length) {
      refill("by-step", make("p", {}, `No ${data.case} is left.`));
      return;
    }
    const most = [1, 2].map((kind) => Math.max(0, ...rows.map((row) => reach(row[kind]))));
    const cells = rows.map((row) => [1, 2].map((kind) => stepCell(row[0], ["work", "wait"][kind - 1], row[kind], most[kind - 1])));
    const scales = [make("div"), make("div")];
    refill("by-step",
      make("p", { class: "lead" }, (most[0] || most[1]
        ? `One scale for all work, from 0 to ${workTime(most[0])}, one for all wait at a step, from 0 to ${duration(most[1])}. `
        : "Neither work nor wait is known of any step. ")
        + "Wait runs from the completion of the step before to the step’s own, minus work and pauses. "
        + "n counts steps, those of open cases too.",
        found.length < data.all_cases ? ` All are of ${casesInPage(found.length)}.` : null),
      make("ul", { class: "by-step" },
        rows.map(([title], at) => make("li", {}, make("h4", {}, make("bdi", {}, title)), cells[at].map((cell) => cell.box))),
        most[0] || most[1] ? make("li", { class: "by-step-scale", "aria-hidden": "true" }, make("span"), scales) : null));
    const wide = isPrinted ? PRINTED_CELL : roomIn(cells[0]?.[0].box ?? whole);
    const axes = most.map((ms, kind) => axisTo(ms, isLog(), wide, rows.some((row) => beyond(row[kind + 1], ms).length)));
    for (const pair of cells) pair.forEach((cell, kind) => cell.draw(axes[kind], wide));
    scales.forEach((scale, kind) => most[kind] && scale.append(scaleBelow(axes[kind], wide)));
  }

  for (const control of [measure, ...all("input[name=axis]")]) control.addEventListener("change", show);
  addEventListener("resize", () => {
    const now = roomIn(whole);
    if (now > 0 && now !== room) show();  // a window may have no width while it is closed
  });
  addEventListener("beforeprint", () => { isPrinted = true; show(); });
  addEventListener("afterprint", () => { isPrinted = false; show(); });
  whenChosen((now) => {
    found = now;
    if (room) show();
    else whenIdle(show);
  });
}

/** The first pictures stand far below what is seen first, and wait until that is drawn; they do not where the address
    names a place, which they would move. */
function whenIdle(show) {
  if (location.hash || !globalThis.requestIdleCallback) show();
  else requestIdleCallback(show, { timeout: SECOND });
}

const stepsOf = (n) => count(n, "step");

/** A box with the numbers of a step; its picture is drawn once the width of the box is known. */
function stepCell(title, what, values, most) {
  const longer = longerThan({ most }, values);
  const words = `${what}: ${inWords(values, spentOn(what))}${longer ? `; ${longer} longer` : ""}`;
  const box = make("div", { class: "by-step-cell" }, make("p", { class: "quiet" }, words));
  const drawIn = (axis, wide) => values.length && box.append(pictureOf(values, axis, wide, 26, `${title}, ${words}`, stepsOf));
  return { box, draw: drawIn };
}

const markKey = (values, hasGoal) => (values.length < FEW && !hasGoal ? null : make("ul", { class: "key" },
  values.length < FEW ? null : [make("li", {}, make("span", { class: "swatch median" }), "median"), make("li", {}, make("span", { class: "swatch p90" }), "90th percentile")],
  hasGoal ? make("li", {}, make("span", { class: "swatch goal" }), "target") : null));

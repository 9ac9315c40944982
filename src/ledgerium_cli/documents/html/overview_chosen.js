// The overview of the chosen cases: the numbers that the page can make of its cases, by the same definitions as the
// documents; every other card says that it is of all.

const MOST_TICKS = 400, STRIP = 1000, BESIDE = 8;  // as in card.py
const MARKS = { median: "median", p90: "90th percentile", goal: "target" };
const BODIES = { cycle: cycleBody, work: workBody, holds: holdsBody, right: rightBody };
data.intervals.forEach((one, number) => { BODIES[`interval-${number}`] = (chosenPlaces) => intervalBody(one, number, chosenPlaces); });

const countedOf = (n) => count(n, `${data.ends ? "complete " : ""}${data.case}`, `${data.ends ? "complete " : ""}${data.case_plural}`);
const nOf = (n, all, words) => (n === all ? `n = ${words(all)}` : `n = ${n} of ${words(all)}`);

function startOverview() {
  const cards = all("#overview .card").map((box) => [box, BODIES[box.id.replace("card-", "")]]);
  for (const [box, body] of cards) {
    if (body) box.querySelector(".definition").append(make("p", { class: "of-all", hidden: true }, `Counts in it are of all ${casesOf(data.all_cases)}.`));
    else box.querySelector("h3").after(make("p", { class: "of-all below", hidden: true }, `of all ${casesOf(data.all_cases)}`));
  }
  whenChosen((chosenPlaces) => {
    const isPart = isNarrowed();
    byId("overview-note").hidden = !isPart;
    for (const bases of all("#overview-bases")) bases.hidden = isPart;
    byId("overview-note").textContent = `The numbers are those of the ${casesInPage(chosenPlaces.length)} chosen where a card does not say `
      + `that they are of all; what stands out is of all ${casesOf(data.all_cases)}.`;
    for (const [box, body] of cards) {
      box.querySelector(".of-all").hidden = !isPart;
      if (!body) continue;
      box.querySelector(".card-body.of-chosen")?.remove();
      const own = box.querySelector(".card-body");
      own.hidden = isPart;
      if (isPart) own.after(make("div", { class: "card-body of-chosen" }, body(chosenPlaces)));
    }
  });
}

const bigAndBelow = (big, below, isFew = false) => [make("p", { class: isFew ? "big few" : "big" }, big), make("p", { class: "below" }, below)];

function timesBody(values, n, none, goals) {
  const times = timesOf(values);
  const [big, below] = !times.n ? [none, n] : times.values_ms
    ? [times.values_ms.map(duration).join(", "), `every value, ${n}`]
    : [duration(times.median_ms), `median; ${percentile(times.p90_ms)}, ${n}`];
  return [bigAndBelow(big, below, Boolean(times.values_ms) && times.n > 1), stripOf(times, inOrder(values), goals)];
}

/** A strip with a tick for each value and marks for median, 90th percentile and targets; as `strip` in card.py. */
function stripOf(times, ordered, goals) {
  const longest = ordered.at(-1);
  if (!longest) return null;
  const most = reachOf(ordered);
  let shown = ordered.filter((ms) => ms <= most);
  const longer = ordered.length - shown.length;
  if (shown.length > MOST_TICKS) shown = Array.from({ length: MOST_TICKS }, (_, at) => shown[Math.floor((at * shown.length) / MOST_TICKS)]);
  const known = [[times.median_ms, "median"], [times.p90_ms, "p90"], ...goals.map((ms) => [ms, "goal"])];
  const marks = known.filter(([ms]) => ms !== undefined && ms <= most);
  const upright = (kind, ms, top) => draw("line", { class: kind, x1: (STRIP * ms) / most, x2: (STRIP * ms) / most, y1: top, y2: 40 });
  const end = duration(most) + (longer ? `; ${longer} longer, up to ${duration(longest)}` : "");
  return make("div", {},
    draw("svg", { class: "strip", viewBox: `${-BESIDE} 0 ${STRIP + 2 * BESIDE} 40`, preserveAspectRatio: "none", "aria-hidden": "true" },
      draw("line", { class: "axis", x1: 0, x2: STRIP, y1: 39.5, y2: 39.5 }),
      [...new Set(shown)].map((ms) => upright("tick", ms, 12)), marks.map(([ms, kind]) => upright(kind, ms, 0))),
    make("p", { class: "ends", "aria-hidden": "true" }, make("span", {}, "0"), make("span", {}, end)),
    marks.length ? make("p", { class: "marks-key", "aria-hidden": "true" }, [...new Set(marks.map(([, kind]) => kind))]
      .map((kind) => make("span", {}, make("span", { class: `sign-${kind}` }), MARKS[kind]))) : null);
}

function cycleBody(chosenPlaces) {
  const judged = chosenPlaces.filter((place) => isCounted(data.cases[place]));
  const values = inOrder(judged.map((place) => data.cases[place].cycle));
  const finished = new Set(judged.filter((place) => data.cases[place].cycle !== null));
  return [
    timesBody(values, nOf(values.length, judged.length, countedOf), judged.length ? "not known" : "not seen", goalsOf(null)),
    targetLines(null, finished, chosenPlaces), clockLine(judged),
  ];
}

function intervalBody(one, number, chosenPlaces) {
  const finished = new Set(chosenPlaces.filter((place) => place in one.by_case));
  const none = chosenPlaces.some((place) => one.unknown.includes(place)) ? "not known" : "not seen";
  const n = nOf(finished.size, chosenPlaces.length, casesOf);
  return [
    timesBody([...finished].map((place) => one.by_case[place]), n, none, goalsOf(number)),
    targetLines(number, finished, chosenPlaces),
  ];
}

const goalsOf = (interval) => targetsOf(interval).map((one) => one.ms);

/** How many of the chosen cases met each target; `finished` are those that came to its end. */
function targetLines(interval, finished, chosenPlaces) {
  return targetsOf(interval).map((target) => {
    const missed = chosenPlaces.filter((place) => target.missed.includes(place));
    const open = missed.filter((place) => !finished.has(place)).length, n = finished.size + open;
    const past = open ? `; of the rest ${open} ${open === 1 ? "is" : "are"} open and past it already` : "";
    return make("p", { class: "target" }, `Target: ${target.says}; ${n ? `met in ${n - missed.length} of ${casesOf(n)}${past}` : "no case to judge by it"}`);
  });
}

/** That clocks are in doubt by which some of these cases were timed. */
function clockLine(judged) {
  const n = judged.filter((place) => data.cases[place].clock_marks).length;
  return n ? make("p", { class: "doubt" }, `The clocks of ${casesOf(n)} of these are in doubt.`) : null;
}

function workBody(chosenPlaces) {
  const judged = chosenPlaces.filter((place) => isCounted(data.cases[place]));
  const known = (name) => inOrder(judged.map((place) => data.cases[place].parts[name]));
  const sums = Object.fromEntries(PART_NAMES.map((name) => [name, known(name)])
    .map(([name, values]) => [name, values.length ? values.reduce((sum, ms) => sum + ms, 0) : null]));
  const whole = PART_NAMES.reduce((sum, name) => sum + (sums[name] ?? 0), 0);
  if (!judged.length) return bigAndBelow("not seen", workOfOpen(chosenPlaces));
  const [big, below] = sums.work === null ? ["not known", "nothing tells work from wait"] : [
    whole ? `${percent(sums.work / whole)} work` : "not seen",
    `${workTime(sums.work)} of work in ${duration(whole)}, ${nOf(known("work").length, judged.length, countedOf)}`,
  ];
  const unknown = PART_NAMES.filter((name) => sums[name] === null).map((name) => PARTS[name]);
  const key = PART_NAMES.flatMap((name) => (sums[name] === null ? [] : [make("li", {},
    make("span", { class: `dot dot-${dashed(name)}`, "aria-hidden": "true" }), PARTS[name], " ",
    make("b", {}, spentOn(name)(sums[name])), " ", sums[name] ? percent(sums[name] / whole) : "")]));
  return [
    bigAndBelow(big, below), sharesOf(PART_NAMES.map((name) => [`part-${dashed(name)}`, (sums[name] ?? 0) / (whole || 1)])),
    key.length ? make("ul", { class: "key" }, key, unknown.length ? make("li", {}, `not known: ${unknown.join(", ")}`) : null) : null,
    clockLine(judged),
  ];
}

function workOfOpen(chosenPlaces) {
  const work = inOrder(chosenPlaces.map((place) => workOf(data.cases[place])));
  const known = `: ${workTime(work.reduce((sum, ms) => sum + ms, 0))} of work so far, ${nOf(chosenPlaces.length, chosenPlaces.length, casesOf)}`;
  return `no ${data.case} is complete${work.length ? known : ""}`;
}

const factsOf = (pairs) => (pairs.length ? make("ul", { class: "shares" }, pairs.map(([name, value]) => (
  make("li", {}, make("span", {}, name), make("b", {}, `${value}`))))) : null);

const shareInWords = (some, whole) => (whole < FEW ? [`${some} of ${whole}`, `n = ${casesOf(whole)}`] : [percent(some / whole), `${some} of ${casesOf(whole)}`]);

function holdsBody(chosenPlaces) {
  const own = chosenPlaces.map((place) => data.cases[place]), reached = own.filter((one) => one.can_be_held && one.held !== null);
  if (!reached.length) return bigAndBelow("not known", "none came where a hold can begin");
  const held = own.filter((one) => one.held).length, [big, below] = shareInWords(held, reached.length);
  const guessed = own.some((one) => one.holds.some((hold) => hold.guessed)) ? "; guessed from a message" : "";
  return [
    bigAndBelow(big, `${below} that came where a hold can begin${notReleased(own)}${guessed}`),
    meterOf(held / reached.length, "held"), factsOf(holdFacts(own)),
    data.held_at_most.map(([says, share]) => make("p", { class: "target" },
      `Target: at most ${says}; ${held / reached.length <= share ? "met" : "not met"}`)),
  ];
}

function notReleased(own) {
  const open = own.filter((one) => one.holds.some((hold) => hold.released === false)), still = open.filter(isOpen).length;
  const unknown = own.filter((one) => !open.includes(one) && one.holds.some((hold) => hold.released === null)).length;
  return [
    still && `; ${still} still open`, open.length > still && `; ${open.length - still} not seen to be released`,
    unknown && `; of ${unknown} not known`,
  ].filter(Boolean).join("");
}

/** The number of cases held in each way, in the order of the documents, and how long it took to release them. */
function holdFacts(own) {
  const kinds = new Map(), lengths = [];
  for (const one of own) {
    for (const hold of one.holds) if (hold.released) lengths.push(lengthOf(hold));
    for (const kind of new Set(one.holds.map((hold) => JSON.stringify([hold.kind, hold.activity])))) {
      const [name] = JSON.parse(kind);
      kinds.set(name, (kinds.get(name) ?? 0) + 1);
    }
  }
  const times = timesOf(lengths);
  return [
    ...[...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, n]) => [`${name} hold`, n]),
    ...(times.n ? [["time to release", times.values_ms ? spread(times) : `median ${duration(times.median_ms)} (n = ${times.n})`]] : []),
  ];
}

/** There is this card only if it is known of every case whether it was held. */
function rightBody(chosenPlaces) {
  const own = chosenPlaces.map((place) => data.cases[place]), right = own.filter((one) => !repeats(one) && !one.held).length;
  const facts = factsOf([["with rework", own.filter(repeats).length], ["held", own.filter((one) => one.held).length]]);
  if (!own.length) return [bigAndBelow("not known", `n = ${casesOf(0)}`), facts];
  return [bigAndBelow(...shareInWords(right, own.length)), meterOf(right / own.length, "good"), facts];
}

// Looks up evidence: a citation such as `R1: 12–18` in any text becomes a button that shows whose events these are.

const CITED = /R\d+: \d+(?:–\d+)?(?:, \d+(?:–\d+)?)*/g;

const LONG = 40;

/** Whether a text is one citation of a recording that the page knows. */
const isCitation = (words) => words.replace(CITED, "") === "" && recordings.has(words.split(":")[0]);

/** A text with its citations as buttons; a short one is not separated from a bracket or comma next to it. */
function cited(words) {
  const parts = [];
  let from = 0;
  for (const found of words.matchAll(CITED)) {
    if (!recordings.has(found[0].split(":")[0])) continue;
    const start = found.index, end = start + found[0].length;
    const [before, after] = [words[start - 1] === "(" ? 1 : 0, /[);,.]/.test(words[end] ?? "") ? 1 : 0];
    parts.push(words.slice(from, start - before), make("span", { class: found[0].length < LONG ? "unbroken" : null },
      words.slice(start - before, start), citation(found[0]), words.slice(end, end + after)));
    from = end + after;
  }
  return [...parts, words.slice(from)];
}

const citation = (words) => make("button", {
  type: "button", class: "cite", "aria-label": `Evidence ${words}`, click: () => openCitation(words),
}, words);

function citeTexts(within) {
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.data.search(CITED) >= 0) texts.push(walker.currentNode);
  for (const text of texts) text.replaceWith(...cited(text.data));
}

/** Parses `12–18, 20` to pairs of first and last number. */
const spans = (numbers) => numbers.split(", ").map((run) => {
  const [first, last = first] = run.split("–").map(Number);
  return [first, last];
});

/** The steps whose events a citation names, by index of the case and of the step in it. */
function stepsCited(words) {
  const [label, numbers] = words.split(": ");
  const sought = spans(numbers);
  const here = recordings.get(label);
  const found = [];
  data.cases.forEach((one, place) => one.steps.forEach((step, at) => {
    if (step.recording !== here) return;
    const own = spans(step.events);
    if (own.some(([a, b]) => sought.some(([c, d]) => a <= d && c <= b))) found.push([place, at]);
  }));
  return found;
}

const ofStep = (step) => `${data.recordings[step.recording].label}: ${step.events}`;

/** The evidence of each card of the overview: a title, heads, and rows of case, value and citation. */
const EVIDENCE = {
  cycle: () => ({
    title: "Cycle time",
    rows: [...counted().map((place) => [place, duration(data.cases[place].cycle), ofCase(place)]), ...stillOpen(null)].map(judged(null)),
    none: "No case is counted.",
  }),
  work: () => ofCases("Work and wait", counted(), (one) => `${workTime(workOf(one))} work, ${duration(waitOf(one))} wait`),
  causes: () => ofCases("Between-step wait", places((one) => one.parts.between_step_wait).sort((a, b) => data.cases[b].parts.between_step_wait - data.cases[a].parts.between_step_wait),
    (one) => one.steps.filter((step) => step.why.length).map((step) => `at ${inQuotes(titles[step.activity])}: ${whyOf(step)}`).join("; ")
      || duration(one.parts.between_step_wait)),
  holds: () => ({
    title: "Holds",
    rows: places((one) => one.holds.length).flatMap((place) => data.cases[place].holds.map((hold) => [
      place,
      `${hold.kind}${hold.guessed ? " (guessed)" : ""}: ${heldFor(data.cases[place], hold)}`,
      hold.evidence,
    ])),
    none: "No hold was seen.",
  }),
  right: () => ({
    title: "Not right the first time",
    rows: places((one) => repeats(one) || one.held).map((place) => [place, whyNotRight(data.cases[place]), ofCase(place)]),
    none: "Every case went through without rework and without a hold that was seen.",
  }),
  deviations: () => ({
    title: "Deviations",
    rows: data.deviations.map((one) => [one.case, `${one.kind}: ${one.reason}`, one.evidence]),
    none: "No deviation from the declared workflow was seen.",
  }),
  health: () => ({
    title: "Process health",
    rows: places((one, place) => repeats(one) || one.held || deviations.has(place) || pastTargets(place).length).map((place) => [
      place,
      [whyNotRight(data.cases[place]), ...(deviations.get(place) ?? []).map((one) => one.kind), ...pastWords(place)].filter(Boolean).join("; "),
      ofCase(place),
    ]),
    none: "No case has rework, a hold or a deviation, or is past a target.",
  }),
};
data.intervals.forEach((one, number) => {
  EVIDENCE[`interval-${number}`] = () => ({
    title: one.title,
    rows: [
      ...Object.entries(one.by_case).sort((a, b) => b[1] - a[1]).map(([place, ms]) => [
        Number(place), duration(ms), ofCase(Number(place)),
      ]),
      ...stillOpen(number),
    ].map(judged(number)),
    none: "No case reached both of its points.",
  });
});

const targetsOf = (interval) => data.targets.filter((one) => one.interval === interval);

/** Rows of the cases that are past a target without having come to the end of what it is for. */
function stillOpen(interval) {
  const isThere = (place) => (interval === null ? isCounted(data.cases[place]) : place in data.intervals[interval].by_case);
  const missed = new Set(targetsOf(interval).flatMap((one) => one.missed));
  return [...missed].filter((place) => !isThere(place)).map((place) => [place, "not at its end", ofCase(place)]);
}

/** Says of a row which targets the case is past. */
const judged = (interval) => ([place, words, events]) => [
  place,
  [words, ...targetsOf(interval).filter((one) => one.missed.includes(place)).map((one) => `past the target of ${one.says}`)].join(", "),
  events,
];
const pastWords = (place) => pastTargets(place).map((one) => `${measureOf(one)} past the target of ${one.says}`);

const places = (keep) => data.cases.map((_, place) => place).filter((place) => keep(data.cases[place], place));
const counted = () => places(isCounted).sort((a, b) => (data.cases[b].cycle ?? -1) - (data.cases[a].cycle ?? -1));
const ofCases = (title, rows, value) => ({
  title, rows: rows.map((place) => [place, value(data.cases[place]), ofCase(place)]), none: "No case is counted.",
});

function whyNotRight(one) {
  const again = [...new Set(activitiesOf(one).filter((step, at, way) => way.indexOf(step) < at))];
  return [...again.map((step) => `${inQuotes(titles[step])} again`), ...(one.held ? ["held"] : [])].join("; ");
}

/** The events of a case, cited by recording. */
function ofCase(place) {
  const found = new Map();
  for (const step of data.cases[place].steps) {
    found.set(step.recording, [...(found.get(step.recording) ?? []), ...spans(step.events)]);
  }
  return [...found].map(([recording, own]) => `${data.recordings[recording].label}: ${merged(own)}`).join("; ");
}

/** Number ranges in order, with adjacent ones joined, as `12–18, 20`. */
function merged(pairs) {
  const runs = [];
  for (const [first, last] of [...pairs].sort((a, b) => a[0] - b[0])) {
    const before = runs.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else runs.push([first, last]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ");
}

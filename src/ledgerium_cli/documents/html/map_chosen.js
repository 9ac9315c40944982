// The map of the chosen cases: what they took, and how often, how long and with which signs, as for all.

const INSIDE = 184;  // points: the width of a bar in a box, as in map_words.py
const RULE_BROKEN = "forbidden combination";

function timesOf(values) {
  const ordered = inOrder(values), n = ordered.length;
  return n < FEW ? { n, values_ms: ordered }
    : { n, median_ms: rounded(quantile(ordered, 0.5)), p90_ms: rounded(quantile(ordered, 0.9)), max_ms: ordered.at(-1) };
}

/** What the chosen cases did at each activity, and on the way from each to the next. */
function sumUp(chosenPlaces) {
  const steps = new Map(), moves = new Map(), seen = new Set();
  const of = (map, key, empty) => map.get(key) ?? map.set(key, empty()).get(key);
  const newStep = () => ({ n: 0, cases: 0, work: [], wait: [], worked: 0, waited: 0 });
  for (const place of chosenPlaces) {
    const one = data.cases[place], way = wayOf(one), spent = spentBy(one);
    new Set(way).forEach((step) => { seen.add(step); of(steps, step, newStep).cases += 1; });
    one.steps.forEach((step, at) => {
      const own = steps.get(step.activity);
      own.n += 1;
      own.work.push(step.work);
      own.wait.push(step.wait);
      own.worked += spent[at].worked;
      own.waited += spent[at].waited;
    });
    if (one.ordered === false) continue;
    way.slice(1).forEach((to, at) => {
      const move = of(moves, `${way[at]}>${to}`, () => ({ n: 0, between: [] }));
      const [before, after] = [one.steps[at - 1], one.steps[at]];
      move.n += 1;
      if (before && after && before.end !== null && after.start !== null) move.between.push(Math.max(0, after.start - before.end));
    });
  }
  return { steps, moves, seen };
}

/** Work and wait of each step of a case. */
function spentBy(one) {
  const spent = one.steps.map(() => ({ worked: 0, waited: 0 }));
  for (const { ms, part, step } of slicesOf(one)) {
    const name = data.fields.parts[part];
    if (name === "work") spent[step].worked += ms;
    else if (WAITS.includes(name)) spent[step].waited += ms;
  }
  return spent;
}

function markTaken(chosenPlaces) {
  const isPart = isNarrowed(), { steps, moves, seen } = sumUp(isPart ? chosenPlaces : []);
  const signs = signsOf(chosenPlaces, steps);
  byId("map-note").hidden = !isPart;
  byId("map-note").textContent = `How often, how long and the signs are those of the ${casesInPage(chosenPlaces.length)} chosen; `
    + `which paths are drawn, their colours and dashes and the words about them below are of all ${casesOf(data.all_cases)}.`;
  const of = [...steps].filter(([step]) => typeof step === "number").map(([, own]) => own);
  const most = { n: Math.max(1, ...of.map((own) => own.n)), spent: Math.max(1, ...of.map((own) => own.worked + own.waited)) };
  for (const map of maps()) {
    map.classList.toggle("filtered", isPart);
    for (const box of all("g.box", map)) {
      const activity = Number(box.dataset.activity);
      fillBox(box, isPart ? steps.get(activity) ?? null : undefined, signs(activity), most);
    }
    fillArrows(map, moves, isPart);
    for (const end of all("g.end", map)) {
      end.classList.toggle("taken", seen.has(end.dataset.end === "start" ? null : end.dataset.end));
    }
  }
}

/** Shows a box as of the chosen cases; `own` is null where none came there, and undefined for all cases. */
function fillBox(box, own, signs, most) {
  const title = titles[box.dataset.activity];
  box.classList.toggle("taken", Boolean(own));
  const often = all(".fact.when-often", box)[1], long = all(".fact.when-long", box);
  const none = own === null, seen = none ? "in none of the chosen" : own && `${count(own.n, "time")} in ${own.cases} chosen`;
  say(often, seen);
  say(long[0], none ? seen : own && `work ${fromTo(timesOf(own.work), workTime)}`);
  say(long[1], none ? "" : own && `wait ${fromTo(timesOf(own.wait))}`);
  for (const at of [0, 1]) {
    const lines = all(at ? ".sign.bad" : ".sign:not(.bad)", box);
    if (own === undefined) lines.forEach((line) => say(line));
    else sayInLines(lines, signs[at]);
  }
  box.dataset.held ??= box.classList.contains("held");
  box.classList.toggle("held", own === undefined ? box.dataset.held === "true" : Boolean(signs[0]));
  const [n, worked, waited] = none ? [0, 0, 0] : own ? [own.n / most.n, own.worked / most.spent, own.waited / most.spent] : [];
  stretch(box.querySelector(".bar.often"), n);
  stretch(box.querySelector(".bar.work"), worked);
  stretch(box.querySelector(".bar.wait"), waited, worked);
  box.dataset.label ??= box.getAttribute("aria-label");
  box.setAttribute("aria-label", own ? `${title}: ${seen}, work ${spread(timesOf(own.work), workTime)}, wait ${spread(timesOf(own.wait))}`
    : none ? `${title}: ${seen}` : box.dataset.label);
}

/** The signs of an activity among the chosen cases: where holds began, and where it was done against a rule. */
function signsOf(chosenPlaces, steps) {
  const held = new Map(), broken = new Map();
  const add = (map, key, value) => map.set(key, [...(map.get(key) ?? []), value]);
  for (const place of chosenPlaces) {
    for (const hold of data.cases[place].holds) add(held, hold.shown_at, [place, hold]);
    for (const one of deviations.get(place) ?? []) if (one.kind === RULE_BROKEN) add(broken, one.activity, place);
  }
  const heldWords = (activity) => {
    const all = held.get(activity);
    if (!all) return "";
    const cases = new Set(all.map(([place]) => place)), unreleased = [...new Set(all.filter(([, hold]) => hold.released === false).map(([place]) => place))];
    const still = unreleased.filter((place) => isOpen(data.cases[place])).length, left = unreleased.length - still;
    const elsewhere = [...cases].filter((place) => !activitiesOf(data.cases[place]).includes(activity)).length;
    return `held in ${cases.size} of ${(steps.get(activity)?.cases ?? 0) + elsewhere}${all.every(([, hold]) => hold.guessed) ? " (guessed)" : ""}`
      + `${still ? `, ${still} still held` : ""}${left ? `, ${left} not seen released` : ""}`;
  };
  return (activity) => {
    const n = new Set(broken.get(activity)).size;
    return [heldWords(activity), n ? `against a rule in ${casesOf(n)}` : ""];
  };
}

function fillArrows(map, moves, isPart) {
  const ownOf = (arrow) => {
    const path = data.paths[arrow.dataset.path];
    return moves.get(`${path.source}>${path.target}`);
  };
  const middle = (times) => (times.n < FEW ? quantile(times.values_ms, 0.5) : times.median_ms) || 0;
  const drawn = all("g.arrow", map).map((arrow) => [arrow, ownOf(arrow)]).map(([arrow, own]) => [arrow, own, timesOf(own?.between ?? [])]);
  const [most, longest] = [Math.max(1, ...drawn.map(([, own]) => own?.n ?? 0)), Math.max(1, ...drawn.map(([, , times]) => (times.n ? middle(times) : 0)))];
  for (const [arrow, own, times] of drawn) {
    arrow.classList.toggle("taken", Boolean(own));
    const often = arrow.querySelector(".when-often text"), long = all(".when-long text:not(.skip)", arrow);
    say(often, own ? `${own.n}×${(often.dataset.own ?? often.textContent).endsWith("hand-off") ? " · hand-off" : ""}` : null);
    const path = data.paths[arrow.dataset.path];
    say(arrow.querySelector("title"), isPart ? `${pathName(path)}: ${own?.n ?? 0}× among the chosen; of all ${timesOfPath(path)}` : null);
    const lines = isPart ? betweenLines(times, long.length) : [];
    long.forEach((line, at) => say(line, isPart ? lines[at] ?? "" : null));
    for (const skip of all("text.skip", arrow)) say(skip, isPart && / \d+ of \d+$/.test(skip.dataset.own ?? skip.textContent) ? "" : null);
    arrow.dataset.grades ??= [...arrow.classList].filter((name) => /-\d$/.test(name)).join(" ");
    const grade = (value, of) => 1 + rounded(5 * value / of);
    const grades = own ? [`often-${grade(own.n, most)}`, `long-${grade(times.n ? middle(times) : 0, longest)}`] : arrow.dataset.grades.split(" ");
    arrow.classList.remove(...[...arrow.classList].filter((name) => /-\d$/.test(name)));
    arrow.classList.add(...grades);
  }
}

/** The time between two steps on so many lines: the median, below five values each of them if there is room. */
function betweenLines(times, room) {
  if (!times.n || !room) return [];
  if (!times.values_ms) return [times.median_ms ? duration(times.median_ms) : "at once"];
  if (!times.values_ms.some(Boolean)) return ["at once"];
  const words = times.values_ms.map(duration);
  if (words.length > 2 * room) return [fromTo(times)];
  return Array.from({ length: Math.ceil(words.length / 2) }, (_, at) => words.slice(2 * at, 2 * at + 2).join(", "));
}

/** The median; of fewer than five values the smallest and the largest. */
function fromTo(times, told = duration) {
  if (!times.n) return "not known";
  if (!times.values_ms) return told(times.median_ms);
  return [...new Set([times.values_ms[0], times.values_ms.at(-1)].map((ms) => told(ms)))].join(times.n > 2 ? " … " : ", ");
}

/** Sets another length of a bar, as a share of a whole one, behind another bar; undefined restores its own. */
function stretch(bar, share, since = 0) {
  if (!bar) return;
  bar.dataset.own ??= `${bar.getAttribute("x")} ${bar.getAttribute("width")}`;
  const [x, width] = bar.dataset.own.split(" ").map(Number);
  bar.dataset.left ??= bar.parentElement.querySelector(".bar.rest").getAttribute("x");
  const isOwn = share === undefined;
  bar.setAttribute("x", isOwn ? x : Number(bar.dataset.left) + INSIDE * since);
  bar.setAttribute("width", isOwn ? width : INSIDE * share);
}

/** Sets another text over lines that are as long as the longest that is there. */
function sayInLines(lines, words) {
  const longest = Math.max(0, ...lines.map((line) => (line.dataset.own ?? line.textContent).length)), told = [""];
  for (const word of words.split(" ")) {
    const last = `${told.at(-1)} ${word}`.trim();
    if (last.length > longest && told.length < lines.length) told.push(word);
    else told[told.length - 1] = last;
  }
  lines.forEach((line, at) => say(line, told[at] ?? ""));
}

/** Sets another text in the map; null or undefined restores its own. */
function say(text, words) {
  text.dataset.own ??= text.textContent;
  text.textContent = words ?? text.dataset.own;
}

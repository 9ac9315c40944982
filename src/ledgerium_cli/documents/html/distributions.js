// How values lie: every one as a dot while they are few enough to be told apart, else in columns.

const DOTS = 150, COLUMNS = 40, WIDE = 1000;

const MEASURES = [
  ["Cycle time", (one) => (one.complete === false ? null : one.cycle)],
  ["Work per case", (one) => (one.complete === false ? null : workOf(one))],
  ["Wait per case", (one) => (one.complete === false ? null : waitOf(one))],
  ...data.intervals.map((interval) => [interval.title, (one, place) => interval.by_case[place] ?? null]),
];

/** From a time to a place between 0 and 1, and the times to write below it. */
function axisTo(most, isLog) {
  const place = isLog ? (ms) => Math.log1p(ms / SECOND) / Math.log1p(most / SECOND) : (ms) => ms / most;
  const steps = [1, 5, 15, 60, 300, 900, 3600, 14400, 86400, 604800].map((s) => s * SECOND).filter((ms) => ms < most);
  const linear = () => {
    const step = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800, 2592000]
      .map((s) => s * SECOND).find((ms) => most / ms <= 6) ?? most / 5;
    return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step);
  };
  const ticks = isLog ? [0, ...steps] : linear();
  return { place: most ? place : () => 0, ticks: most ? ticks : [0] };
}

function quantile(ordered, share) {
  const at = (ordered.length - 1) * share, below = Math.floor(at);
  return ordered[below] + (ordered[Math.min(below + 1, ordered.length - 1)] - ordered[below]) * (at - below);
}

/** Dots on top of each other where values are close. */
function dots(values, place, height, radius) {
  const columns = Math.floor(WIDE / (radius * 2.2)), stacks = new Map();
  return values.map((ms) => {
    const column = Math.round(place(ms) * columns), level = stacks.get(column) ?? 0;
    stacks.set(column, level + 1);
    return draw("circle", {
      class: "dot-value", cx: (WIDE * column) / columns, cy: Math.max(radius, height - radius - 1 - level * radius * 2.1), r: radius,
    }, draw("title", {}, duration(ms)));
  });
}

function columnsOf(values, place, height) {
  const bins = new Array(COLUMNS).fill(0);
  for (const ms of values) bins[Math.min(COLUMNS - 1, Math.floor(place(ms) * COLUMNS))] += 1;
  const most = Math.max(...bins);
  return bins.map((n, at) => draw("rect", {
    class: "column", x: (WIDE * at) / COLUMNS + 1, width: WIDE / COLUMNS - 2, y: height - (height - 6) * (n / most), height: (height - 6) * (n / most),
  }, draw("title", {}, count(n, data.case))));
}

function pictureOf(values, axis, height, words) {
  const marks = values.length < FEW ? [] : [["median", 0.5], ["p90", 0.9]].map(([kind, share]) => {
    const x = WIDE * axis.place(quantile(values, share));
    return draw("line", { class: kind, x1: x, x2: x, y1: 0, y2: height });
  });
  const body = values.length <= DOTS ? dots(values, axis.place, height, height < 50 ? 7 : 6) : columnsOf(values, axis.place, height);
  return draw("svg", { class: "values", viewBox: `-8 0 ${WIDE + 16} ${height + 2}`, role: "img", "aria-label": words },
    draw("line", { class: "axis", x1: 0, x2: WIDE, y1: height, y2: height }), marks, body);
}

function scaleBelow(axis) {
  return draw("svg", { class: "scale", viewBox: `-8 0 ${WIDE + 16} 18`, "aria-hidden": "true" },
    axis.ticks.map((ms) => draw("text", { x: WIDE * axis.place(ms), y: 13, class: ms === 0 ? "first" : axis.place(ms) > 0.95 ? "last" : null }, duration(ms).replace(/ (00 (s|min)|0 h)$/, ""))));
}

function inWords(values, isLong) {
  if (!values.length) return "No value among the chosen cases.";
  if (values.length < FEW) return `${values.map(duration).join(", ")} (n = ${values.length})`;
  return `median ${duration(rounded(quantile(values, 0.5)))}, ${within(rounded(quantile(values, 0.9)))}`
    + `${isLong ? `; shortest ${duration(values[0])}, longest ${duration(values.at(-1))}` : ""} (n = ${values.length})`;
}

const inOrder = (values) => values.filter((ms) => ms !== null && ms !== undefined).sort((a, b) => a - b);

function startDistributions() {
  const measure = byId("measure");
  MEASURES.forEach(([name], at) => measure.append(make("option", { value: at }, name)));
  let found = [];
  const isLog = () => all("input[name=axis]").some((radio) => radio.checked && radio.value === "log");

  function show() {
    const [name, value] = MEASURES[Number(measure.value)];
    const values = inOrder(found.map((place) => value(data.cases[place], place)));
    const axis = axisTo(values.at(-1) ?? 0, isLog());
    const left = found.length - values.length;
    const words = values.length
      ? `${inWords(values, true)}, of ${casesInPage(found.length)}${left ? `; ${left} not finished, not known or without it` : ""}`
      : inWords(values, true);
    refill("distribution", make("p", { "aria-live": "polite" }, `${name}: ${words}`),
      values.length ? [pictureOf(values, axis, values.length < 30 ? 90 : 160, `${name}: ${words}`), scaleBelow(axis), markKey(values)] : null);
    showSteps();
  }

  function showSteps() {
    const steps = found.flatMap((place) => data.cases[place].steps);
    const longest = (key) => steps.reduce((most, step) => Math.max(most, step[key] ?? 0), 0);
    const axes = { 7: axisTo(longest(7), isLog()), 8: axisTo(longest(8), isLog()) };
    const rows = data.activities.map((one, activity) => {
      const own = steps.filter((step) => step[0] === activity);
      if (!own.length) return null;
      const cell = (key, what) => {
        const values = inOrder(own.map((step) => step[key])), words = inWords(values);
        return make("div", { class: "by-step-cell" }, make("p", { class: "quiet" }, `${what}: ${words}`),
          values.length ? pictureOf(values, axes[key], 44, `${one.title}, ${what}: ${words}`) : null);
      };
      return make("li", {}, make("h4", {}, make("bdi", {}, one.title)), cell(7, "work"), cell(8, "wait"));
    });
    const scale = (key) => make("div", {}, scaleBelow(axes[key]));
    refill("by-step",
      make("p", { class: "lead" }, "One scale for all work, one for all wait at a step: from the completion of the step before to its own completion, minus work and pauses. n counts steps, those of unfinished cases too.",
        found.length < data.all_cases ? ` All are of ${casesInPage(found.length)}.` : null),
      make("ul", { class: "by-step" }, rows.filter(Boolean),
        make("li", { class: "by-step-scale", "aria-hidden": "true" }, make("span"), scale(7), scale(8))));
  }

  measure.addEventListener("change", show);
  for (const radio of all("input[name=axis]")) radio.addEventListener("change", show);
  whenChosen((now) => { found = now; show(); });
}

const markKey = (values) => (values.length < FEW ? null : make("ul", { class: "key" },
  make("li", {}, make("span", { class: "swatch median" }), "median"), make("li", {}, make("span", { class: "swatch p90" }), "90 % within")));

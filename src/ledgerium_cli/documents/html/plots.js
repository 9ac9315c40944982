// Plots of values, in pixels: one dot per value while there are few enough, else a histogram.

const DOTS = 150, COLUMNS = 40, MARGIN = 8;
/** Pixels above the highest column of a histogram, for its count. */
const ABOVE = 20;
/** Fewer values than this are all drawn: those far longer than the others behind a break of the axis, at this share of it. */
const MANY = 50, BREAK = 0.84;
/** How many values behind the break are told one by one. */
const MOST_BEYOND = 3;
/** How many times its height a plot may grow for dots that stand on one another; higher ones are drawn as columns. */
const GROWS = 2;
/** Pixels needed by a tick label below an axis. */
const TICK = 68;
/** When the longest value is this many times the 90th percentile, a scale up to it would compress all others. */
const FAR_LONGER = 3;

const inOrder = (values) => values.filter((ms) => ms !== null && ms !== undefined).sort((a, b) => a - b);

function quantile(ordered, share) {
  const at = (ordered.length - 1) * share, below = Math.floor(at);
  return ordered[below] + (ordered[Math.min(below + 1, ordered.length - 1)] - ordered[below]) * (at - below);
}

const nineInTen = (ordered) => rounded(quantile(ordered, 0.9));

function hasFarLonger(ordered) {
  return ordered.length >= FEW && nineInTen(ordered) > 0 && ordered.at(-1) > FAR_LONGER * nineInTen(ordered);
}

/** The end of the axis that best separates most values. */
const reachOf = (ordered) => (hasFarLonger(ordered) ? 2 * nineInTen(ordered) : ordered.at(-1) ?? 0);

/** The values that are drawn behind the break of an axis that ends at `most`. */
const beyond = (values, most) => (values.length < MANY ? values.filter((ms) => ms > most) : []);

/** Maps a time to a position between 0 and 1, up to the break if there is one, and selects the tick labels. */
function axisTo(most, isLog, wide, isBroken) {
  const share = isBroken ? BREAK : 1;
  const whole = !most ? () => 0 : isLog ? (ms) => Math.log1p(ms / SECOND) / Math.log1p(most / SECOND) : (ms) => ms / most;
  const place = (ms) => share * whole(ms);
  const ticks = [];
  for (const ms of isLog ? logTicks(most) : linearTicks(most)) {
    if (!ticks.length || (place(ms) - place(ticks.at(-1))) * wide >= TICK) ticks.push(ms);
  }
  return { most, place, ticks, isBroken };
}

const logTicks = (most) => [0, ...[1, 5, 15, 60, 300, 900, 3600, 14400, 86400, 604800].map((s) => s * SECOND).filter((ms) => ms < most)];

function linearTicks(most) {
  if (!most) return [0];
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800, 2592000]
    .map((s) => s * SECOND).find((ms) => most / ms <= 6) ?? most / 5;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step);
}

/** The dots of a dot plot, stacked where values are close: for each the value, its x, and how far it is above the axis. */
function stacked(values, place, length, radius) {
  const columns = Math.floor(length / (radius * 2.2)), levels = new Map();
  return values.map((ms) => {
    const column = Math.round(place(ms) * columns), level = levels.get(column) ?? 0;
    levels.set(column, level + 1);
    return { ms, x: (length * column) / columns, above: radius + 1 + level * radius * 2.1 };
  });
}

const dots = (places, height, radius) => places.map(({ ms, x, above }) => draw("circle", {
  class: "dot-value", cx: x, cy: height - above, r: radius,
}, draw("title", {}, duration(ms))));

/** The columns of a histogram; `unit` puts a count in words. It says how many the highest column stands for. */
function columnsOf(values, place, length, height, unit) {
  const bins = new Array(COLUMNS).fill(0), wide = length / COLUMNS;
  for (const ms of values) bins[Math.min(COLUMNS - 1, Math.floor(place(ms) * COLUMNS))] += 1;
  const most = Math.max(...bins);
  const isLeft = bins.indexOf(most) < COLUMNS / 2, tall = (n) => (height - ABOVE) * (n / most);
  return [
    draw("line", { class: "highest", x1: 0, x2: length, y1: ABOVE, y2: ABOVE }),
    draw("text", { class: isLeft ? "last" : "first", x: isLeft ? length : 0, y: ABOVE - 5 }, `${unit(most)} in the highest column`),
    bins.map((n, at) => draw("rect", {
      class: "column", x: wide * at + 1, width: wide - 2, y: height - tall(n), height: tall(n),
    }, draw("title", {}, unit(n)))),
  ];
}

/** The values behind the break: their dots, and beside them how long they are. */
function pictureBeyond(values, length, height, radius) {
  if (!values.length) return [];
  const at = length * (BREAK + 1) / 2, words = values.length > MOST_BEYOND
    ? `${values.length}, up to ${duration(values.at(-1))} →` : `${values.map(duration).join(", ")} →`;
  const places = values.map((ms, level) => ({ ms, x: Math.min(length - radius, at + (level - (values.length - 1) / 2) * radius * 2.2), above: radius + 1 }));
  return [dots(places, height, radius), draw("text", { class: "beyond last", x: length, y: height - 2 * radius - 6 }, words)];
}

/** The sign of a break of the axis. */
const breakAt = (x, y) => draw("path", { class: "break", d: `M${x - 5} ${y + 5}l4 -10m3 10l4 -10` });

/** The plot of the values, with the targets for them; of many those beyond the axis are left out. */
function pictureOf(values, axis, wide, low, words, unit, goals = []) {
  const length = wide - 2 * MARGIN, shown = values.filter((ms) => ms <= axis.most), isLarge = low >= 50;
  const radius = isLarge ? 6 : 3.5, ofColumns = isLarge ? low : low + ABOVE;
  const single = shown.length <= Math.min(DOTS, wide / 4) ? stacked(shown, axis.place, length, radius) : [];
  const needed = Math.max(low, ...single.map(({ above }) => Math.ceil(above + radius)));
  const areDots = single.length > 0 && needed <= GROWS * low, height = areDots ? needed : ofColumns;
  const marks = values.length < FEW ? [] : [["median", 0.5], ["p90", 0.9]].map(([kind, share]) => {
    return [kind, quantile(values, share)];
  });
  const lines = [...marks, ...goals.map((ms) => ["goal", ms])].filter(([, ms]) => ms <= axis.most).map(([kind, ms]) => {
    const x = length * axis.place(ms);
    return draw("line", { class: kind, x1: x, x2: x, y1: 0, y2: height });
  });
  const body = areDots ? dots(single, height, radius) : columnsOf(shown, axis.place, length * (axis.isBroken ? BREAK : 1), height, unit);
  return draw("svg", { class: "values", viewBox: `${-MARGIN} 0 ${wide} ${height + 5}`, role: "img", "aria-label": words },
    draw("line", { class: "axis", x1: 0, x2: length, y1: height, y2: height }), axis.isBroken ? breakAt(length * (BREAK + 0.01), height - 1) : null,
    lines, body, pictureBeyond(beyond(values, axis.most), length, height, radius));
}

function scaleBelow(axis, wide) {
  const length = wide - 2 * MARGIN;
  return draw("svg", { class: "scale", viewBox: `${-MARGIN} 0 ${wide} 18`, "aria-hidden": "true" },
    axis.ticks.map((ms) => draw("text", {
      x: length * axis.place(ms), y: 13, class: ms === 0 ? "first" : axis.place(ms) > 0.95 ? "last" : null,
    }, duration(ms).replace(/ (00 (s|min)|0 h)$/, ""))));
}

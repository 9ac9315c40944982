// Writes numbers and times in words, the same as in the other documents.

const SECOND = 1000, MINUTE = 60000, HOUR = 3600000, DAY = 86370000;  // DAY: from where `duration` tells days
/** The parts of time in the order in which they are shown, in words. */
const PARTS = {
  work: "work", system_wait: "system wait", idle: "idle", between_step_wait: "between-step wait", paused: "paused",
};
const PART_NAMES = Object.keys(PARTS);
const dashed = (name) => name.replaceAll("_", "-");
const FEW = 5, A_HAIR = 1e-9;

/** Rounds to the nearest integer, halves to the even one. */
function rounded(value) {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** `under 1 s`, `4.2 s`, `42 s`, `1 min 05 s`, `2 h 03 min`, `3 d 4 h`. */
function duration(ms) {
  const two = (number) => String(number).padStart(2, "0");
  if (ms === null || ms === undefined) return "not known";
  if (ms < SECOND) return ms ? "under 1 s" : "0 s";
  if (ms < 9950) return `${((ms % SECOND === 250 ? ms - 50 : ms) / SECOND).toFixed(1)} s`;
  const seconds = rounded(ms / SECOND);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const minutes = rounded(ms / MINUTE);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  const hours = rounded(ms / HOUR);
  return `${thousands(Math.floor(hours / 24))} d ${hours % 24} h`;
}

const thousands = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** Work, as the time of people: from a day on in hours, as in words.py. */
const workTime = (ms) => (ms >= DAY ? `${thousands(rounded(ms / HOUR))} h` : duration(ms));
const spentOn = (name) => (name === "work" ? workTime : duration);

function percent(share) {
  if (share > 0 && share < 0.005) return "under 1 %";
  if (share >= 0.995 && share < 1) return "over 99 %";
  return `${Math.floor(100 * share + 0.5 + A_HAIR)} %`;
}

/** A share with its percentage; below FEW only the counts. */
function part(some, all) {
  return all >= FEW ? `${percent(some / all)} (${some} of ${all})` : `${some} of ${all}`;
}

/** Quotation marks within the text become single ones. */
const inQuotes = (text) => `“${text.replace(/"([^"]*)"/g, "‘$1’").replaceAll("“", "‘").replaceAll("”", "’")}”`;

const count = (n, noun, plural = `${noun}s`) => `${n} ${n === 1 ? noun : plural}`;

/** All values below five; else median and 90th percentile; where none is as long as a second, that. */
function spread(times, told = duration) {
  if (!times.n) return "not seen";
  if (isAtOnce(times)) return `${times.n > 1 ? "each " : ""}${duration(longestOf(times))} (n = ${times.n})`;
  if (times.values_ms) return `${times.values_ms.map((ms) => told(ms)).join(", ")} (n = ${times.n})`;
  return `median ${told(times.median_ms)}, ${percentile(times.p90_ms, told)} (n = ${times.n})`;
}

const longestOf = (times) => times.max_ms ?? Math.max(...times.values_ms);
const isAtOnce = (times) => times.n > 0 && longestOf(times) < SECOND;

/** The same of the time from one thing to the next. */
const spreadBetween = (times) => (isAtOnce(times) ? `at once (n = ${times.n})` : spread(times));

/** It is interpolated, so it is named as what it is: of few values nine in ten need not lie within it. */
const percentile = (ms, told = duration) => `90th percentile ${told(ms)}`;

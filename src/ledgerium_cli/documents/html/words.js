// Writes numbers and times in words, the same as in the other documents.

const SECOND = 1000, MINUTE = 60000, HOUR = 3600000;
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
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

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

/** All values below five; else median and 90th percentile. */
function spread(times) {
  if (!times.n) return "not seen";
  if (times.values_ms) return `${times.values_ms.map(duration).join(", ")} (n = ${times.n})`;
  return `median ${duration(times.median_ms)}, ${within(times.p90_ms)} (n = ${times.n})`;
}

/** The 90th percentile, phrased to be read aloud. */
const within = (ms) => `90 % ${ms > 0 && ms < 1000 ? "" : "within "}${duration(ms)}`;

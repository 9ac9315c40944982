// Tells times by the clocks of a time zone: the one of the documents, or the reader's own.

/** Formatters by zone, and the zone itself: UTC where the browser does not know the one of the documents. */
const CLOCKS = {};
const ZONES = { documents: clocksOf(data.zone) ?? clocksOf("UTC"), own: clocksOf(new Intl.DateTimeFormat().resolvedOptions().timeZone) };
const zoneListeners = [];
let zone = ZONES.documents;

function clocksOf(name) {
  try {
    CLOCKS[name] = new Intl.DateTimeFormat("sv", { timeZone: name, dateStyle: "short", timeStyle: "medium" });
    return name;
  } catch {
    return null;
  }
}

/** By the clocks of the chosen zone: `2026-03-02 09:10:41`. */
const instant = (ms) => CLOCKS[zone].format(ms);

/** Rows of a table with a heading wherever the day changes; `of` gives the time of a value, `row` its row. */
function byDay(values, of, row) {
  let day = "";
  return values.flatMap((value) => {
    const own = of(value) === null ? day : inZone(instant(of(value)).slice(0, 10)), isNew = own !== day;
    day = own;
    return [...(isNew ? [day] : []), row(value)];
  });
}

/** The time of day alone, below the heading of its day. */
const clockTime = (ms) => (ms === null ? "not known" : instant(ms).slice(11));

/** The name of a column of such times: `Start (Europe/Berlin)`. */
const inZone = (name) => `${name} (${zone})`;

function startTimes() {
  const choice = byId("zone");
  choice.append(make("option", { value: "documents" }, ZONES.documents));
  if (ZONES.own && ZONES.own !== ZONES.documents) choice.append(make("option", { value: "own" }, `yours: ${ZONES.own}`));
  byId("zone-field").hidden = choice.options.length < 2;
  choice.addEventListener("change", () => {
    zone = ZONES[choice.value];
    for (const listener of zoneListeners) listener();
  });
}

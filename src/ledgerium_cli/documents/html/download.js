// The chosen cases as a CSV file, made in the page: the columns are those of the table `cases` of
// `ledgerium sql`, without weeks, months and working hours.

const rfc3339 = (ms) => new Date(ms).toISOString();

const CSV_COLUMNS = {
  case_id: (one) => one.id,
  start_utc: (one) => (one.cycle === null ? null : rfc3339(one.start)),
  end_utc: (one) => (one.cycle === null ? null : rfc3339(one.start + one.cycle)),
  variant: (one) => (one.variant === null ? null : one.variant + 1),
  steps: (one) => one.steps.length,
  actors: (one) => new Set(one.steps.map((step) => data.actors[step.actor]).filter(Boolean)).size || null,
  complete: (one) => one.complete,
  ended: (one) => Boolean(one.ended),
  held: (one) => one.held,
  holds: (one) => (one.held === null ? null : one.holds.length),
  cycle_ms: (one) => one.cycle,
  ...Object.fromEntries(PART_NAMES.map((name) => [`${name}_ms`, (one) => one.parts[name]])),
};

/** A cell of CSV; what a spreadsheet would take for a formula is prefixed with an apostrophe. */
function cell(value) {
  if (typeof value !== "string") return value === null || value === undefined ? "" : String(value);
  const harmless = /^[=+\-@]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const asCsv = (rows) => rows.map((row) => `${row.map(cell).join(",")}\n`).join("");

function startDownload() {
  const button = byId("download");
  let found = [];
  whenChosen((now) => {
    found = now;
    button.disabled = !found.length;
  });
  button.addEventListener("click", () => {
    const rows = found.map((place) => Object.values(CSV_COLUMNS).map((value) => value(data.cases[place])));
    const url = URL.createObjectURL(new Blob([asCsv([Object.keys(CSV_COLUMNS), ...rows])], { type: "text/csv" }));
    make("a", { href: url, download: "cases.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  });
}

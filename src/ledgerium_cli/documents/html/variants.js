// The variants, the most frequent first.

const MOST_VARIANTS_SHOWN = 10;
/** In steps: in a variant longer than this, runs of at least SHORTEST_RUN steps that variant 1 has too are folded until
 *  they are opened. MOST_MISSING is the number of missing activities that are named. */
const LONG_VARIANT = 15, SHORTEST_RUN = 4, MOST_MISSING = 6;

function startVariants() {
  const unordered = data.unordered
    ? make("p", {}, `${data.variants.length ? "In no variant: " : ""}${casesOf(data.unordered)} of which it is not known which steps came first.`)
    : null;
  if (!data.variants.length) {
    refill("variant-list", unordered);
    return;
  }
  const usual = data.variants[0].activities;
  let covered = 0;
  const rows = data.variants.map((one, rank) => {
    covered += one.cases;
    const sum = covered;
    return () => variantRow(one, rank, sum, usual);
  });
  const list = make("ol", { class: "variants" });
  const left = data.all_variants - data.variants.length;
  refill("variant-list", inPortions(list, rows, MOST_VARIANTS_SHOWN, "variant"),
    left > 0 ? make("p", {}, `${left} rarer ones are not in this file.`) : null, unordered);
  whenChosen(() => {
    for (const button of all("button[aria-pressed]", list)) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.variant) === chosen.variant));
    }
  });
}

function variantRow(one, rank, covered, usual) {
  const seen = new Set();
  const chips = one.activities.map((activity) => {
    const kind = seen.has(activity) ? "again" : usual.includes(activity) ? null : "extra";
    seen.add(activity);
    const says = { again: " (again)", extra: " (not in variant 1)" }[kind];
    return { kind, chip: make("li", { class: kind, title: titles[activity] }, make("bdi", {}, titles[activity]),
      says ? make("span", { class: "unseen" }, says) : null) };
  });
  const { ended } = one;
  const missing = [...new Set(usual)].filter((activity) => !seen.has(activity));
  return make("li", {},
    make("div", { class: "variant-head" },
      make("button", {
        type: "button", "aria-pressed": String(chosen.variant === rank), "data-variant": rank,
        click: () => choose({ variant: chosen.variant === rank ? null : rank }),
      }, `Variant ${rank + 1}`),
      make("b", {}, part(one.cases, data.all_cases)), meterOf(one.cases / data.all_cases, "often"),
      make("span", { class: "quiet" }, rank ? `together ${percent(covered / data.all_cases)}` : whatTheFirstIs()),
      make("span", { class: "quiet" }, ended ? `cycle ${one.cycle.n ? spread(one.cycle) : "not known"}` : howStopped(rank))),
    make("ol", { class: "chips" }, rank && chips.length > LONG_VARIANT ? folded(chips) : chips.map(({ chip }) => chip)),
    missing.length ? make("p", { class: ended ? "missing" : "missing quiet" }, without(missing, ended)) : null);
}

/** Of a variant that no case finished: whether people ended its cases. */
function howStopped(rank) {
  const own = data.cases.filter((one) => one.variant === rank);
  if (!own.some((one) => one.ended)) return "still open";
  return own.every((one) => one.ended) ? "ended by a person" : "still open, or ended by a person";
}

function whatTheFirstIs() {
  if (data.variants[0].cases === 1 && data.all_variants > 1) return `the earliest; none ${data.unordered ? "is known to have been" : "was"} taken twice`;
  return data.variants[0].ended ? "the usual way" : "the most frequent";
}

function without(missing, ended) {
  const named = missing.slice(0, MOST_MISSING).map((activity) => inQuotes(titles[activity])).join(", ");
  return `${ended ? "Without" : "So far without"} ${named}${missing.length > MOST_MISSING ? ` and ${missing.length - MOST_MISSING} more` : ""}`;
}

/** The chips with a button in place of each long run of steps that variant 1 has too. */
function folded(chips) {
  const runs = [];
  for (const { kind, chip } of chips) {
    if (kind || !runs.length || runs.at(-1).kind) runs.push({ kind, chips: [chip] });
    else runs.at(-1).chips.push(chip);
  }
  return runs.flatMap((run) => {
    if (run.kind || run.chips.length < SHORTEST_RUN) return run.chips;
    const fold = make("li", { class: "run" }, make("button", {
      type: "button",
      click: () => {
        for (const chip of run.chips) fold.before(chip);
        run.chips[0].tabIndex = -1;
        fold.remove();
        run.chips[0].focus();
      },
    }, `${run.chips.length} steps of variant 1`));
    return [fold];
  });
}

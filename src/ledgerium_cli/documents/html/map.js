// The process map: by frequency or duration, with or without lanes, only frequent paths, and the paths of chosen cases.

/** Number of paths shown initially; a map of all of them would be unreadable. */
const MOST_AT_FIRST = Math.max(24, 2 * data.activities.length);
/** How many steps and ends that are not drawn are named. */
const MOST_RARE = 3;

const maps = () => all("svg.map");
const shownMap = () => maps().find((map) => !map.classList.contains("off"));

/** Nothing here works on a map that could not be drawn. */
function startMap() {
  if (!maps().length) {
    for (const control of all(".controls, .map-key", byId("map"))) control.hidden = true;
    return;
  }
  startModes();
  startPaths();
  for (const map of maps()) pressable(map);
  whenChosen(markTaken);
}

function startModes() {
  const section = byId("map");
  const mode = (value) => {
    section.dataset.mode = value;
    for (const map of maps()) map.dataset.mode = value;
  };
  for (const radio of all("input[name=mode]")) radio.addEventListener("change", () => mode(radio.value));
  mode("often");
  const having = new Set(maps().map((map) => map.dataset.lanes));
  for (const radio of all("input[name=lanes]")) {
    radio.closest("label").hidden = !having.has(radio.value);
    radio.addEventListener("change", () => {
      for (const map of maps()) map.classList.toggle("off", map.dataset.lanes !== radio.value);
      lookAtMap();
    });
  }
  byId("lanes").hidden = having.size < 2;
}

/** Sets up the slider with a stop for each frequency that occurs, all paths at its right end. The paths that remain keep
 *  their position. */
function startPaths() {
  const arrows = all("g.arrow", maps()[0]);
  const times = arrows.map((arrow) => Number(arrow.dataset.times));
  const stops = [...new Set(times)].sort((a, b) => b - a);
  const moves = (least) => times.filter((n) => n >= least).reduce((sum, n) => sum + n, 0);
  const slider = byId("paths");
  slider.max = stops.length - 1;
  slider.disabled = stops.length < 2;
  function show() {
    const least = stops[Number(slider.value)];
    const kept = times.filter((n) => n >= least).length;
    for (const map of maps()) hideRare(map, least);
    const rare = all("g.box.rare, g.end.rare", maps()[0]).map((node) => inQuotes(titles[node.dataset.activity] ?? node.textContent));
    const more = rare.length > MOST_RARE ? ` and ${rare.length - MOST_RARE} more` : "";
    byId("paths-without").textContent = `without ${rare.slice(0, MOST_RARE).join(", ")}${more}`;
    byId("paths-without").hidden = !rare.length;
    const says = least === stops.at(-1) && kept === data.all_paths ? `all ${count(kept, "path")}`
      : `taken ${least}× or more: ${kept} of ${data.all_paths}, ${percent(moves(least) / data.all_moves)} of all moves`;
    byId("paths-says").textContent = says;
    byId("paths-printed").textContent = `paths ${says}`;
    byId("paths-printed").hidden = kept === data.all_paths;
    slider.setAttribute("aria-valuetext", says);
  }
  slider.addEventListener("input", show);
  const few = stops.findLastIndex((least) => times.filter((n) => n >= least).length <= MOST_AT_FIRST);
  slider.value = Math.max(0, few);
  show();
}

/** Hides arrows of lower frequency, and boxes and ends that no arrow reaches any more. */
function hideRare(map, least) {
  const linked = new Set(), reached = new Set();
  for (const arrow of all("g.arrow", map)) {
    const isShown = Number(arrow.dataset.times) >= least;
    arrow.classList.toggle("rare", !isShown);
    const { source, target } = data.paths[arrow.dataset.path];
    for (const own of isShown ? [linked, reached] : [linked]) own.add(source).add(target);
  }
  const isRare = (node) => linked.has(node) && !reached.has(node);
  for (const box of all("g.box", map)) box.classList.toggle("rare", isRare(Number(box.dataset.activity)));
  for (const end of all("g.end", map)) {
    end.classList.toggle("rare", isRare(end.dataset.end === "start" ? null : end.dataset.end));
  }
}

function pressable(map) {
  map.setAttribute("role", "group");
  for (const box of all("g.box", map)) {
    const activity = Number(box.dataset.activity), one = data.activities[activity];
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "button");
    box.setAttribute("aria-label", `${one.title}: ${count(one.steps, "time")} in ${casesOf(one.cases)}, `
      + `work ${spread(one.work)}, wait ${spread(one.wait)}`);
    box.addEventListener("click", () => isDragging() || openActivity(activity));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      openActivity(activity);
    });
  }
  for (const arrow of all("g.arrow", map)) {
    const at = Number(arrow.dataset.path);
    arrow.append(draw("title", {}, `${pathName(data.paths[at])}: ${arrow.dataset.times}×`));
    arrow.addEventListener("click", () => isDragging() || openPath(at));
  }
}

// The process map: by frequency or duration, with or without lanes, only frequent paths, and the paths of chosen cases.

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
      byId("lanes-by").hidden = radio.value !== "role";
      lookAtMap();
    });
  }
  byId("lanes").hidden = having.size < 2;
}

const timesOfArrow = (arrow) => Number(arrow.dataset.times);

/** Sets up the slider with a stop for each frequency that occurs, all paths at its right end. At first it shows the paths
 *  that `map.svg` has, rare ones that it needs included; those over a required step are never hidden. The paths that remain
 *  keep their position. */
function startPaths() {
  const arrows = all("g.arrow", maps()[0]), times = arrows.map(timesOfArrow);
  const stops = [...new Set(times)].sort((a, b) => b - a);
  const few = Math.max(0, stops.findLastIndex((least) => arrows.every((arrow) => timesOfArrow(arrow) < least || isFirst(arrow))));
  const slider = byId("paths");
  slider.max = stops.length - 1;
  slider.disabled = stops.length < 2;
  function show() {
    const least = stops[Number(slider.value)];
    const isShown = (arrow) => timesOfArrow(arrow) >= least || arrow.classList.contains("skips") || (least <= stops[few] && isFirst(arrow));
    const shown = arrows.filter(isShown), kept = shown.length, rarer = shown.filter((arrow) => timesOfArrow(arrow) < least);
    for (const map of maps()) hideRare(map, isShown);
    const rare = all("g.box.rare, g.end.rare", maps()[0]).map((node) => inQuotes(titles[node.dataset.activity] ?? node.textContent));
    const more = rare.length > MOST_RARE ? ` and ${rare.length - MOST_RARE} more` : "";
    byId("paths-without").textContent = `without ${rare.slice(0, MOST_RARE).join(", ")}${more}`;
    byId("paths-without").hidden = !rare.length;
    const moves = shown.map(timesOfArrow).reduce((sum, n) => sum + n, 0);
    const says = kept === data.all_paths ? `all ${count(kept, "path")}`
      : `taken ${least}× or more${rarer.length ? ` and ${rarer.length} rarer` : ""}: ${kept} of ${data.all_paths}, ${percent(moves / data.all_moves)} of all moves`;
    byId("paths-rarer").textContent = rarerWords(rarer);
    byId("paths-rarer").hidden = !rarer.length;
    byId("paths-says").textContent = says;
    byId("paths-printed").textContent = `paths ${says}`;
    byId("paths-printed").hidden = kept === data.all_paths;
    slider.setAttribute("aria-valuetext", says);
  }
  slider.addEventListener("input", show);
  slider.value = few;
  show();
}

const isFirst = (arrow) => arrow.dataset.first !== undefined;

/** Why rarer paths are shown too. */
function rarerWords(rarer) {
  const over = rarer.filter((arrow) => arrow.classList.contains("skips")).length, others = rarer.length - over;
  const told = [over && `${over} over a required step`, others && `${others} of the usual way or the main one of a step`];
  return `rarer paths: ${told.filter(Boolean).join(", ")}`;
}

/** Hides arrows that are not to be shown, and boxes and ends that no arrow reaches any more. */
function hideRare(map, isKept) {
  const linked = new Set(), reached = new Set();
  for (const arrow of all("g.arrow", map)) {
    const isShown = isKept(arrow);
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
      + `work ${spread(one.work, workTime)}, wait ${spread(one.wait)}`);
    box.addEventListener("click", () => isDragging() || openActivity(activity));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      openActivity(activity);
    });
  }
  for (const arrow of all("g.arrow", map)) {
    const at = Number(arrow.dataset.path);
    arrow.append(draw("title", {}, `${pathName(data.paths[at])}: ${timesOfPath(data.paths[at])}`));
    arrow.addEventListener("click", () => isDragging() || openPath(at));
  }
}

// Creates elements from text and attributes; nothing here parses markup.

/** Keeps a number and its unit on one line, as in the other documents. */
const KEPT_TOGETHER = /\b\d[\d.]* (?:ms|s|min|h|d|%)(?: \d+ (?:s|min|h))?(?!\w)|(?<=\()n = (?=\d)/g;
const keptTogether = (words) => words.replace(KEPT_TOGETHER, (found) => found.replaceAll(" ", "\u00a0"));

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; strings among the children become text nodes. Null children and attributes
 *  are left out, and a function as an attribute listens to the event of that name. */
function make(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

function draw(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (typeof child === "string" ? keptTogether(child) : child)));
  return element;
}

/** Replaces the children of the element with this id. */
function refill(id, ...children) {
  const element = byId(id);
  element.replaceChildren();
  return filled(element, {}, children);
}

const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** The values by what `key` gives for each, in the order in which keys occur; `Map.groupBy` is missing before 2024. */
function grouped(values, key) {
  const groups = new Map();
  for (const value of values) {
    const own = key(value);
    if (groups.has(own)) groups.get(own).push(value);
    else groups.set(own, [value]);
  }
  return groups;
}

/** The length of a bar, in its own units; it is as wide as its place. */
const BAR = 1000;
const barOf = (parts) => draw("svg", { class: "parts", viewBox: `0 0 ${BAR} 10`, preserveAspectRatio: "none", "aria-hidden": "true" },
  parts.map(([kind, since, share]) => draw("rect", { class: kind, x: BAR * since, y: 0, width: BAR * share, height: 10 })));

/** A bar of which a share is filled. */
const meterOf = (share, kind) => barOf([["meter-rest", 0, 1], [`meter-${kind}`, 0, share]]);

/** Shares of the length of a bar, side by side. */
function sharesOf(shares) {
  let since = 0;
  return barOf(shares.filter(([, share]) => share).map(([kind, share]) => {
    since += share;
    return [kind, since - share, share];
  }));
}

/** A table in a scrolling box. `head` are texts, `rows` lists of texts and elements; a row that is a text is a heading
 *  of those below it. Narrow windows stack the cells, so the ARIA roles are set explicitly. */
function table(head, rows, numbers = []) {
  const kind = (place) => (numbers.includes(place) ? "number" : null);
  const cell = (content, place) => make("td", { class: kind(place), role: "cell", "data-of": head[place] }, content);
  const row = (cells) => make("tr", { role: "row" }, typeof cells === "string"
    ? make("th", { class: "group", scope: "colgroup", colspan: head.length, role: "columnheader" }, cells) : cells.map(cell));
  return make("div", { class: "wide", tabindex: 0 },
    make("table", { class: "stacks", role: "table" },
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, head.map((words, place) =>
        make("th", { class: kind(place), scope: "col", role: "columnheader" }, words)))),
      make("tbody", { role: "rowgroup" }, rows.map(row))));
}

/** The first portion of many children, and a button that shows the next. */
function inPortions(list, rows, portion, noun) {
  const more = make("button", { type: "button", class: "more", click: () => show(true) });
  let shown = 0;
  function show(byPerson) {
    const first = shown;
    list.append(...rows.slice(shown, shown + portion).map((row) => row()));
    shown = Math.min(rows.length, shown + portion);
    more.textContent = `Show ${Math.min(portion, rows.length - shown)} more of ${count(rows.length, noun)}`;
    more.hidden = shown >= rows.length;
    if (byPerson) (list.children[first]?.querySelector("button") ?? more).focus();
  }
  show(false);
  return [list, more];
}

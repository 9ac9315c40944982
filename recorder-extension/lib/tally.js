// How many events a recording has, and the newest of them: kept up while pages write, in the same small space
// after a day as after a minute.

import { latest } from "./stored.js";

const KEPT = 60;

/** `found` is what `newest` of stored.js returns. Keys sort in the order of events. */
export function openTally({ folded, entries }) {
  const all = Object.values(entries);
  const isReplaced = new Set(all.filter(replaces).map(replaces));
  let count = folded + latest(all).length;
  let recent = newestOf(Object.entries(entries));
  let fresh = [];

  /** An event that was just stored: told for the first time, or told again. */
  function add(key, entry) {
    if (entry.revision === 0) count += 1;
    const place = replaces(entry);
    if (place && !isReplaced.has(place)) {
      isReplaced.add(place);
      count -= 1;
    }
    fresh.push([key, entry]);
    if (fresh.length >= KEPT) settle();
  }

  function settle() {
    recent = newestOf([...recent, ...fresh]);
    fresh = [];
  }

  function events() {
    settle();
    return latest(recent.map(([, entry]) => entry)).map(({ event }) => event);
  }

  return { add, events, count: () => count };
}

const replaces = ({ writer, replaces: at }) => (at === undefined ? null : `${writer}|${at}`);

const newestOf = (pairs) => pairs.sort(([a], [b]) => (a < b ? -1 : 1)).slice(-KEPT);

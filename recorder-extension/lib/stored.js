// What storage holds of a recording: read whole, counted, folded, removed.

import { countIn, eventPrefix, isOf, isOfDocument, leftPrefix, pieceKey, piecePrefix, tabPrefix } from "./keys.js";

const { local, session } = chrome.storage;

const PIECE = 250; // events to a key: storage slows with its keys, a larger value is slower to write
const LOOSE = 250; // the newest stay as they are: the page of the recorder shows them
const DOCUMENTS = 200; // keys
const BLOCK = 40_000; // more bytes than the 32 KiB of a block of Chromium's log

let begun = null;

/**
 * Go on behind the block of Chromium's log that may be torn, once in each run of the browser, before anything is told.
 *
 * A browser that is killed while it writes leaves part of a record. Chromium goes on in the same file, and whoever reads
 * it next drops what stands behind that part in its block, though it was stored.
 */
export function newBlock() {
  begun ??= write().catch(() => (begun = null)); // a full disk is told by whoever writes next
  return begun;
}

async function write() {
  const { block } = await session.get("block");
  if (block) return;
  await local.set({ block: "-".repeat(BLOCK) });
  await local.remove("block");
  await session.set({ block: true });
}

/** Each event once, as it was told last. An entry may take the place of another (`replaces`): both are kept. */
export function latest(entries) {
  const byPlace = new Map();
  const place = ({ writer }, count) => `${writer}|${count}`;
  for (const entry of entries) {
    const at = place(entry, entry.count);
    if ((byPlace.get(at)?.revision ?? -1) < entry.revision) byPlace.set(at, entry);
  }
  for (const entry of [...byPlace.values()]) {
    if (entry.replaces !== undefined) byPlace.delete(place(entry, entry.replaces));
  }
  return [...byPlace.values()];
}

/** `{entries, tabs, left}` among the stored items of a recording: all that was ever told, the tab of each document, and
 *  whether it was always the person who took it away. `known` is what was told of documents before. */
function gather(recording, items, known = {}) {
  const [events, pieces, tabs, left] = [eventPrefix, piecePrefix, tabPrefix, leftPrefix].map((of) => of(recording));
  const found = { entries: [], tabs: { ...known.tabs }, left: { ...known.left } };
  const leave = (document, byPerson) => (found.left[document] = byPerson && (found.left[document] ?? true));
  for (const [key, item] of Object.entries(items)) {
    if (key.startsWith(events)) found.entries.push(item);
    else if (key.startsWith(tabs)) found.tabs[key.slice(tabs.length)] = item;
    else if (key.startsWith(left)) leave(key.slice(left.length).split("|")[0], item);
    else if (key.startsWith(pieces)) {
      found.entries.push(...item.entries);
      Object.assign(found.tabs, item.tabs);
      for (const told of Object.entries(item.left ?? {})) leave(...told);
    }
  }
  return found;
}

/** `{entries, tabs, left}` of a recording: its events in no order, each once, and what is told of each document. */
export function read(recording, items, known) {
  const { entries, ...documents } = gather(recording, items, known);
  return { entries: latest(entries), ...documents };
}

export const keysOf = async (recording) => (await local.getKeys()).filter(isOf(recording));

/** While this runs nothing is folded: a key that was listed is still there when it is read. */
const still = (run) => navigator.locks.request("fold", run);

const NOTHING = { tabs: {}, left: {}, pieces: new Set() };

/**
 * `{entries, tabs, left, pieces}`: everything of one recording, without the events in pieces that were read before.
 *
 * `before` is what this returned then: what was folded since is in a piece that it has not read. So whatever is folded
 * between, each event and all that is told of documents is read.
 */
export const load = (recording, before = NOTHING) =>
  still(async () => {
    const keys = (await keysOf(recording)).filter((key) => !before.pieces.has(key));
    const pieces = before.pieces.union(new Set(keys.filter((key) => key.startsWith(piecePrefix(recording)))));
    return { ...read(recording, keys.length ? await local.get(keys) : {}, before), pieces };
  });

/** `{folded, entries}`: how many events are folded, and all that is not, by key; keys sort in the order of events. */
export const newest = (recording) =>
  still(async () => {
    const keys = await keysOf(recording);
    const loose = keys.filter((key) => key.startsWith(eventPrefix(recording)));
    const folded = keys.filter((key) => key.startsWith(piecePrefix(recording))).reduce((sum, key) => sum + countIn(key), 0);
    return { folded, entries: loose.length ? await local.get(loose) : {} };
  });

/**
 * Fold what is old into larger pieces.
 *
 * A piece is on the disk before its parts go, and no part is ever written again: whenever this is cut off,
 * every event is in one place or in two, and `latest` tells it once.
 */
export const fold = (recording) =>
  still(async () => {
    await newBlock();
    const keys = await local.getKeys();
    const documents = keys.filter(isOfDocument(recording));
    const events = keys.filter((key) => key.startsWith(eventPrefix(recording))).sort();
    for (let at = 0; events.length - at >= PIECE + LOOSE; at += PIECE) {
      const parts = events.slice(at, at + PIECE);
      const old = at === 0 && documents.length >= DOCUMENTS ? documents : [];
      const piece = gather(recording, await local.get([...parts, ...old]));
      if (!piece.entries.length) return; // somebody removed the recording meanwhile
      await local.set({ [pieceKey(recording, parts[0], latest(piece.entries).length)]: piece });
      await local.remove([...parts, ...old]);
    }
  });

/** Remove all that is told of a recording, and `more` keys with it, in one step. */
export const remove = (recording, ...more) => still(async () => local.remove([...more, ...(await keysOf(recording))]));

/** Bytes that a recording takes in the browser, nearly those of its file. */
export async function size(recording) {
  const keys = await keysOf(recording);
  return keys.length ? local.getBytesInUse(keys) : 0;
}

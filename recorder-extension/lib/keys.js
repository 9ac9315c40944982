// Where things lie in chrome.storage.local. content/store.js writes the same keys: a content script cannot import.
//
//   recording                       the recording that the buttons act on
//   kept|ID                         a recording that was put away, saved or not
//   event|ID|TIME|CLOCK|WRITER|COUNT|REVISION   one event, as first told or as told again
//   piece|ID|FIRST|COUNT            events, and what is told of documents, that were folded into one key
//   tab|ID|DOCUMENT                 the tab that a document stands in, as the worker was told
//   left|ID|DOCUMENT|BYPERSON       whether it was always the person who took a document away
//   last, team                      what the start form remembers; the key of the team's tokens
//   block                           for a moment, nothing: see newBlock in stored.js

/** One key for each event, never written again: nothing is read, changed and written back, so nothing can be
 *  lost between, and what is old can be folded while pages write. */
export const eventPrefix = (recording) => `event|${recording}|`;
export const piecePrefix = (recording) => `piece|${recording}|`;
export const tabPrefix = (recording) => `tab|${recording}|`;
export const leftPrefix = (recording) => `left|${recording}|`;

const padded = (number, digits) => String(number).padStart(digits, "0");

export const eventKey = (recording, writer, { utc, clock, count, revision = 0 }) =>
  [`event|${recording}`, padded(utc, 15), padded(clock, 17), writer, padded(count, 7), revision].join("|");

/** `first` is the key of the first event in it: pieces are made one at a time, so it is unique. */
export const pieceKey = (recording, first, count) =>
  [`piece|${recording}`, first.slice(eventPrefix(recording).length).replaceAll("|", "."), count].join("|");

/** How many events a piece holds. */
export const countIn = (key) => Number(key.slice(key.lastIndexOf("|") + 1));

export const tabKey = (recording, document) => tabPrefix(recording) + document;

export const isOfDocument = (recording) => {
  const prefixes = [tabPrefix(recording), leftPrefix(recording)];
  return (key) => prefixes.some((prefix) => key.startsWith(prefix));
};

export const keptKey = (recording) => `kept|${recording}`;

/** Whether a key holds anything that a recording's pages or buttons wrote. */
export const isOf = (recording) => {
  const prefixes = [eventPrefix, piecePrefix, tabPrefix, leftPrefix].map((of) => of(recording));
  return (key) => prefixes.some((prefix) => key.startsWith(prefix));
};

// Where things lie in chrome.storage.local. content/store.js writes the same keys: a content script cannot import.

/** One key for each event: nothing is ever read, changed and written back, so nothing can be lost between. */
export const eventPrefix = (recording) => `event|${recording}|`;

export const eventKey = (recording, writer, { utc, clock, count }) =>
  [
    `event|${recording}`,
    String(utc).padStart(15, "0"),
    String(clock).padStart(17, "0"),
    writer,
    String(count).padStart(7, "0"),
  ].join("|");

/** The tab that a document stands in, as the worker was told. */
export const tabKey = (recording, document) => `tab|${recording}|${document}`;

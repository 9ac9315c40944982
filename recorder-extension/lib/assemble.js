// The file: everything that was stored, in order, numbered and sealed. Pure.

const UNKNOWN_TAB = 0; // Chromium numbers its tabs from 1
const SWITCH_MS = 250;
const PERSONAL = new Set(["note", "mark", "paused", "resumed"]);

/**
 * The stored entries of one recording in the order in which they happened.
 *
 * Documents are merged by the time of day, because their own clocks stand still while a computer sleeps.
 * Within one document its own order holds, even if somebody set the clock back.
 */
export function inOrder(entries) {
  const byWriter = Map.groupBy(entries, (entry) => entry.writer);
  for (const own of byWriter.values()) {
    own.sort((a, b) => a.count - b.count);
    let latest = 0;
    for (const entry of own) entry.rank = latest = Math.max(latest, entry.event.utc_ms);
  }
  const merged = [...byWriter.values()]
    .flat()
    .sort((a, b) => a.rank - b.rank || a.clock - b.clock || (a.writer < b.writer ? -1 : a.writer > b.writer ? 1 : a.count - b.count));
  return leaveFirst(merged);
}

/** Both tabs tell of a switch, each when it hears of it: the one in front is told when the other was left. */
function leaveFirst(entries) {
  const ordered = [];
  for (const entry of entries) {
    const at = entry.event.kind === "tab_hidden" ? ordered.findLastIndex(({ event }) => event.kind.startsWith("tab_")) : -1;
    const shown = ordered[at];
    const isOneSwitch =
      shown?.event.kind === "tab_shown" && shown.writer !== entry.writer && entry.rank - shown.rank < SWITCH_MS;
    const since = isOneSwitch ? ordered.splice(at) : [];
    if (isOneSwitch) shown.event = { ...shown.event, utc_ms: entry.event.utc_ms };
    const isLeft = ({ writer }) => writer === entry.writer; // its own order holds
    ordered.push(...since.filter(isLeft), entry, ...since.filter((other) => !isLeft(other)));
  }
  return ordered;
}

async function sha256(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const NOTHING = { count: 0, shown: {} };

/** What stands in the file after these lines: how many, and what each tab showed last. */
export const after = (lines, { count, shown } = NOTHING) => ({
  count: count + lines.length,
  shown: { ...shown, ...Object.fromEntries(lines.filter(isPage).map((line) => [line.tab, line])) },
});

const isPage = ({ kind }) => kind === "page_shown";

/** The events of entries as the file tells them, after what stands there already. */
export function ordered(entries, { tabs, left }, { count, shown } = NOTHING) {
  const shownLast = { ...shown };
  return inOrder(entries).map(({ event }, index) => {
    const { kind, ...rest } = event;
    const tab = PERSONAL.has(kind) ? {} : { tab: tabs[event.document] ?? UNKNOWN_TAB };
    const line = { kind, seq: count + index + 1, ...rest, ...tab };
    if (!isPage(line)) return line;
    const before = shownLast[line.tab];
    shownLast[line.tab] = line;
    return line.how === "address" && !isAskedFor(line, before, left) ? { ...line, how: "load" } : line;
  });
}

/** Whether it was the person who asked for a page: who took the one before it in its tab away, and not for the same
 *  page again, which may show what became of what was done. */
function isAskedFor({ tab, page }, before, left) {
  if (!before || tab === UNKNOWN_TAB || !left[before.document]) return false;
  return page.system !== before.page.system || page.route !== before.page.route;
}

export const headerLine = (header) => ({ kind: "header", format: 1, ...header }); // storage sorts the keys of what it holds

export const lineOf = (line) => `${JSON.stringify(line)}\n`;

/** The text of the file. A recording that the browser's end cut off gets no seal: the format says so with that. */
export async function assemble(recording, { entries, ...documents }) {
  const events = ordered(entries, documents);
  const body = [headerLine(recording.header), ...events].map(lineOf).join("");
  if (recording.state !== "stopped") return body;
  const redactions = entries.reduce((sum, entry) => sum + entry.redactions, 0);
  return body + lineOf({ kind: "seal", count: events.length, sha256: await sha256(body), redactions });
}

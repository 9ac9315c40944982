// What a person writes in "Sites to record", as the match patterns that Chromium asks about.

const SITE = /^(?:(\*|https?):\/\/)?((?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?::\d{1,5})?)(?:[/?#].*)?$/i;

/** One address or host pattern as a match pattern, null where it is neither. A grant is for a whole host,
 *  so a path is left away rather than promised. */
export function matchPattern(line) {
  const [, scheme = "*", host] = SITE.exec(line.trim()) ?? [];
  return host ? `${scheme.toLowerCase()}://${host.toLowerCase()}/*` : null;
}

/** The patterns of a text with one site a line, and the lines that name none. */
export function sitesFrom(text) {
  const lines = text.split(/\s+/).filter(Boolean);
  return {
    sites: [...new Set(lines.map(matchPattern).filter(Boolean))],
    refused: lines.filter((line) => !matchPattern(line)),
  };
}

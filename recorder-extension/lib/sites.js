// What a person writes in "Sites to record", as the match patterns that Chromium asks about.

const SITE = /^(?:(\*|https?):\/\/)?((?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(:\d{1,5})?)(?:[/?#].*)?$/i;
const PATTERN = /^(\*|https?):\/\/(.*)\/\*$/;

/** The match patterns of one address or host; none where it is neither. A grant is for a whole host, so a path is
 *  left away rather than promised. Chromium takes a port only with a scheme, which nobody sees in its address bar:
 *  then both are meant. */
export function matchPatterns(line) {
  const [, scheme = "*", host, port] = SITE.exec(line.trim()) ?? [];
  if (!host) return [];
  const schemes = scheme === "*" && port ? ["http", "https"] : [scheme];
  return schemes.map((one) => `${one.toLowerCase()}://${host.toLowerCase()}/*`);
}

/** The patterns of a text with one site a line, and the lines that name none. */
export function sitesFrom(text) {
  const lines = text.split(/\s+/).filter(Boolean);
  return {
    sites: [...new Set(lines.flatMap(matchPatterns))],
    refused: lines.filter((line) => !matchPatterns(line).length),
  };
}

export const hostOf = (site) => PATTERN.exec(site)[2];

/** Sites as people write them, which is also how a team's file has them. */
export function plainSites(sites) {
  const isAny = (host) => ["http", "https"].every((scheme) => sites.includes(`${scheme}://${host}/*`));
  const plain = (site) => {
    const [, scheme, host] = PATTERN.exec(site);
    return scheme === "*" || isAny(host) ? host : `${scheme}://${host}`;
  };
  return [...new Set(sites.map(plain))];
}

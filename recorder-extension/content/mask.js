// Replace pieces of text that could tell about a person or an account. Pure. `ledgerium redact` does the same to a
// file; one corpus of cases holds the two together.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});

  const START = String.raw`(?<![\p{L}\p{N}])`;
  const END = String.raw`(?![\p{L}\p{N}])`;
  // Of a class: blanks, those that no line is broken at and those without a width included.
  const GAP = String.raw` \u00a0\u00ad\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff`;
  const DASH = String.raw`\u2010-\u2015\u2212\ufe58\ufe63\uff0d-`; // last in a class
  const BETWEEN = `[${GAP}.${DASH}]`;
  const UNSEEN = String.raw`\u00ad\u200b-\u200d\u2060\ufeff`; // of a class: without a width
  const EMAIL = String.raw`[\p{L}\p{N}._%+'${UNSEEN}-]+(?:[@\uff20\ufe6b]|%40)[${UNSEEN}]*[\p{L}\p{N}](?:[\p{L}\p{N}.${UNSEEN}-]*[\p{L}\p{N}])?`;
  const IBAN = [
    String.raw`${START}[A-Z]{2}\d{2}(?:[${GAP}]?[A-Z0-9]{4}){2,7}(?:[${GAP}]?[A-Z0-9]{1,3})?${END}`,
    // In small letters a word may stand first, and not later.
    String.raw`${START}[A-Za-z]{2}\d{2}[${GAP}]?[A-Za-z0-9]{4}(?:[${GAP}]?(?=[A-Za-z]*\d)[A-Za-z0-9]{4}){2,6}(?:[${GAP}]?[A-Za-z0-9]{1,3})?${END}`,
  ].join("|");
  const CARD = String.raw`${START}(?:\d{4}(?:${BETWEEN}\d{4}){2}${BETWEEN}\d{1,7}|\d{4}${BETWEEN}\d{6}${BETWEEN}\d{5})${END}`;
  const OF_DATE = `[./${DASH}]`, YEAR = String.raw`(?:19|20)\d\d`;
  const DATE = String.raw`(?:${YEAR}${OF_DATE}[01]?\d${OF_DATE}[0-3]?\d|[0-3]?\d${OF_DATE}[0-3]?\d${OF_DATE}(?:${YEAR}|\d\d))(?!${OF_DATE}\d)`;
  const TIME = String.raw`[0-2]?\d:[0-5]\d(?::[0-5]\d)?`;
  const CURRENCY = "(?:[$€£¥]|AUD|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HUF|INR|JPY|NOK|PLN|RON|SEK|USD)";
  const WHOLE = String.raw`[1-9]\d{0,8}`;
  const THOUSANDS = String.raw`[1-9]\d{0,2}(?:[${GAP}]\d{3})*`;
  const GOES_ON = String.raw`(?![${GAP}.${DASH}]\d)`;
  // Dates, times and amounts stay. An amount has a currency, decimals, or whole thousands apart.
  const PEACEFUL = [
    String.raw`${START}${DATE}(?:T?${TIME})?${END}`,
    `${START}${TIME}${END}`,
    String.raw`${START}${YEAR}(?:[${GAP}]${YEAR})+${END}(?![${GAP}]\d)`,
    String.raw`${START}(?:${WHOLE}|${THOUSANDS})[.,]\d{1,2}${END}(?![.,${DASH}]?\d)`,
    `${START}${THOUSANDS}[${GAP}]000${END}${GOES_ON}`,
    `${START}${CURRENCY}[${GAP}]?${WHOLE}${END}${GOES_ON}`,
    `${START}${WHOLE}[${GAP}]?${CURRENCY}${END}`,
  ].join("|");
  const PHONE = [
    String.raw`\+\d[\d${GAP}()/.${DASH}]{5,}\d`,
    String.raw`\(\d{2,5}\)[${GAP}]?\d[\d${GAP}/${DASH}]{3,}\d`,
    String.raw`${START}\d{3}${BETWEEN}\d{3}${BETWEEN}\d{4}${END}`,
    String.raw`${START}\d{3}[${GAP}${DASH}]\d{2}[${GAP}${DASH}]\d{4}${END}`, // social security, in the USA
    String.raw`${START}0\d{1,4}(?:[${GAP}][/${DASH}][${GAP}]|[${GAP}/${DASH}])\d[\d${GAP}/${DASH}]{3,}\d${END}`,
    String.raw`${START}\d{2,}(?:[${GAP}]\d{2,}){2,}${END}`,
  ].join("|");
  const LONG_NUMBER = String.raw`[\p{L}\p{N}]*\p{Nd}(?:[${UNSEEN}]*\p{Nd}){5,}[\p{L}\p{N}]*`;
  const UUID = String.raw`${START}[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}${END}`;
  // Letters and at least three digits, mixed: a key that a program made up.
  const OPAQUE = String.raw`${START}(?=[A-Za-z0-9_]*[A-Za-z])(?=(?:[A-Za-z_]*\d){3})[A-Za-z0-9_]{12,}${END}`;
  // What looks like the number of something: letters and digits, such as R-203 or K10293. A year is none.
  const NO_YEAR = String.raw`(?!(?:19|20)\d\d(?![\p{L}\p{N}]|[-_]\d))`;
  const CODE = String.raw`${START}\p{L}{1,10}(?:[-_]${NO_YEAR}\d{3,}|${NO_YEAR}\d{4,})[\p{L}\p{N}]*(?:[-_]\d[\p{L}\p{N}]*)*`;
  const QUOTES = [["“", "”"], ["„", "[“”]"], ["«", "»"], ["»", "«"], ["‹", "›"], ['"', '"'], ["`", "`"]];
  const QUOTED = [
    ...QUOTES.map(([open, close]) => `${open}[^${open}]{1,200}?${close}`),
    // An apostrophe is no quotation mark: these two must stand at the edges of words.
    String.raw`(?<![\p{L}\p{N}])'[^']{1,200}?'(?![\p{L}\p{N}])`,
    String.raw`(?<![\p{L}\p{N}])[‘‚][^‘‚]{1,200}?[’‘](?![\p{L}\p{N}])`,
  ].join("|");

  /** The references of a case form: `#` stands for any digits, several in a row for exactly so many. */
  function casePattern(form) {
    if (!form.includes("#")) return null;
    const digits = (run) => (run.length === 1 ? "\\d+" : `\\d{${run.length}}`);
    const source = form
      .split(/(#+)/)
      .map((part, index) => (index % 2 ? digits(part) : part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")))
      .join("");
    return `${START}${source}${END}`;
  }

  const rules = new Map();

  /** Only who said what a case looks like has other codes masked: without that, one of them is the case. */
  function rulesFor(form) {
    if (!rules.has(form)) {
      const reference = casePattern(form);
      const all = [`(?<peaceful>${PEACEFUL})`, `(?<email>${EMAIL})`, `(?<number>${UUID}|${IBAN}|${CARD}|${PHONE})`]
        .concat(reference ? `(?<reference>${reference})` : [])
        .concat(`(?<long>${LONG_NUMBER}|${OPAQUE})`)
        .concat(reference ? `(?<code>${CODE})` : [])
        .concat(`(?<quoted>${QUOTED})`)
        .join("|");
      rules.set(form, { all: new RegExp(all, "gu"), reference: reference && new RegExp(reference, "gu") });
    }
    return rules.get(form);
  }

  /** What stands between quotation marks goes, except references to cases. */
  function maskQuoted(quoted, reference) {
    const inside = quoted.slice(1, -1);
    const kept = reference ? (inside.match(reference) ?? []) : [];
    if (kept.length === 1 && kept[0] === inside) return null;
    return quoted[0] + ["[text]", ...kept].join(" ") + quoted.at(-1);
  }

  const LONG_REFERENCE = 7; // digits: shorter ones may be the groups of an account or a phone number

  /** Whether a number that looks like another one is a reference to a case, or a list of those. */
  function isOfReferences(piece, reference) {
    if (piece.match(reference)?.[0] === piece) return true;
    const rest = piece.replace(reference, (one) => (one.replace(/\D/g, "").length >= LONG_REFERENCE ? "" : one));
    return !/\d/.test(rest);
  }

  const MOST_KNOWN = 200;
  const NORMAL = { "e-mail": (piece) => piece.replace(new RegExp(`[${UNSEEN}]`, "g"), "").toLowerCase(), number: (piece) => piece.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase() };

  /**
   * A function that names the same thing alike in all recordings of a team: `(kind, piece) => "3f9a1c2b4d"`.
   *
   * Without the team's key nobody can try out which number a token stands for. null without a key.
   */
  ledgerium.tokens = (key) => {
    // Not crypto.subtle: it exists only on secure pages, and answers later than the page may live.
    const hmac = globalThis.sha256?.hmac;
    if (!key || !hmac) return null;
    const bytes = Uint8Array.from(key.match(/../g), (byte) => parseInt(byte, 16));
    // A page shows the same pieces again and again, in its title and its address, and a token costs a tenth of a
    // millisecond of its time.
    const known = new Map();
    return (kind, piece) => {
      const said = `${kind}:${NORMAL[kind](piece)}`;
      if (!known.has(said)) {
        if (known.size >= MOST_KNOWN) known.clear();
        known.set(said, hmac(bytes, said).slice(0, 10));
      }
      return known.get(said);
    };
  };

  /** `{text, count}`: the text with its private pieces replaced, and how many there were. */
  ledgerium.mask = (text, caseForm = "", token = null) => {
    const { all, reference } = rulesFor(caseForm);
    const named = (kind, piece) => `[${kind}${token ? ` ${token(kind, piece)}` : ""}]`;
    let count = 0;
    const masked = text.replace(all, (piece, ...rest) => {
      const found = rest.at(-1);
      if (found.peaceful || found.reference || (found.number && reference && isOfReferences(piece, reference))) return piece;
      const instead = found.quoted ? maskQuoted(piece, reference) : named(found.email ? "e-mail" : "number", piece);
      if (instead === null) return piece;
      count += 1;
      return instead;
    });
    return { text: masked, count };
  };

  const MOST_PASSES = 8;

  /** A segment as its percent signs mean it, however often they were put in. */
  function unescaped(segment) {
    let meant = segment;
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      const before = meant;
      // What is no UTF-8 stays as it is; the rest is read.
      meant = meant.replace(/(?:%[0-9A-Fa-f]{2})+/g, (bytes) => {
        try {
          return decodeURIComponent(bytes);
        } catch {
          return bytes;
        }
      });
      if (meant === before) break;
    }
    return meant;
  }

  Object.assign(ledgerium, { casePattern, unescaped });

  const NUMBER = /^\d{3,}$/;

  /** The same for the path of an address, segment by segment, without values (`name=value`). Where cases have a form,
   *  a segment that is a number of three digits and more is another thing's. */
  ledgerium.maskRoute = (route, caseForm = "", token = null) => {
    const { reference } = rulesFor(caseForm);
    const isReference = (value) => reference && value.match(reference)?.[0] === value;
    let count = 0;
    const kept = (piece, value) => {
      if (isReference(value)) return piece;
      count += 1;
      return "=";
    };
    const segments = route.split("/").map((segment) => {
      const meant = unescaped(segment);
      const isOther = reference && NUMBER.test(meant) && !isReference(meant);
      const masked = isOther
        ? { text: `[number${token ? ` ${token("number", meant)}` : ""}]`, count: 1 }
        : ledgerium.mask(meant.replace(/=([^=&/]+)/g, kept), caseForm, token);
      count += masked.count;
      return masked.text === meant ? segment : masked.text;
    });
    return { text: segments.join("/"), count };
  };
})();

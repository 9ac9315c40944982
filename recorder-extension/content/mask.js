// Replace pieces of text that could tell about a person or an account. Pure.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});

  const START = String.raw`(?<![\p{L}\p{N}])`;
  const END = String.raw`(?![\p{L}\p{N}])`;
  const EMAIL = String.raw`[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?`;
  const IBAN = String.raw`${START}[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?${END}`;
  const CARD = String.raw`${START}(?:\d{4}(?:[ -]\d{4}){2}[ -]\d{1,7}|\d{4}[ -]\d{6}[ -]\d{5})${END}`;
  const NO_DATE = String.raw`(?!\d{1,4}[./-]\d{1,2}[./-]\d{1,4}${END})`;
  const PHONE = [
    String.raw`\+\d[\d ()/.-]{5,}\d`,
    String.raw`\(\d{2,5}\) ?\d[\d /-]{3,}\d`,
    String.raw`${START}${NO_DATE}\d{3}[ .-]\d{3}[ .-]\d{4}${END}`,
    String.raw`${START}${NO_DATE}0\d{1,4}(?: [/-] |[ /-])\d[\d /-]{3,}\d${END}`,
    String.raw`${START}\d{2,}(?: \d{2,}){2,}${END}`,
  ].join("|");
  const LONG_NUMBER = String.raw`[\p{L}\p{N}]*\p{Nd}{6,}[\p{L}\p{N}]*`;
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

  function rulesFor(form) {
    if (!rules.has(form)) {
      const reference = casePattern(form);
      const all = [`(?<email>${EMAIL})`, `(?<number>${IBAN}|${CARD}|${PHONE})`]
        .concat(reference ? `(?<reference>${reference})` : [])
        .concat(`(?<long>${LONG_NUMBER})`, `(?<quoted>${QUOTED})`)
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

  /** `{text, count}`: the text with its private pieces replaced, and how many there were. */
  ledgerium.mask = (text, caseForm = "") => {
    const { all, reference } = rulesFor(caseForm);
    let count = 0;
    const masked = text.replace(all, (piece, ...rest) => {
      const found = rest.at(-1);
      if (found.reference) return piece;
      const instead = found.email ? "[e-mail]" : found.quoted ? maskQuoted(piece, reference) : "[number]";
      if (instead === null) return piece;
      count += 1;
      return instead;
    });
    return { text: masked, count };
  };
})();

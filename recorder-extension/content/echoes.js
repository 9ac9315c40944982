// What a page repeats while a person types: its title, heading and address, and the names of what stands around the field.
//
// No value may be read to find out. So of what such a text did not say when the typing began nothing is told, also later
// for as long as it says the same: the words that it had before stay, and references to cases.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { INSTEAD, asOne, casePattern } = ledgerium;

  const held = new Map(); // while somebody types: by what it is the text of, how to read it, and what was told of it before
  const echoes = new Map(); // by the same, what it said when the typing ended, and what was told before
  let isReference = null;

  /** What cases look like, if somebody said so. */
  function setForm(form) {
    const pattern = casePattern(form ?? "");
    isReference = pattern && new RegExp(`^(?:${pattern})$`, "u");
  }

  const WORDS = /(\s+)/;
  const STEPS = /([/#])/; // of an address

  /** The text with the parts that it had before. */
  function withKnown(text, before, apart) {
    const known = new Set(before?.split(apart));
    const isTold = (part) => known.has(part) || !/[\p{L}\p{N}]/u.test(part) || isReference?.test(part);
    return asOne(text.split(apart).map((part) => (isTold(part) ? part : INSTEAD)).join(""));
  }

  /** What may be told of a text of the page. */
  function told(key, text, apart = WORDS) {
    const one = held.get(key) ?? echoes.get(key);
    if (!text || !one || text === one.before || (!held.has(key) && text !== one.said)) return text;
    return withKnown(text, one.before, apart);
  }

  /** Somebody begins to type. `texts`: how to read what the page may repeat it in, by what it is the text of. */
  function begin(texts) {
    for (const [key, { read, apart }] of texts) held.set(key, { read, before: told(key, read(), apart) });
  }

  function end() {
    for (const [key, { read, before }] of held) {
      const said = read();
      if (said === before) echoes.delete(key);
      else echoes.set(key, { said, before });
    }
    held.clear();
  }

  ledgerium.echoes = { setForm, told, begin, end, STEPS };
})();

// What was pressed as data, such as a choice or a row, so that texts which repeat it are recorded without it.
//
// Nothing is kept of it but how long it is and a number made of it with a salt, in the memory of this page alone.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { INSTEAD, isUsual } = ledgerium;
  const MOST = 60;
  const LONGEST = 120;
  const CODE = /^[^\s]*\p{N}[^\s]*$/u; // masked by what it looks like, unless it is a case
  const START = /(?<![\p{L}\p{N}])[^\s]/gu; // where a word or a sign begins
  const END = /(?![\p{L}\p{N}])/gu; // where one may end
  const APART = /(\s+[-–—|·•:/]\s+|:\s+)/u; // what stands between the parts of a title
  const [SALT, OTHER_SALT] = crypto.getRandomValues(new Uint32Array(2));

  let chosen = new Map(); // latest first: from the mark of a text to its length

  const isTelling = (text) => /\p{L}{2}/u.test(text) && text.length <= LONGEST && !CODE.test(text);

  /** FNV-1a, twice: not to keep a secret from who reads the page's memory, which holds the text itself, but to keep none.
   *  `told` gets the mark of each beginning of a text that is as long as one of some lengths, shortest first. */
  function markBeginnings(text, from, lengths, told) {
    let [one, other] = [SALT, OTHER_SALT];
    let at = from;
    for (const length of lengths) {
      for (; at < from + length; at += 1) {
        one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
        other = Math.imul(other ^ text.charCodeAt(at), 0x85ebca6b);
      }
      told(`${one >>> 0}.${other >>> 0}`, length);
    }
  }

  function markOf(text) {
    let mark;
    markBeginnings(text, 0, [text.length], (found) => (mark = found));
    return mark;
  }

  /** An element was told without its text. */
  function remember(el) {
    const pieces = ledgerium.linesOf(el).filter(isTelling);
    const kept = pieces.length > 1 ? pieces.filter((piece) => !isUsual(piece)) : pieces; // not what a row says of its state
    const all = new Map([...kept.map((text) => [markOf(text), text.length]), ...chosen]);
    chosen = new Map([...all].slice(0, MOST));
  }

  /** The longest chosen text that begins at a place; 0 where none does. `lengths`: those that may be, shortest first. */
  function lengthAt(text, at, lengths) {
    let longest = 0;
    markBeginnings(text, at, lengths, (mark, length) => {
      if (chosen.has(mark)) longest = length;
    });
    return longest;
  }

  /** `{text, count}`: the text without what was pressed, and how often that stood in it. */
  function withoutChosen(text) {
    if (!chosen.size) return { text, count: 0 };
    const lengths = [...new Set(chosen.values())].sort((a, b) => a - b);
    const ends = new Set([...text.matchAll(END)].map(({ index }) => index));
    const parts = [];
    let from = 0;
    for (const { index } of text.matchAll(START)) {
      const length = index >= from ? lengthAt(text, index, lengths.filter((one) => ends.has(index + one))) : 0;
      if (!length) continue;
      parts.push(text.slice(from, index));
      from = index + length;
    }
    return { text: [...parts, text.slice(from)].join(INSTEAD), count: parts.length };
  }

  /** The same for a heading or a title, of which a part is told without it where all of that part is what was pressed. */
  function withoutChosenParts(text) {
    if (!chosen.size) return { text, count: 0 };
    let count = 0;
    const isChosen = (part) => chosen.get(markOf(part)) === part.length;
    const told = text.split(APART).map((part) => (isChosen(part) ? ((count += 1), INSTEAD) : part));
    return { text: told.join(""), count };
  }

  Object.assign(ledgerium, { remember, withoutChosen, withoutChosenParts });
})();

// What was pressed as data, such as a choice or a row, so that a message which repeats it is recorded without it. Only
// the page's memory holds these texts, and they go with it.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const MOST = 60;
  const LONGEST = 120;
  const INSTEAD = "[text]";
  const CODE = /^[^\s]*\p{N}[^\s]*$/u; // masked by what it looks like, unless it is a case
  const START = String.raw`(?<![\p{L}\p{N}])`;
  const END = String.raw`(?![\p{L}\p{N}])`;

  let texts = [];
  let pattern = null;

  const isTelling = (text) => /\p{L}{2}/u.test(text) && text.length <= LONGEST && !CODE.test(text);

  /** An element was told without its text. */
  function remember(el) {
    const pieces = ledgerium.linesOf(el).filter(isTelling);
    const kept = pieces.length > 1 ? pieces.filter((piece) => !ledgerium.readsAsCommand(piece)) : pieces; // not what a row says of its state
    texts = [...new Set([...kept, ...texts])].slice(0, MOST);
    pattern = null;
  }

  const patternOf = (some) => {
    const all = some.toSorted((a, b) => b.length - a.length).map(ledgerium.escaped);
    return new RegExp(`${START}(?:${all.join("|")})${END}`, "gu");
  };

  /** `{text, count}`: the text without what was pressed, and how often that stood in it. */
  function withoutChosen(text) {
    let count = 0;
    if (!texts.length) return { text, count };
    const masked = text.replace((pattern ??= patternOf(texts)), () => {
      count += 1;
      return INSTEAD;
    });
    return { text: masked, count };
  }

  Object.assign(ledgerium, { remember, withoutChosen });
})();

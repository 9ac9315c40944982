// The strict way of naming, which a team may choose: of what a page says nothing is told but words that are known.
//
// Known are the words of command, places and sentences in the lists of eight languages, references to cases and what
// masking left of numbers. Labels of fields and headings of columns are the page's own declaration: they stay. It stands
// at the gate to storage, behind every other rule, so that what another rule takes for a label is held to it too.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { lexicon, speech, trade = {}, WORD, INSTEAD, setOf, listed, asOne, isCommand } = ledgerium;

  const MASKED = /\[(?:text|(?:number|e-mail)(?: [0-9a-f]{10})?)\]/gu;
  const KEY = String.raw`(?:[\p{L}\p{N}]|F\d{1,2}|Enter|Tab|Esc|Del|Delete|Backspace|Space)(?![\p{L}\p{N}])`;
  const KEYS = String.raw`(?:(?<![\p{L}\p{N}])(?:(?:Ctrl|Cmd|Alt|Option|Shift|Meta)\+)+|[⌘⌥⇧⌃]+)${KEY}`; // “Ctrl+B”
  const HUMP = /(\p{Ll})(\p{Lu})/gu;
  const SHORTEST_STEM = 4; // of a word that is put together of others
  const LONGEST_COMPOUND = 40;
  const LINKS = ["", "s", "n", "en", "es"];
  const ELIDED = /^\p{L}{1,2}['’](?=\p{L})/u; // “d'achat”, “l'ordine”
  const SHORT = 3; // letters beside a number: of a code
  const SHORT_ON_THE_WAY = 2;
  const ALSO_NAMES = new Set(["can", "dal", "den", "mit", "per", "son", "sur", "van"]); // at the beginning of a text
  const WAY = new Set(["admin", "api", "app", "apps", "auth", "crm", "erp", "html", "index", "web"]);
  const TICKED = new Set(["checkbox", "radio"]);
  const NAMED_BY_PAGE = new Set(["label", "nearby"]);
  const CALLED = /\[name="([^"]*)"\]$/;

  let sets = null;

  const known = () =>
    (sets ??= {
      words: setOf(...Object.values(lexicon).flatMap(Object.values), ...Object.values(trade)),
      speech: setOf(...Object.values(speech)),
      stems: setOf(...[...Object.values(lexicon), trade].flatMap(({ de, nl }) => [de, nl])),
    });

  const patterns = new Map();

  /** What a text is made of, under a form of cases: what stays as it is, or a word. */
  function piecesFor(caseForm) {
    if (!patterns.has(caseForm)) {
      const pairs = Object.values(lexicon.verbs).join(" ").match(/\S+_\S+/g); // no commands by themselves: “Mark as”
      const spaced = pairs.map((pair) => `(?<!\\p{L})[${pair[0]}${pair[0].toUpperCase()}]${pair.slice(1).replace("_", "\\s+")}(?!\\p{L})`);
      const kept = [MASKED.source, KEYS, ...spaced, ledgerium.casePattern(caseForm)].filter(Boolean).join("|");
      patterns.set(caseForm, new RegExp(`(?<kept>${kept})|${WORD.source}`, "gu"));
    }
    return patterns.get(caseForm);
  }

  function isKnown(word) {
    const small = listed(word);
    return known().words.has(small) || (small.length <= LONGEST_COMPOUND && isCompound(small));
  }

  /** Words that German and Dutch write as one: “Lieferadresse”. Of two or more that are known, with what links them. */
  function isCompound(word) {
    const { stems } = known();
    for (let at = SHORTEST_STEM; at <= word.length - SHORTEST_STEM; at += 1) {
      const isFirst = LINKS.some((link) => isStem(word.slice(0, at), link, stems));
      if (isFirst && (stems.has(word.slice(at)) || isCompound(word.slice(at)))) return true;
    }
    return false;
  }

  const isStem = (word, link, stems) =>
    word.endsWith(link) && word.length - link.length >= SHORTEST_STEM && stems.has(word.slice(0, word.length - link.length));

  function isOfSpeech(word, isFirst) {
    const said = listed(word);
    return known().speech.has(said) && (said === word || (isFirst && said.length > 2 && !ALSO_NAMES.has(said)));
  }

  /** The words that one is put together of by dashes, numbers or humps. */
  const partsOf = (word) => word.replace(HUMP, "$1 $2").match(/[\p{L}\p{M}]+/gu) ?? [];

  /** Whether all parts of a word with dashes or numbers are known, or the few letters of a code. */
  const areKnown = (word, short) => partsOf(word).every((part) => part.length <= short || isKnown(part));

  /** A word of a text: known as such or behind an article, as one of a sentence, of parts that are, or a number with what
   *  belongs to it. */
  function mayBeTold(word, isFirst) {
    if (isKnown(word) || isKnown(word.replace(ELIDED, "")) || isOfSpeech(word, isFirst)) return true;
    return /[\p{N}-]/u.test(word) && areKnown(word, /\p{N}/u.test(word) ? SHORT : 0);
  }

  /** `{text, count}`: a masked text with its known words alone, and how many other pieces stood in it. */
  function knownText(text, caseForm = "") {
    const start = text.search(/[\p{L}\p{N}[]/u);
    const told = text.replace(piecesFor(caseForm), (word, ...rest) => {
      const { kept } = rest.at(-1);
      return kept !== undefined || mayBeTold(word, rest.at(-3) === start) ? word : INSTEAD;
    });
    const shown = asOne(told);
    return { text: shown, count: told === text ? 0 : shown.split(INSTEAD).length - 1 };
  }

  /** The same for a name, of which nothing is told unless it is known as a whole or led by a word of command. */
  function knownName(name, caseForm) {
    if (!name) return { text: null, count: 0 };
    const told = knownText(name, caseForm);
    return told.text === name || isCommand(name) ? told : { text: null, count: 1 };
  }

  /** The path of an address with the segments that are made of known words. */
  function knownRoute(route) {
    let count = 0;
    const segments = route.split("/").map((segment) => {
      const meant = ledgerium.unescaped(segment).replace(MASKED, "");
      if (partsOf(meant).every((part) => part.length <= SHORT_ON_THE_WAY || WAY.has(listed(part)) || isKnown(part))) return segment;
      count += 1;
      return INSTEAD;
    });
    return { text: segments.join("/"), count };
  }

  const isId = (id) => areKnown(id, SHORT_ON_THE_WAY);

  /** A path without the id that it begins with where that is not made of known words; null where it is no more than it. */
  function knownSelector(selector, name, isField) {
    if (selector.startsWith("role=")) return CALLED.exec(selector)?.[1] === name ? selector : null;
    if (selector.startsWith("[")) return isField || isId(/"(.*)"/.exec(selector)?.[1] ?? "") ? selector : null;
    const [, id, rest = ""] = /^#([^ ]+)(?: (?:>|>>) (.*))?$/.exec(selector) ?? [];
    return id === undefined || isId(id) ? selector : rest || null;
  }

  /** `{text, count}`: an element, its texts masked, with what may be told of it. The label of a field stays, the heading
   *  of a column, and an owner that is one of these: `isFields`. */
  function knownElement({ name, named_by, owner, within, selectors, ...el }, isFields, caseForm) {
    const isLabel = el.field && !TICKED.has(el.field) && NAMED_BY_PAGE.has(named_by);
    const [own, whose, where] = [
      isLabel || el.role === "columnheader" ? { text: name, count: 0 } : knownName(name, caseForm),
      isFields ? { text: owner, count: 0 } : knownName(owner, caseForm),
      knownName(within?.name, caseForm),
    ];
    const isPlace = within && (where.text || within.role !== "region");
    const text = {
      ...el,
      ...(own.text && { name: own.text, named_by }),
      ...(whose.text && { owner: whose.text }),
      selectors: selectors.map((one) => knownSelector(one, own.text, Boolean(el.field))).filter(Boolean),
      ...(isPlace && { within: { role: within.role, ...(where.text && { name: where.text }) } }),
    };
    return { text, count: own.count + whose.count + where.count };
  }

  Object.assign(ledgerium, { knownText, knownRoute, knownElement });
})();

// Which texts are words of command, and what of them may be told.
//
// Nobody can tell a customer called “Spain” from a command, so the question is turned round: what is not known to be a
// command is taken for a value. Known is what is led by a word of command (of two, where one alone may be a name: “Mark
// as”) and stands among things alike of which at least half are. What else in it begins with a capital letter and is no
// usual word may be a name: it is left out.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { lexicon } = ledgerium;

  const WORD = /[\p{L}\p{M}\p{N}]+(?:[’'-][\p{L}\p{M}\p{N}]+)*/gu;
  const INSTEAD = "[text]";
  const RUN = /\[text\](?:[^\p{L}\p{N}[\]]*\[text\])+/gu;
  // A shortcut with a letter is a command's; with a digit alone it may be the first of several customers.
  const SHORTCUT = /[\s(]+(?:(?:Ctrl|Cmd|Alt|Option|Shift|Meta)\+|[⌘⌥⇧⌃]|F\d)\S*$/u;
  const KEY = /(?:[+⌘⌥⇧⌃ ]|^)\p{L}\)?$|F\d{1,2}\)?$|(?:Del|Delete|Enter|Backspace|Esc)\)?$/u;
  const LONGEST = 8; // more words are a sentence
  const MOST_TELLING = 30; // of more alike these tell enough

  const setOf = (...lists) => new Set(lists.join(" ").match(/\S+/g));
  const setsOf = ({ verbs, titles, things }) => ({
    verbs: setOf(...Object.values(verbs)),
    last: setOf(verbs.de, verbs.nl),
    titles: setOf(...Object.values(titles)),
    all: setOf(...[verbs, titles, things].flatMap(Object.values)),
  });

  let sets = null;

  /** Made when they are first asked for: most frames of a page are never pressed in. */
  const known = () => (sets ??= setsOf(lexicon));

  /** A word as it stands in the lists. */
  const listed = (word) => word.normalize("NFC").replaceAll("’", "'").toLowerCase();
  const wordsOf = (text) => (text.match(WORD) ?? []).map(listed);

  /** A text in which what was left out side by side counts once. */
  const asOne = (text) => text.replace(RUN, INSTEAD);

  const shortcutOf = (text) => SHORTCUT.exec(text)?.[0] ?? "";

  const areUsual = (words) => words.every((word) => known().all.has(word));

  /** Whether a text is a title that menus and their entries have: usual words, one of them such a title. */
  const isTitle = (words) => areUsual(words) && words.some((word) => known().titles.has(word));

  const leads = (words) => [words[0], words.slice(0, 2).join("_")].some((lead) => known().verbs.has(lead));
  const closes = (words) => words.length > 1 && known().last.has(words.at(-1));

  /** A text that is a word of command, without what may be a name in it: “Assign to [text]”. null: it is none.
   *  `ofData`: among data other words in small letters may be names too. What stands after a colon always may. */
  function commandOf(text, ofData = false) {
    const shortcut = shortcutOf(text);
    const plain = text.slice(0, text.length - shortcut.length);
    const words = wordsOf(plain);
    const start = plain.search(WORD);
    if (!words.length || words.length > LONGEST || !(leads(words) || closes(words) || isTitle(words))) return null;
    const colon = plain.search(/[:：]/u);
    const isUsualWord = (word) => (!ofData && /^\p{Ll}/u.test(word)) || known().all.has(listed(word));
    const isTold = (word, at) => (at === start && leads(words)) || ((colon < 0 || at < colon) && isUsualWord(word));
    return asOne(plain.replace(WORD, (word, at) => (isTold(word, at) ? word : INSTEAD))) + shortcut;
  }

  const isCommand = (text) => commandOf(text) !== null;

  /** Whether all words of a text are usual ones, as in names of places: “Sales orders”. */
  function isUsual(text) {
    const words = wordsOf(text);
    return words.length > 0 && words.length <= LONGEST && areUsual(words);
  }

  /** Whether at least half of a text and others fit, of those with letters. Of many others no more are asked for than
   *  are enough. */
  function isMost(text, others, fits) {
    const isTelling = (one) => /\p{L}/u.test(one ?? "");
    const some = [text].filter(isTelling);
    for (const other of others) {
      if (some.length === MOST_TELLING) break;
      if (isTelling(other)) some.push(other);
    }
    return 2 * some.filter(fits).length >= some.length;
  }

  /** What a text is told as that stands among others alike; null where it is taken for a value. */
  function commandAmong(text, others, ofData) {
    const told = commandOf(text, ofData);
    return told !== null && isMost(text, others, isCommand) ? told : null;
  }

  /** Whether the page gives an element a key, as it does for what it always offers. */
  function hasKey(el, text) {
    const keys = el.getAttribute("aria-keyshortcuts") ?? el.getAttribute("accesskey") ?? shortcutOf(text).trim();
    return KEY.test(keys);
  }

  /** Made alike: of the same tag, with a class in common or none. */
  const isMadeAlike = (one, other) =>
    one !== other && one.localName === other.localName &&
    (one.getAttribute("class") === other.getAttribute("class") || [...one.classList].some((name) => other.classList.contains(name)));

  /** What is made like an element in a box around it. */
  const alikeIn = (around, el) => [...around.querySelectorAll(el.localName)].filter((other) => isMadeAlike(other, el));

  Object.assign(ledgerium, {
    WORD, INSTEAD, setOf, listed, asOne, commandOf, commandAmong, isCommand, isUsual, isMost, hasKey, isMadeAlike, alikeIn,
  });
})();

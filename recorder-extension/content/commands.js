// Which words read like a command, and which of several things alike show values.
//
// Nobody can tell a customer called “Spain” from a command. But of things alike that can be chosen, such as the entries
// of a menu, hardly one is worded like a command where they are names: then all are taken for values.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});

  // A sentence's case: “Add order”, „Auftrag freigeben“. Scripts without capital letters have no such sign.
  const SENTENCE = /^[\p{Lu}\p{Lo}][\p{L}\p{M}'’-]*(?: [\p{Ll}\p{Lo}][\p{L}\p{M}'’-]*){0,3}(?:…|\.{3})?$/u;
  // Where titles are written with capital letters, the first word tells. None of these is a person's name.
  const VERBS =
    "Accept|Activate|Add|Allocate|Amend|Apply|Approve|Archive|Assign|Attach|Back|Browse|Calculate|Cancel|Change|Check|Choose|Clear|" +
    "Close|Collapse|Complete|Confirm|Continue|Convert|Copy|Create|Customize|Cut|Deactivate|Delete|Deselect|Disable|Discard|" +
    "Download|Duplicate|Edit|Enable|Enter|Exit|Expand|Export|Filter|Find|Finish|Generate|Go|Hide|Import|Insert|Keep|Load|Lock|Log|" +
    "Manage|Merge|Move|New|Open|Paste|Pause|Preview|Print|Proceed|Process|Publish|Quit|Recalculate|Redo|Refresh|Reject|Release|" +
    "Reload|Remove|Rename|Reopen|Replace|Request|Reset|Restore|Resume|Revert|Review|Revise|Run|Save|Schedule|Search|Select|Send|" +
    "Show|Shut|Sign|Skip|Sort|Split|Start|Stop|Submit|Switch|Transfer|Undo|Unlock|Update|Upload|Validate|Verify|View|Zoom";
  const LED_BY_VERB = new RegExp(`^(?:${VERBS})(?: [\\p{L}'’&-]+){0,5}(?:…|\\.{3})?$`, "u");
  const SHORTCUT = /[\s(]+(?:(?:Ctrl|Cmd|Alt|Option|Shift|Meta)\+|[⌘⌥⇧⌃]|F\d)\S*$/u;
  const MOST = 30; // of more alike these tell enough

  const plain = (text) => text.replace(SHORTCUT, "");
  const isLedByVerb = (text) => LED_BY_VERB.test(plain(text));
  const readsAsCommand = (text) => SENTENCE.test(plain(text)) || isLedByVerb(text);

  /** Made alike: of the same tag, with a class in common or none. */
  const isMadeAlike = (one, other) =>
    one !== other && one.localName === other.localName &&
    (one.className === other.className || [...one.classList].some((name) => other.classList.contains(name)));

  /** What is made like an element in a box around it. */
  const alikeIn = (around, el) => [...around.querySelectorAll(el.localName)].filter((other) => isMadeAlike(other, el));

  const isMost = (texts, fits) => 2 * texts.filter(fits).length >= texts.length;

  /** Whether names of things alike are values: most are not worded like a command. */
  const areValues = (names) => !isMost(names.filter((name) => /\p{L}/u.test(name ?? "")).slice(0, MOST), readsAsCommand);

  /** Whether texts of things that nothing says to be controls are commands all the same. */
  const areCommands = (texts) => texts.every(readsAsCommand) && isMost(texts, isLedByVerb);

  Object.assign(ledgerium, { readsAsCommand, isLedByVerb, isMadeAlike, alikeIn, areValues, areCommands });
})();

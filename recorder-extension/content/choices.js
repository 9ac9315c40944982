// What nothing calls a choice and is one all the same: boxes to tick in a list that opened, the days of a calendar that
// are buttons, cards.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { roleOf, parentOf, closest, isToggle, isEntry, surfaceOf, fieldBehind, piecesOf, commandAmong, alikeIn } = ledgerium;

  const TOGGLES = 'input[type="checkbox"], input[type="radio"], [role="checkbox"], [role="radio"]';
  const WRITTEN = 'input:not([type="hidden"], [type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select, [role="combobox"]';
  const LISTS = "table, ul, ol, [role=grid], [role=table], [role=list], [role=listbox]";
  const PEERS_IN_POPUP = 6;
  const KEYS = 5; // as many alike that are called by one letter or digit are no actions
  const KEY = /^(?:\p{L}|(?:(?:digit|number|key) )?\p{N})$/iu;
  const KEYBOARD_LEVELS = 3;
  const DAYS = 7; // as many alike with numbers in their names are no actions
  const PANE_LEVELS = 6;
  const PANE_SHARE = 0.6;

  const MENU_ENTRIES = new Set(["menuitem", "menuitemcheckbox", "menuitemradio"]);

  const isTickable = (el) => isToggle(el) || ["checkbox", "radio"].includes(roleOf(el));

  /** A list that scrolls by itself and is small beside the page. */
  function paneAround(el) {
    for (let at = parentOf(el), level = 0; at && level < PANE_LEVELS && at !== document.body; at = parentOf(at), level += 1) {
      const scrolls = ["auto", "scroll"].includes(getComputedStyle(at).overflowY);
      if (scrolls) return at.clientHeight < PANE_SHARE * innerHeight ? at : null;
    }
    return null;
  }

  /** A box to tick among others, in something that opened or a list that scrolls, where at most a search field is
   *  beside them: the boxes are values. In forms other fields are. */
  function isAmongChoices(el) {
    const around = isTickable(el) && (surfaceOf(el) ?? paneAround(el));
    if (!around) return false;
    const roots = [around.getRootNode().host ?? around, around.shadowRoot].filter(Boolean); // a host holds what stands in slots
    const count = (what) => roots.reduce((sum, root) => sum + root.querySelectorAll(what).length, 0);
    return count(TOGGLES) > 1 && count(WRITTEN) <= 1;
  }

  /** How many are made like a button, in the same list or beside it. */
  function peersOf(el) {
    const around = closest(el, (at) => at.matches(LISTS)) ?? parentOf(parentOf(el) ?? el) ?? el;
    return alikeIn(around, el);
  }

  const nameIn = (el) => ledgerium.nameOf(el).name;

  /** Boxes whose form has a name for each of them are fields of their own, no values. */
  function areFields(boxes) {
    const names = boxes.map((box) => box.getAttribute("name") ?? "");
    return new Set(names).size === boxes.length && names.every((name) => /^\p{L}[\p{L}_-]*$/u.test(name));
  }

  /** The other radio buttons or boxes that one is chosen among. */
  function othersOf(el, group) {
    const name = el.type === "radio" && el.name;
    const all = group
      ? [...group.querySelectorAll(TOGGLES)]
      : name ? [...el.getRootNode().querySelectorAll(`input[type="radio"][name="${CSS.escape(name)}"]`)] : [];
    return all.filter((other) => other !== el && roleOf(other) === roleOf(el));
  }

  /** One of several radio buttons or boxes, whose names are values unless most are words of command: `{name, owner}`
   *  with the name that it may have, else with that of the group. null for what stands alone. */
  function amongBoxes(el, name) {
    if (!isTickable(el)) return null;
    const group = closest(el, (at) => ["radiogroup", "group"].includes(roleOf(at)));
    const others = othersOf(el, group);
    const isPartOfForm = () => roleOf(el) === "checkbox" && (areFields([el, ...others]) || group?.querySelector(WRITTEN));
    if (!others.length || isPartOfForm()) return null;
    const first = group ?? others.find((other) => other.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING) ?? el;
    return { name: commandAmong(name, others.map(nameIn)), owner: (group && nameIn(group)) ?? ledgerium.nearbyName(first, null) };
  }

  /** What the keys of a keyboard or a number pad that the page draws stand in: they are what is written. */
  function keyboardAround(el, name) {
    if (!KEY.test(name)) return null;
    const isKey = (other) => KEY.test(nameIn(other) ?? "");
    for (let at = parentOf(el), level = 0; at && level < KEYBOARD_LEVELS; at = parentOf(at), level += 1) {
      if (alikeIn(at, el).filter(isKey).length >= KEYS - 1) return at;
    }
    return null;
  }

  /** A button in a list or calendar that opened for a field, and so in any calendar: its name is a value. */
  function isPopupsChoice(el, name) {
    const hasNumber = /\p{N}/u.test(name);
    const field = fieldBehind(el);
    const isFields = field !== null && !isEntryOfForm(field, el);
    if (!isFields && !hasNumber) return false;
    const peers = peersOf(el);
    const isOneOfMany = hasNumber || peers.length >= PEERS_IN_POPUP || (peers.length > 0 && field === ledgerium.typedInto?.());
    const isDay = () => hasNumber && peers.filter((other) => /\p{N}/u.test(nameIn(other) ?? "")).length >= DAYS - 1;
    return (isFields && isOneOfMany) || isDay();
  }

  /** What opened while the person was in a field, but holds a form of its own, belongs to no field. */
  function isEntryOfForm(field, el) {
    const around = surfaceOf(el);
    return [...around.querySelectorAll("input, select, textarea")].filter((other) => isEntry(other) && other !== field).length > 1;
  }

  /** A button or link with several lines of text, which shows data under its title. A picture that says the same as
   *  the text beside it is no second line. */
  const isCard = (el) => new Set(piecesOf(el)).size > 1;

  /** The title of such a button, where it is a word of command among those of the others beside it; else null. */
  function titlePiece(el) {
    const others = [...(parentOf(el)?.children ?? [])].filter((other) => other !== el && other.localName === el.localName && isCard(other));
    return commandAmong(piecesOf(el)[0], others.map((other) => piecesOf(other)[0]));
  }

  Object.assign(ledgerium, { MENU_ENTRIES, isAmongChoices, amongBoxes, isPopupsChoice, isCard, titlePiece, peersOf, keyboardAround });
})();

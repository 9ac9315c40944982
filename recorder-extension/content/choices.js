// What nothing calls a choice and is one all the same: boxes to tick in a list that opened, the days of a calendar that
// are buttons, cards.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { roleOf, parentOf, closest, isToggle, isEntry, surfaceOf, fieldBehind, piecesOf, readsAsCommand, alikeIn, areValues } = ledgerium;

  const TOGGLES = 'input[type="checkbox"], input[type="radio"], [role="checkbox"], [role="radio"]';
  const WRITTEN = 'input:not([type="hidden"], [type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select, [role="combobox"]';
  const LISTS = "table, ul, ol, [role=grid], [role=table], [role=list], [role=listbox]";
  const PEERS_IN_POPUP = 6;
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

  /** An entry of a menu or of something else that opened, or what only a role makes a button: where most of those made
   *  like it are not worded like a command, all of them are values. */
  function isAmongValues(el, role, name) {
    if (!/\p{L}/u.test(name)) return false;
    const around = MENU_ENTRIES.has(role) ? closest(el, (at) => roleOf(at) === "menu") : surfaceOf(el);
    const isOnlyByRole = el.getAttribute("role") === "button";
    const peers = (around ? alikeIn(around, el) : isOnlyByRole ? peersOf(el) : []).filter((other) => roleOf(other) === role);
    return Boolean(around || peers.length) && areValues([name, ...peers.map(nameIn)]);
  }

  /** One of several radio buttons or boxes whose names are values, such as customers; the group, else null. */
  function groupOfValues(el, name) {
    const group = isTickable(el) && closest(el, (at) => ["radiogroup", "group"].includes(roleOf(at)));
    if (!group) return null;
    const peers = [...group.querySelectorAll(TOGGLES)].filter((other) => other !== el && roleOf(other) === roleOf(el));
    return peers.length > 0 && areValues([name, ...peers.map(nameIn)]) ? group : null;
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

  /** The title of such a button, where it reads like a word of command or opens what stands under it; else null. One
   *  of several like it has to read like a sentence: a single word may be a name. */
  function titlePiece(el) {
    const [title] = piecesOf(el);
    const repeats = [...(parentOf(el)?.children ?? [])].some((other) => other !== el && other.localName === el.localName && isCard(other));
    const isTold = (readsAsCommand(title) && (!repeats || / /.test(title))) || (el.hasAttribute("aria-expanded") && / /.test(title));
    return isTold ? title : null;
  }

  Object.assign(ledgerium, { MENU_ENTRIES, isAmongChoices, isAmongValues, groupOfValues, isPopupsChoice, isCard, titlePiece });
})();

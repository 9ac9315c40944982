// What nothing calls a choice and is one all the same: boxes to tick in a list that opened, the days of a calendar that
// are buttons, cards.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { roleOf, parentOf, closest, isToggle, isEntry, surfaceOf, fieldBehind, piecesOf } = ledgerium;

  const TOGGLES = 'input[type="checkbox"], input[type="radio"], [role="checkbox"], [role="radio"]';
  const WRITTEN = 'input:not([type="hidden"], [type="checkbox"], [type="radio"], [type="button"], [type="submit"]), textarea, select, [role="combobox"]';
  const LISTS = "table, ul, ol, [role=grid], [role=table], [role=list], [role=listbox]";
  const COMMAND = /^\p{Lu}[\p{L}'’-]*(?: \p{Ll}[\p{L}'’-]*){0,3}$/u;
  const PEERS_IN_POPUP = 6;
  const DAYS = 7; // as many alike with numbers in their names are no actions
  const PANE_LEVELS = 6;
  const PANE_SHARE = 0.6;

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
    return [...around.querySelectorAll(el.localName)].filter((other) => other !== el && hasItsLooks(other, el));
  }

  const hasItsLooks = (one, other) => one.className === other.className || [...one.classList].some((name) => other.classList.contains(name));

  /** A button in a list or calendar that opened for a field, and so in any calendar: its name is a value. */
  function isPopupsChoice(el, name) {
    const hasNumber = /\p{N}/u.test(name);
    const field = fieldBehind(el);
    if (field && !isEntryOfForm(field, el)) {
      const peers = peersOf(el).length;
      if (hasNumber || peers >= PEERS_IN_POPUP || (peers > 0 && field === ledgerium.typedInto?.())) return true;
    }
    return hasNumber && peersOf(el).filter((other) => /\p{N}/u.test(ledgerium.nameOf(other).name ?? "")).length >= DAYS - 1;
  }

  /** What opened while the person was in a field, but holds a form of its own, belongs to no field. */
  function isEntryOfForm(field, el) {
    const around = surfaceOf(el);
    return [...around.querySelectorAll("input, select, textarea")].filter((other) => isEntry(other) && other !== field).length > 1;
  }

  /** A button or link with several lines of text, which shows data under its title. A picture that says the same as
   *  the text beside it is no second line. */
  const isCard = (el) => new Set(piecesOf(el)).size > 1;

  /** The title of such a button, where it reads like a word of command or opens what stands under it; else its whole
   *  text, unless more like it stand beside it or a number is in it: null. */
  function titlePiece(el) {
    const pieces = piecesOf(el);
    const [title] = pieces;
    if (COMMAND.test(title) || (el.hasAttribute("aria-expanded") && / /.test(title))) return title;
    const text = pieces.join(" ");
    const repeats = [...(parentOf(el)?.children ?? [])].some((other) => other !== el && other.localName === el.localName && piecesOf(other).length > 1);
    return repeats || /\p{N}/u.test(text) ? null : text;
  }

  Object.assign(ledgerium, { isAmongChoices, isPopupsChoice, isCard, titlePiece });
})();

// What stands over the page, what eyes cannot see, and which field the person was in: for texts that are not the page's
// own words but what a field offers or holds.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { roleOf, isEntry, drawnIn, closest } = ledgerium;

  const WINDOW_ROLES = new Set(["dialog", "alertdialog"]);
  const PICKER = '[role="combobox"], [aria-haspopup="listbox"], [aria-haspopup="tree"], [aria-haspopup="grid"]';
  const OFF_SCREEN = -999;
  const CUT_AWAY = /^(?:inset\((?:[5-9]\d|100)%|rect\((?:0|1)(?:px)?[, ])/;

  const isChooser = (el) => isEntry(el) || el.matches(PICKER);

  /** The words of a class's name: `FilterChip` is `filter-chip`. */
  const kebab = (name) => name.replace(/(\p{Ll})(\p{Lu})/gu, "$1-$2").toLowerCase();

  /** Where the keys go, through open shadow roots. */
  function focused() {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  }

  /** The layer over the page that an element stands in, such as a list of choices; null on the page and in dialogs. */
  function layerOf(el) {
    for (let at = el; at; at = drawnIn(at)) {
      if (WINDOW_ROLES.has(roleOf(at))) return null;
      const { position, zIndex } = getComputedStyle(at);
      const isOver = ["absolute", "fixed"].includes(position) && Number(zIndex) > 0;
      if (isOver || (at.popover && at.matches(":popover-open"))) return at;
    }
    return null;
  }

  function isCutAway(el) {
    const { position, overflowX, clip, clipPath, left, top } = getComputedStyle(el);
    if (CUT_AWAY.test(clipPath) || (position === "absolute" && CUT_AWAY.test(clip))) return true;
    if (position === "static" || el === document.body) return false; // what floats in it is not cut off with it
    const isOff = parseFloat(left) < OFF_SCREEN || parseFloat(top) < OFF_SCREEN;
    return isOff || (overflowX !== "visible" && Math.min(el.offsetWidth, el.offsetHeight) <= 1);
  }

  /** Whether a text is for screen readers alone. What is faded or moves in is not. */
  const isUnseen = (el) => closest(el, isCutAway) !== null;

  let opener = null; // the field outside every layer that the person was in last

  /** The person came into an element, or pressed it: whether it is of the page, not of a layer over it. */
  function cameInto(el) {
    if (layerOf(el)) return false;
    opener = isChooser(el) ? el : null;
    return true;
  }

  const isWindow = (el) => WINDOW_ROLES.has(roleOf(el));

  /** The field that a layer or dialog belongs to, as far as anything tells: the one the person came from. null on the
   *  page, and for what the person opened otherwise. */
  function fieldBehind(el) {
    const around = layerOf(el) ?? closest(el, isWindow);
    const isOutside = (field) => field?.isConnected && isChooser(field) && !closest(field, (at) => at === around);
    return around && ([focused(), opener].find(isOutside) ?? null);
  }

  Object.assign(ledgerium, { PICKER, kebab, focused, isChooser, isUnseen, layerOf, cameInto, fieldBehind });
})();

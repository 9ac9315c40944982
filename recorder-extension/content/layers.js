// What stands over the page, what eyes cannot see, and which field the person was in: for texts that are not the page's
// own words but what a field offers or holds.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { once, roleOf, isEntry, drawnIn, closest } = ledgerium;

  const WINDOW_ROLES = new Set(["dialog", "alertdialog"]);
  const PICKER = '[role="combobox"], [aria-haspopup="listbox"], [aria-haspopup="tree"], [aria-haspopup="grid"]';
  const OFF_SCREEN = -999;
  const CUT_AWAY = /^(?:inset\((?:[5-9]\d|100)%|rect\((?:0|1)(?:px)?[, ])/;

  /** Whether an element is placed by itself, apart from what stands around it. */
  const isPlaced = (el) => isPlacing(getComputedStyle(el));
  const isPlacing = ({ position }) => position === "absolute" || position === "fixed";

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
  const layerOf = once((el) => {
    for (let at = el; at; at = drawnIn(at)) {
      if (WINDOW_ROLES.has(roleOf(at))) return null;
      const style = getComputedStyle(at);
      const isOver = isPlacing(style) && Number(style.zIndex) > 0;
      if (isOver || (at.popover && at.matches(":popover-open"))) return at;
    }
    return null;
  });

  /** `floats`: what is looked at is placed by itself, so that a box around it which is not cuts nothing off. */
  function isCutAway(el, floats) {
    const style = getComputedStyle(el);
    const { position, overflowX, clip, clipPath } = style;
    if (CUT_AWAY.test(clipPath) || (position === "absolute" && CUT_AWAY.test(clip))) return true;
    if (el === document.body || (position === "static" && floats)) return false;
    // Places and sizes are asked for last: a page that just changed has to be laid out for them.
    const isOff = () => position !== "static" && [style.left, style.top].some((at) => parseFloat(at) < OFF_SCREEN);
    return isOff() || (overflowX !== "visible" && Math.min(el.offsetWidth, el.offsetHeight) <= 1);
  }

  /** Whether a text is for screen readers alone. What is faded or moves in is not. */
  function isUnseen(el) {
    let floats = false;
    for (let at = el; at; at = drawnIn(at)) {
      if (isCutAway(at, floats)) return true;
      floats ||= isPlaced(at);
    }
    return false;
  }

  const MOST_SURFACES = 6;
  let came = []; // where the person was last, on the page and in what stands over it, latest first: `{surface, field}`

  const isWindow = (el) => WINDOW_ROLES.has(roleOf(el));

  /** The layer or dialog over the page that an element stands in; null on the page. */
  const surfaceOf = (el) => layerOf(el) ?? closest(el, isWindow);

  /** The person came into an element, or pressed it: whether it is of the page, not of a layer over it. `field`: the
   *  one that it is, or in whose own box it stands. */
  function cameInto(el, field = isChooser(el) ? el : null) {
    const surface = surfaceOf(el);
    const others = came.filter((one) => one.surface !== surface && (one.surface?.isConnected ?? true));
    came = [{ surface, field }, ...others].slice(0, MOST_SURFACES);
    return layerOf(el) === null;
  }

  /** The field that a layer or dialog belongs to, as far as anything tells: the one the person came from. null on the
   *  page, and for what the person opened otherwise. */
  function fieldBehind(el) {
    const around = surfaceOf(el);
    if (!around) return null;
    const isOutside = (at) => at?.isConnected && !closest(at, (one) => one === around);
    const field = isChooser(focused() ?? document.body) ? focused() : null;
    if (isOutside(field)) return field;
    const before = came.find(({ surface }) => surface !== around && (surface === null || isOutside(surface)));
    return isOutside(before?.field) ? before.field : null;
  }

  Object.assign(ledgerium, { PICKER, WINDOW_ROLES, kebab, focused, isPlaced, isChooser, isUnseen, layerOf, surfaceOf, cameInto, fieldBehind });
})();

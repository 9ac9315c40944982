// What stands among things alike: entries of menus, links of bars, what is in something that opened over the page. Told
// is what is known to be a command or a place of the application; anything else may be a customer.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { roleOf, nameOf, textOf, closest, drawnIn, referenced, opensFrom, isPlaced, layerOf, surfaceOf, labelOfOpener, MENU_ENTRIES, peersOf, commandOf,
    commandAmong, isCommand, isUsual, isMost, hasKey, alikeIn } = ledgerium;

  const BARS = new Set(["navigation", "menubar", "toolbar", "banner", "contentinfo", "tablist"]);
  const NAVIGATION = new Set(["navigation", "menubar", "menu"]);
  const LINKS = "ul, ol, menu, [role=list], nav, [role=navigation]";
  // What HTML itself says it opens is known to Chromium without ARIA.
  const OPENS = ["show-modal", "show-popover", "toggle-popover"].map((command) => `[commandfor][command=${command} i]`);
  const OPENERS = ["[aria-haspopup]:not([aria-haspopup=false])", "[aria-expanded]", "summary", "[popovertarget]:not([popovertargetaction=hide i])", ...OPENS].join(", ");

  const isBar = (el) => BARS.has(roleOf(el));

  /** What opened over the page around an element. Bars of the page may always stand over it: for them null. */
  function openedAround(el, role) {
    const layer = layerOf(el) ?? (MENU_ENTRIES.has(role) ? closest(el, (at) => isPlaced(at) || isBar(at)) : null);
    return layer && closest(el, (at) => at === layer || isBar(at)) === layer && !isBar(layer) ? layer : null;
  }

  const nameIn = (el) => nameOf(el).name ?? textOf(el);

  /** The names of what is made alike and has the same role. */
  const namesAlike = (around, el, role) => alikeIn(around, el).values().filter((other) => roleOf(other) === role).map(nameIn);

  /** Whether a link leads to a place of the application: an address with a number or a query may be a record's. */
  function isOfPlace(el) {
    const { pathname = "", hash = "", search = "" } = el.localName === "a" ? el : {};
    const isTrail = closest(el, (at) => /bread-?crumb/i.test(`${at.className} ${at.getAttribute("aria-label")} ${at.localName}`));
    return !/\d/.test(pathname + hash) && !/[?=]/.test(search + hash) && !isTrail;
  }

  const isSign = (name) => !/[\p{L}\p{N}]/u.test(name);
  const isKnown = (name) => isUsual(name) || isCommand(name);

  /** Of a bar, or of a menu that always stands there: told are usual names of places and, in what is there to navigate
   *  by, all where at least half of those alike have usual names. */
  function placeAmong(el, role, name) {
    if (isUsual(name) || !/\p{L}/u.test(name)) return name; // the numbers of pages among them
    const around = closest(el, (at) => NAVIGATION.has(roleOf(at)));
    const list = closest(el, (at) => at.matches(LINKS)) ?? around;
    const isOne = around && isOfPlace(el) && isMost(name, namesAlike(list, el, role), isKnown);
    return isOne ? name : commandOf(name);
  }

  /** A dialog asks: one answer in words of its own is no value, but of several nobody can tell. */
  function inWindow(name, others) {
    return isUsual(name) || !others.some((other) => /\p{L}/u.test(other ?? "") && !isKnown(other)) ? name : commandOf(name);
  }

  /** The other buttons of a group of which one or some stay pressed, as in one of radio buttons. */
  function pressedBeside(el) {
    const group = el.hasAttribute("aria-pressed") && closest(el, (at) => roleOf(at) === "group");
    return group ? [...group.querySelectorAll("[aria-pressed]")].filter((other) => other !== el) : [];
  }

  /** What a button, link or entry may be told as; null where its name may be a value. */
  function toldAs(el, role, name) {
    if (isSign(name) || hasKey(el, name)) return name;
    const opened = openedAround(el, role);
    const isEntry = MENU_ENTRIES.has(role);
    if (opened) return commandAmong(name, namesAlike((isEntry && closest(el, (at) => roleOf(at) === "menu")) || opened, el, role));
    if (isEntry || (role === "link" && closest(el, isBar))) return placeAmong(el, role, name);
    if (role !== "button") return name;
    const others = pressedBeside(el);
    if (others.length) return commandAmong(name, others.map(nameIn));
    const dialog = surfaceOf(el);
    if (dialog) return inWindow(name, namesAlike(dialog, el, role));
    const peers = el.getAttribute("role") === "button" ? peersOf(el).filter((other) => roleOf(other) === role) : [];
    return peers.length ? commandAmong(name, peers.map(nameIn)) : name;
  }

  /** Whether a button opens something, and so may show what was chosen there. */
  const isOpener = (el) => el.matches(OPENERS) || (el.popoverTargetElement && el.popoverTargetAction !== "hide");

  /** What a button that opens something is told as: a word of command, a title that menus have; where it only unfolds
   *  what stands under it, any usual name. */
  function openerTold(el, name) {
    if (isSign(name) || hasKey(el, name)) return name;
    return isUsual(name) && !el.hasAttribute("aria-haspopup") ? name : commandOf(name);
  }

  const isLabelledGroup = (el) => roleOf(el) === "group" && el.hasAttribute("aria-label");

  /** What the menu or group is called that an entry stands in: after its label, or as what opened it is told. */
  function menuOf(el) {
    const menu = closest(el, (at) => ["menu", "listbox"].includes(roleOf(at)) || isLabelledGroup(at)) ?? layerOf(el);
    if (!menu) return null;
    const opener = [...referenced(menu, "aria-labelledby"), ...controllersOf(menu)].find(isOpener);
    if (!opener) return menu.getAttribute("aria-label");
    const { name, named_by } = nameOf(opener);
    const told = named_by === "text" ? (name && openerTold(opener, name)) : name;
    return told ?? labelOfOpener(opener);
  }

  /** What says that it opens an element, or a box straight around it. */
  function controllersOf(menu) {
    const ids = [menu, drawnIn(menu)].map((at) => at?.id).filter(Boolean);
    return ids.flatMap((id) => [...menu.getRootNode().querySelectorAll(opensFrom(id))]);
  }

  Object.assign(ledgerium, { toldAs, isOpener, openerTold, BARS, menuOf, openedAround });
})();

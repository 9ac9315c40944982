// Which elements show data, so that their text must not be recorded, and whose data it is.
//
// Cells, rows, options and entries of lists are data, and so are links in them: an order's number, a customer.
// A button in a row is an action if the same button stands in most other rows, or if it reads like a word of command.
// A name that is lost makes a document poorer; a name that is kept may be a customer's. So doubt means data.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { once, roleOf, fieldOf, nameOf, textOf, opensFrom, closest, parentOf, drawnIn, isEntry, nearbyName, labelOfOpener, PICKER, WINDOW_ROLES, isChooser, layerOf, surfaceOf, fieldBehind,
    isEditingHost, fieldAfter, fieldBeside, isToken, MENU_ENTRIES, isPopupsChoice, isAmongChoices, keyboardAround,
    amongBoxes, isCard, titlePiece, commandAmong, mayBeCalled, toldAs, isOpener, openerTold, BARS, menuOf, openedAround } = ledgerium;

  const DATA_ROLES = new Set(["cell", "gridcell", "rowheader", "row", "option", "treeitem", "listitem", "definition"]);
  const MENU_ROLES = new Set([...BARS, "menu"]);
  const ACTION_ROLES = new Set([...MENU_ENTRIES, "tab"]);
  const ROLES = ["button", "link", "checkbox", "radio", "switch", "combobox", "textbox", "spinbutton", "slider"];
  const CONTROLS = ["button, input, select, textarea, a[href]", ...ROLES.map((role) => `[role=${role}]`)].join(", ");
  const SIGN = /^[^\p{L}\p{N}]{1,3}$/u;
  const MOST_LOOKED_AT = 1000; // elements of a list
  const MOST_UNITS = 20; // rows tell enough
  const NEAR_PIXELS = 40;
  const SPLIT_LEVELS = 5;

  const LISTS = "table, ul, ol, menu, [role=grid], [role=treegrid], [role=table], [role=list], [role=listbox], [role=tree], [role=menu]";

  const isLayout = (el) => ["presentation", "none"].includes(closest(el, (at) => at.matches("table, [role=grid], [role=table], [role=treegrid]"))?.getAttribute("role"));

  const ENDS = new Set([...WINDOW_ROLES, "columnheader"]); // what stands in these is no data of a row around them

  const isHeader = (el) => roleOf(el) === "columnheader";

  const listAround = (el) => closest(drawnIn(el) ?? el, (at) => at.matches(LISTS));

  /** An entry of a menu that a field opens is a choice, and so is one to tick. */
  function isChoice(el, role = roleOf(el)) {
    if (!MENU_ENTRIES.has(role)) return false;
    const menu = listAround(el);
    const field = menu && controllerOf(menu);
    if (field?.matches(PICKER)) return true;
    if (field && layerOf(el) && !isEditingHost(field) && isNear(field, layerOf(el))) return true;
    const isTicked = role !== "menuitem" || el.querySelector("input[type=checkbox], input[type=radio]");
    return Boolean(isTicked && layerOf(el));
  }

  /** Whether a layer opened at a field: the two touch. A menu that the pointer opened elsewhere does not. */
  function isNear(field, layer) {
    const [one, other] = [field, layer].map((el) => el.getBoundingClientRect());
    const gap = (low, high) => Math.max(one[low] - other[high], other[low] - one[high]);
    return gap("left", "right") < NEAR_PIXELS && gap("top", "bottom") < NEAR_PIXELS;
  }

  const isData = (el, role) => DATA_ROLES.has(role) || isChoice(el, role);

  /** The cell, row, option or entry that an element is or stands in. The heading of a column is none. */
  function holderOf(el) {
    let role;
    const found = closest(el, (at) => isData(at, (role = roleOf(at))) || ENDS.has(role));
    if (!found || ENDS.has(role)) return null;
    if (found.matches("td, th, tr") && isLayout(found)) return null;
    const inMenu = roleOf(found) === "listitem" && (closest(found, (at) => MENU_ROLES.has(roleOf(at))) ?? opensAsMenu(found));
    return inMenu ? null : found;
  }

  /** Whether a list lies in something that a button calls a menu. */
  function opensAsMenu(entry) {
    const layer = layerOf(entry);
    const within = layer && [layer, parentOf(layer), listAround(entry)].filter((at) => at?.id);
    return within?.some(({ id }) => document.querySelector(`[aria-haspopup="menu"][aria-controls~="${CSS.escape(id)}"]`)) ? layer : null;
  }

  /** The row or entry around a holder: what repeats once for every piece of data. */
  const unitOf = (holder) => closest(holder, (at) => ["row", "option", "treeitem", "listitem"].includes(roleOf(at))) ?? holder;
  const listOf = listAround;

  /** The cell, row or entry around a control; null in the heading of a column. */
  const dataAround = once((el) => {
    const around = closest(el, (at) => isHeader(at) || DATA_ROLES.has(roleOf(at)));
    return around && !isHeader(around) ? around : null;
  });

  /** What stands in other rows or entries with the same role, one after the other: of thousands of rows the first. */
  function* inOtherUnits(el, holder) {
    const [unit, role] = [unitOf(holder), roleOf(el)];
    const list = listOf(unit);
    const elements = list && document.createTreeWalker(list, NodeFilter.SHOW_ELEMENT);
    for (let count = 0; count < MOST_LOOKED_AT && elements?.nextNode(); count += 1) {
      const at = elements.currentNode;
      if (at.matches(CONTROLS) && roleOf(at) === role && !unit.contains(at) && dataAround(at)) yield at;
    }
  }

  /** Whether the same name stands in most of the other rows that have any such thing: in a few it may be a customer's. */
  function isInOtherUnits(el, holder, name) {
    const [units, named] = [new Set(), new Set()]; // `named`: those in which the name stands
    for (const peer of inOtherUnits(el, holder)) {
      const unit = unitOf(dataAround(peer));
      if (!units.has(unit) && units.size === MOST_UNITS) break;
      units.add(unit);
      if (!named.has(unit) && mayBeCalled(peer, name) && nameOf(peer).name === name) named.add(unit);
      if (2 * named.size > MOST_UNITS) return true; // whatever stands in the rest
    }
    return 2 * named.size > units.size;
  }

  const amongOtherUnits = (el, holder, name) => commandAmong(name, inOtherUnits(el, holder).map((peer) => nameOf(peer).name), true);

  /** What a link of a list may be told as: a word of command among others. */
  const linksOwn = (el, holder, name) => (roleOf(holder) === "listitem" ? amongOtherUnits(el, holder, name) : null);

  /** What a button in a row may be told as: of the form is what stands in most other rows too, a word of command, a sign. */
  const formsOwn = (el, holder, name) =>
    SIGN.test(name) || isInOtherUnits(el, holder, name) ? name : amongOtherUnits(el, holder, name);

  /** Whether a field's name in a row is the field's. Rows may also lay out a form, with another field in each:
   *  there the columns have no headers, and only boxes to tick may be named after data. */
  function isFieldsOwn(el, holder, name, header) {
    if (isInOtherUnits(el, holder, name) || (!header && isEntry(el))) return true;
    return !/\d/.test(name) && inOtherUnits(el, holder).next().done;
  }

  const columnOf = (cell) => {
    let column = 0;
    for (let at = cell.previousElementSibling; at; at = at.previousElementSibling) column += at.colSpan ?? 1;
    return column;
  };

  function columnHeader(cell) {
    const row = closest(cell, (at) => roleOf(at) === "row");
    const table = row && closest(row, (at) => at.matches("table, [role=grid], [role=treegrid], [role=table]"));
    const headers = table && (headersIn(table) ?? headersBefore(table, row));
    if (!headers || headers === row) return null;
    const column = columnOf(cell);
    const header = [...headers.children].find((at) => columnOf(at) <= column && column < columnOf(at) + (at.colSpan ?? 1));
    return (header && roleOf(header) === "columnheader" && textOf(header)) || null;
  }

  const headersIn = (table) => table.querySelector("thead th, [role=columnheader], th")?.parentElement;

  /** Grids that scroll under their headings draw these as a table of their own, with as many columns. */
  function headersBefore(table, row) {
    for (let at = parentOf(table), level = 0; at && level < SPLIT_LEVELS && at !== document.body; at = parentOf(at), level += 1) {
      const headers = headersIn(at);
      if (headers) return headers.children.length === row.children.length ? headers : null;
    }
    return null;
  }

  /** The field that a list of choices belongs to: it says so, or it is where the person came from. */
  function controllerOf(list) {
    const by = list.id && list.getRootNode().querySelector(opensFrom(list.id));
    if (by && isChooser(by)) return by;
    return fieldBehind(list);
  }

  /** What a field is called, where it has no name of its own after its column or what stands beside it. */
  function calledAs(field) {
    const { name, owner } = nameOrOwner(field, roleOf(field), fieldOf(field) ?? "choice");
    return name ?? owner ?? null;
  }

  /** What a choice is made for: a field, or the list by its own name. */
  function chosenFor(choice, list) {
    const field = list && (controllerOf(list) ?? boxed(list));
    return fieldsData(field && calledAs(field), () => listsData(list, choice));
  }

  /** By its own name, else after the field that it opened for. */
  function listsData(list, entry) {
    const name = list && nameOf(list).name;
    return name ? dataOf(name) : fieldsData(behind(entry));
  }

  /** The field in whose own box a list of values stands. */
  const boxed = (list) => fieldAfter(list, () => true);

  /** What the field is called that a layer or a choice belongs to. */
  function behind(el) {
    const field = fieldBehind(el);
    return field && calledAs(field);
  }

  /** A control of a column's heading without a name is called after the column. */
  function headingsName(el) {
    const header = closest(el, isHeader);
    return (header && header !== el && (nameOf(header).name ?? textOf(header))) || null;
  }

  /** The name of the column, field or list whose data a holder shows. */
  function dataIn(holder) {
    const role = roleOf(holder);
    // A table that opens for a field, such as the days of a month, holds choices for it.
    if (["cell", "gridcell", "rowheader"].includes(role)) return fieldsData(behind(holder) ?? columnHeader(holder) ?? boxesName(holder));
    if (role === "definition") {
      let term = holder;
      while (term && term.localName !== "dt") term = term.previousElementSibling;
      return fieldsData((term && textOf(term)) || null);
    }
    if (holder.localName === "option") return fieldsData(nameOf(holder.closest("select") ?? holder).name);
    const list = listOf(holder);
    return role === "option" || MENU_ENTRIES.has(role) ? chosenFor(holder, list) : listsData(list, holder);
  }

  const dataOf = (owner) => ({ name: null, named_by: null, owner });

  /** Data of a field or column, which the page itself calls so: `isFields`. `other`: whose it is where it has no name. */
  const fieldsData = (owner, other = dataOf) => (owner ? { ...dataOf(owner), isFields: true } : other(null));

  const nearby = (name) => (name ? { name, named_by: "nearby" } : { name: null, named_by: null });

  /** `{name, named_by, owner}` of an element: its name where that is the form's own, else the owner of its data. */
  function nameOrOwner(el, role, field) {
    const named = nameOf(el, role);
    const holder = holderOf(el);
    if (!holder || (ACTION_ROLES.has(role) && holder !== el)) return outsideData(el, role, field, named);
    if (field && holder !== el) {
      const header = dataIn(holder).owner;
      if (named.name && isFieldsOwn(el, holder, named.name, header)) return named;
      return nearby(header ?? nearbyName(el, holder));
    }
    const own = { button: formsOwn, link: linksOwn }[role];
    const name = own && named.name ? own(el, holder, named.name) : null;
    return name ? { ...named, name } : dataIn(holder);
  }

  /** What stands in no row, cell or entry may show data all the same. */
  function outsideData(el, role, field, named) {
    if (!named.name && role === "listitem" && opensAsMenu(el)) return amongAlike(el, role, { name: textOf(el), named_by: "text" });
    if (!named.name) return field ? nearby(nearbyName(el, layoutOf(el))) : unnamed(el, role);
    if (field && isAmongChoices(el)) return fieldsData(behind(el), () => dataOf(titleAround(el)));
    const keys = field ? null : keyboardAround(el, named.name);
    if (keys) return { ...fieldsData(behind(el)), keys };
    const box = field && amongBoxes(el, named.name);
    if (box) return box.name ? { ...named, name: box.name } : (role === "radio" ? fieldsData : dataOf)(box.owner); // radios are one field
    if (MENU_ENTRIES.has(role)) return amongAlike(el, role, named);
    if (role !== "button" && role !== "link") return named;
    const outer = role === "button" && closest(parentOf(el) ?? el, (at) => at !== el && roleOf(at) === "button");
    if (outer) return dataOf(nameOrOwner(outer, "button").name); // what takes a value out of a button that shows it
    if (role === "button" && isToken(el)) return fieldsData(boxesName(el));
    if (isPopupsChoice(el, named.name)) return fieldsData(behind(el));
    if (named.named_by !== "text") return named;
    if (role === "button" && isOpener(el)) return openersName(el, named);
    const name = isCard(el) ? titlePiece(el) : named.name;
    return name ? amongAlike(el, role, { ...named, name }) : dataOf(null);
  }

  /** What stands among things alike is told where it is known to be no value, else by the field or menu that it is of.
   *  A place of the application that is not known as such is no value that a page must not repeat: `isPlace`. */
  function amongAlike(el, role, named) {
    const name = toldAs(el, role, named.name);
    if (name) return { ...named, name };
    return { ...fieldsData(behind(el), () => dataOf(menuOf(el))), isPlace: role !== "button" && !openedAround(el, role) };
  }

  /** A button that opens something may show what was chosen there: then it is told by its label, as a field is. */
  function openersName(el, named) {
    const label = opensSomething(el) && nearbyName(el, layoutOf(el));
    const name = label ? null : openerTold(el, isCard(el) ? (titlePiece(el) ?? "") : named.name);
    if (name) return { ...named, name };
    const found = label || labelOfOpener(el);
    return found ? nearby(found) : dataOf(null);
  }

  /** A small picture in a field's own box is told by the field. */
  function unnamed(el, role) {
    const name = headingsName(el);
    const field = !name && (role === "button" || role === "generic") ? fieldBeside(el) : null;
    return field ? fieldsData(calledAs(field)) : nearby(name);
  }

  const titleAround = (el) => {
    const surface = surfaceOf(el);
    return surface && nameOf(surface).name;
  };

  /** A button after a label that opens something to choose in is a field in effect, and shows what was chosen. */
  const opensSomething = (el) => el.getAttribute("aria-haspopup") === "dialog" && el.previousElementSibling?.localName === "label";

  const boxesName = (el) => {
    const field = fieldAfter(el, () => true);
    return field && calledAs(field);
  };

  /** The cell of a table that only lays out, which holds no data. */
  const layoutOf = (el) => closest(el, (at) => at.matches("td, th") && isLayout(at));

  Object.assign(ledgerium, { holderOf, nameOrOwner, calledAs, dataOf, fieldsData });
})();

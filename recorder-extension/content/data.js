// Which elements show data, so that their text must not be recorded, and whose data it is.
//
// Cells, rows, options and entries of lists are data, and so are links in them: an order's number, a customer.
// A button in a row is an action if the same button stands in another row, or if it reads like a word of command.
// A name that is lost makes a document poorer; a name that is kept may be a customer's. So doubt means data.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { roleOf, fieldOf, nameOf, textOf, closest, parentOf, drawnIn, isEntry, nearbyName, PICKER, kebab, isChooser, layerOf, fieldBehind } =
    ledgerium;

  const DATA_ROLES = new Set(["cell", "gridcell", "rowheader", "row", "option", "treeitem", "listitem", "definition"]);
  const MENU_ROLES = new Set(["navigation", "menu", "menubar", "toolbar", "tablist", "banner", "contentinfo"]);
  const WINDOW_ROLES = new Set(["dialog", "alertdialog"]);
  const MENU_ENTRIES = new Set(["menuitem", "menuitemcheckbox", "menuitemradio"]);
  const ACTION_ROLES = new Set([...MENU_ENTRIES, "tab"]);
  // What authors call a value that stands in a small box of its own, mostly to be taken away again.
  const TOKEN = /(?:^|[-_])(?:chip|tag|token)s?(?:$|[-_])/;
  const TOKEN_LEVELS = 3;
  const APART = "form, body, main, fieldset, table, tr, td, th, ul, ol, li, [role=toolbar], [role=dialog], [role=row]";
  const CONTROLS = "button, [role=button], input, select, textarea, a[href]";
  const WORD_OF_COMMAND = /^(?:\p{L}[\p{L}'’-]*(?: \p{Ll}[\p{L}'’-]*){0,3}|[^\p{L}\p{N}]{1,3})$/u;
  const MAKES_ANEW = /^(?:Add|Create)(?: \p{L}+){1,4}$/u; // what is not there yet has no name to tell
  const PEERS = 200;

  const LISTS = "table, ul, ol, menu, [role=grid], [role=treegrid], [role=table], [role=list], [role=listbox], [role=tree], [role=menu]";

  const isLayout = (el) => ["presentation", "none"].includes(closest(el, (at) => at.matches("table, [role=grid], [role=table], [role=treegrid]"))?.getAttribute("role"));

  const ENDS = new Set([...WINDOW_ROLES, "columnheader"]); // what stands in these is no data of a row around them

  const isHeader = (el) => roleOf(el) === "columnheader";

  const listAround = (el) => closest(drawnIn(el) ?? el, (at) => at.matches(LISTS));

  /** An entry of a menu that a field opens is a choice, and so is one to tick that a table's heading opens: a value
   *  to filter by. */
  function isChoice(el, role = roleOf(el)) {
    if (!MENU_ENTRIES.has(role)) return false;
    const menu = listAround(el);
    if (menu && controllerOf(menu)?.matches(PICKER)) return true;
    const isTicked = role !== "menuitem" || el.querySelector("input[type=checkbox], input[type=radio]");
    return Boolean(isTicked && menu?.getAttribute("role") === "menu" && layerOf(el) && ledgerium.pressedInHeader?.());
  }

  const isData = (el, role) => DATA_ROLES.has(role) || isChoice(el, role);

  /** The cell, row, option or entry that an element is or stands in. The heading of a column is none. */
  function holderOf(el) {
    let role;
    const found = closest(el, (at) => isData(at, (role = roleOf(at))) || ENDS.has(role));
    if (!found || ENDS.has(role)) return null;
    if (found.matches("td, th, tr") && isLayout(found)) return null;
    const inMenu = roleOf(found) === "listitem" && closest(found, (at) => MENU_ROLES.has(roleOf(at)));
    return inMenu ? null : found;
  }

  /** The row or entry around a holder: what repeats once for every piece of data. */
  const unitOf = (holder) => closest(holder, (at) => ["row", "option", "treeitem", "listitem"].includes(roleOf(at))) ?? holder;
  const listOf = listAround;

  function namesInOtherUnits(el, holder) {
    const unit = unitOf(holder);
    return [...(listOf(unit)?.querySelectorAll(CONTROLS) ?? [])]
      .filter((peer) => !unit.contains(peer) && roleOf(peer) === roleOf(el) && closest(peer, (at) => DATA_ROLES.has(roleOf(at))))
      .slice(0, PEERS)
      .map((peer) => nameOf(peer).name);
  }

  // The one link of a list, in several words of a sentence: "Add order", where a name would be "Acme Ltd".
  const isCommandLink = (el, holder, name) =>
    roleOf(holder) === "listitem" && / \p{Ll}/u.test(name) && WORD_OF_COMMAND.test(name) && !namesInOtherUnits(el, holder).length;

  /** Whether a name in a row is of the form, not of the row's data. */
  function isFormsOwn(el, holder, name) {
    const others = namesInOtherUnits(el, holder);
    if (others.includes(name)) return true;
    const mayStandAlone = others.length === 0 || ["submit", "image"].includes(el.type);
    if (MAKES_ANEW.test(name) && !others.some((other) => MAKES_ANEW.test(other ?? ""))) return true;
    return mayStandAlone && WORD_OF_COMMAND.test(name);
  }

  /** Whether a field's name in a row is the field's. Rows may also lay out a form, with another field in each:
   *  there the columns have no headers, and only boxes to tick may be named after data. */
  function isFieldsOwn(el, holder, name, header) {
    const others = namesInOtherUnits(el, holder);
    if (others.includes(name)) return true;
    if (!header && isEntry(el)) return true;
    return others.length === 0 && !/\d/.test(name);
  }

  const columnOf = (cell) => {
    let column = 0;
    for (let at = cell.previousElementSibling; at; at = at.previousElementSibling) column += at.colSpan ?? 1;
    return column;
  };

  function columnHeader(cell) {
    const row = closest(cell, (at) => roleOf(at) === "row");
    const table = row && closest(row, (at) => at.matches("table, [role=grid], [role=treegrid], [role=table]"));
    const headers = table?.querySelector("thead th, [role=columnheader], th")?.parentElement;
    if (!headers || headers === row) return null;
    const column = columnOf(cell);
    const header = [...headers.children].find((at) => columnOf(at) <= column && column < columnOf(at) + (at.colSpan ?? 1));
    return (header && roleOf(header) === "columnheader" && textOf(header)) || null;
  }

  /** The field that a list of choices belongs to: it says so, or it is where the person came from. */
  function controllerOf(list) {
    const id = CSS.escape(list.id);
    const by = list.id && list.getRootNode().querySelector(`[aria-controls~="${id}"], [aria-owns~="${id}"]`);
    if (by && isChooser(by)) return by;
    return fieldBehind(list);
  }

  /** What a field is called, where it has no name of its own after its column or what stands beside it. */
  function calledAs(field) {
    const { name, owner } = nameOrOwner(field, roleOf(field), fieldOf(field) ?? "choice");
    return name ?? owner ?? null;
  }

  /** The field that a choice is made for. */
  function chosenFor(choice, list) {
    const field = list && controllerOf(list);
    return (field && calledAs(field)) ?? (list && nameOf(list).name) ?? behind(choice);
  }

  /** What the field is called that a layer or a choice belongs to. */
  function behind(el) {
    const field = fieldBehind(el);
    return field && calledAs(field);
  }

  /** A value that stands in a field's own box, before the place to write, or that its author calls a token. */
  function isToken(el) {
    return [el, parentOf(el)].some((at) => [...(at?.classList ?? [])].some(isTokensClass)) || fieldAfter(el) !== null;
  }

  const isTokensClass = (name) => TOKEN.test(kebab(name));

  function fieldAfter(el) {
    for (let at = parentOf(el), level = 0; at && level < TOKEN_LEVELS && !at.matches(APART); at = parentOf(at), level += 1) {
      const fields = [...at.querySelectorAll("input, [role=combobox]")].filter((field) => isChooser(field) && field !== el && !field.contains(el));
      const field = fields.find((one) => roleOf(one) === "combobox" || one.hasAttribute("aria-autocomplete"));
      if (fields.length > 1) return null;
      if (field) return el.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING ? field : null;
    }
    return null;
  }

  /** A control of a column's heading without a name is called after the column. */
  function headingsName(el) {
    const header = closest(el, isHeader);
    return (header && header !== el && (nameOf(header).name ?? textOf(header))) || null;
  }

  /** The name of the column, field or list whose data a holder shows. */
  function ownerOf(holder) {
    const role = roleOf(holder);
    // A table that opens for a field, such as the days of a month, holds choices for it.
    if (["cell", "gridcell", "rowheader"].includes(role)) return behind(holder) ?? columnHeader(holder);
    if (role === "definition") {
      let term = holder;
      while (term && term.localName !== "dt") term = term.previousElementSibling;
      return (term && textOf(term)) || null;
    }
    if (holder.localName === "option") return nameOf(holder.closest("select") ?? holder).name;
    const list = listOf(holder);
    if (role === "option" || MENU_ENTRIES.has(role)) return chosenFor(holder, list);
    return (list && nameOf(list).name) ?? behind(holder);
  }

  /** `{name, named_by, owner}` of an element: its name where that is the form's own, else the owner of its data. */
  function nameOrOwner(el, role, field) {
    const named = nameOf(el, role);
    const holder = holderOf(el);
    const nearby = (name) => (name ? { name, named_by: "nearby" } : { name: null, named_by: null });
    if (!holder || (ACTION_ROLES.has(role) && holder !== el)) {
      if (named.name && role === "button" && isToken(el)) return { name: null, named_by: null, owner: tokensField(el) };
      if (named.name) return named;
      return nearby(field ? nearbyName(el, layoutOf(el)) : headingsName(el));
    }
    if (field && holder !== el) {
      const header = ownerOf(holder);
      if (named.name && isFieldsOwn(el, holder, named.name, header)) return named;
      return nearby(header ?? nearbyName(el, holder));
    }
    if (role === "button" && named.name && isFormsOwn(el, holder, named.name)) return named;
    if (role === "link" && named.name && isCommandLink(el, holder, named.name)) return named;
    return { name: null, named_by: null, owner: ownerOf(holder) };
  }

  const tokensField = (el) => {
    const field = fieldAfter(el);
    return field && calledAs(field);
  };

  /** The cell of a table that only lays out, which holds no data. */
  const layoutOf = (el) => closest(el, (at) => at.matches("td, th") && isLayout(at));

  Object.assign(ledgerium, { holderOf, nameOrOwner, behind });
})();

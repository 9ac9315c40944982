// Which elements show data, so that their text must not be recorded, and whose data it is.
//
// Cells, rows, options and entries of lists are data, and so are links in them: an order's number, a customer.
// A button in a row is an action if the same button stands in another row, or if it reads like a word of command.
// A name that is lost makes a document poorer; a name that is kept may be a customer's. So doubt means data.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { roleOf, nameOf, textOf, closest, parentOf, isEntry, nearbyName } = ledgerium;

  const DATA_ROLES = new Set(["cell", "gridcell", "rowheader", "row", "option", "treeitem", "listitem", "definition"]);
  const MENU_ROLES = new Set(["navigation", "menu", "menubar", "toolbar", "tablist", "banner", "contentinfo"]);
  const WINDOW_ROLES = new Set(["dialog", "alertdialog"]);
  const ACTION_ROLES = new Set(["menuitem", "menuitemcheckbox", "menuitemradio", "tab"]);
  const CONTROLS = "button, [role=button], input, select, textarea, a[href]";
  const WORD_OF_COMMAND = /^(?:\p{L}[\p{L}'’-]*(?: \p{Ll}[\p{L}'’-]*){0,3}|[^\p{L}\p{N}]{1,3})$/u;
  const MAKES_ANEW = /^(?:Add|Create)(?: \p{L}+){1,4}$/u; // what is not there yet has no name to tell
  const PEERS = 200;

  const isLayout = (el) => ["presentation", "none"].includes(closest(el, (at) => at.matches("table, [role=grid], [role=table], [role=treegrid]"))?.getAttribute("role"));

  /** The cell, row, option or entry that an element is or stands in. */
  function holderOf(el) {
    const found = closest(el, (at) => DATA_ROLES.has(roleOf(at)) || WINDOW_ROLES.has(roleOf(at)));
    if (!found || WINDOW_ROLES.has(roleOf(found))) return null;
    if (found.matches("td, th, tr") && isLayout(found)) return null;
    const inMenu = roleOf(found) === "listitem" && closest(found, (at) => MENU_ROLES.has(roleOf(at)));
    return inMenu ? null : found;
  }

  /** The row or entry around a holder: what repeats once for every piece of data. */
  const unitOf = (holder) => closest(holder, (at) => ["row", "option", "treeitem", "listitem"].includes(roleOf(at))) ?? holder;
  const listOf = (unit) =>
    closest(parentOf(unit) ?? unit, (at) => at.matches("table, ul, ol, menu, [role=grid], [role=treegrid], [role=table], [role=list], [role=listbox], [role=tree]"));

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

  /** The field that a list of completions belongs to. */
  function controllerOf(list) {
    const by = list.id && document.querySelector(`[aria-controls~="${CSS.escape(list.id)}"], [aria-owns~="${CSS.escape(list.id)}"]`);
    const active = document.activeElement;
    return by || (active && roleOf(active) === "combobox" ? active : null);
  }

  /** The name of the column, field or list whose data a holder shows. */
  function ownerOf(holder) {
    const role = roleOf(holder);
    if (["cell", "gridcell", "rowheader"].includes(role)) return columnHeader(holder);
    if (role === "definition") {
      let term = holder;
      while (term && term.localName !== "dt") term = term.previousElementSibling;
      return (term && textOf(term)) || null;
    }
    if (holder.localName === "option") return nameOf(holder.closest("select") ?? holder).name;
    const list = listOf(holder);
    if (!list) return null;
    const controller = role === "option" ? controllerOf(list) : null;
    return nameOf(list).name ?? (controller && (nameOf(controller).name ?? nearbyName(controller, null)));
  }

  /** `{name, named_by, owner}` of an element: its name where that is the form's own, else the owner of its data. */
  function nameOrOwner(el, role, field) {
    const named = nameOf(el, role);
    const holder = holderOf(el);
    const nearby = (name) => (name ? { name, named_by: "nearby" } : { name: null, named_by: null });
    if (!holder || ACTION_ROLES.has(role)) return named.name || !field ? named : nearby(nearbyName(el, layoutOf(el)));
    if (field && holder !== el) {
      const header = ownerOf(holder);
      if (named.name && isFieldsOwn(el, holder, named.name, header)) return named;
      return nearby(header ?? nearbyName(el, holder));
    }
    if (role === "button" && named.name && isFormsOwn(el, holder, named.name)) return named;
    if (role === "link" && named.name && isCommandLink(el, holder, named.name)) return named;
    return { name: null, named_by: null, owner: ownerOf(holder) };
  }

  /** The cell of a table that only lays out, which holds no data. */
  const layoutOf = (el) => closest(el, (at) => at.matches("td, th") && isLayout(at));

  Object.assign(ledgerium, { holderOf, nameOrOwner });
})();

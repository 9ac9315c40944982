// What a person would call a field that has no name: what stands beside it. Never what other rows or fields hold.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { nameOf, textOf, closest, parentOf, roleOf, isUnseen } = ledgerium;

  const LONGEST = 60; // more is no label
  const FIELDS = ["input:not([type=hidden])", "select", "textarea", "[contenteditable]", "[role=textbox]", "[role=combobox]"]
    .map((field) => `${field}:not([aria-hidden=true])`).join(", "); // a list in a field's stead hides the field
  const LEVELS = 6;
  const LABEL_ENDS = /[:：*]\s*$/u;
  const CONTROLS = `${FIELDS}, button, a[href], [role=button], [role=link]`;

  const isShort = (text) => text.length > 0 && text.length <= LONGEST && /\p{L}/u.test(text);
  const trimmed = (text) => text.replace(LABEL_ENDS, "").replace(LABEL_ENDS, "").trim();
  const isAlone = (el, around) => [...around.querySelectorAll(FIELDS)].every((field) => el.contains(field));

  /** The cell to the left in a table that lays out a form. Where it is no header and ends like no label, it may be
   *  the name of an item or a customer. */
  function rowLabel(cell) {
    const before = cell.previousElementSibling;
    if (!before || before.querySelector(FIELDS)) return null;
    const text = textOf(before);
    return isShort(text) && (before.localName === "th" || LABEL_ENDS.test(text)) ? text : null;
  }

  /** The text straight before an element: of a label that points nowhere, or loose in the same small container. */
  function textBefore(el) {
    for (let at = el.previousSibling; at; at = at.previousSibling) {
      const isElement = at.nodeType === Node.ELEMENT_NODE;
      if (isElement && (at.matches(CONTROLS) || at.querySelector(CONTROLS))) return null; // the label of another
      if (isElement && isUnseen(at)) continue;
      const text = isElement ? textOf(at) : at.nodeType === Node.TEXT_NODE ? at.data.replace(/\s+/g, " ").trim() : "";
      if (text) return isShort(text) ? text : null;
    }
    return null;
  }

  function labelBefore(el) {
    for (let at = el, depth = 0; at && depth < LEVELS; at = parentOf(at), depth += 1) {
      const text = textBefore(at);
      if (text) return text;
      const around = parentOf(at);
      if (!around || around.matches("form, body, main, td, th, li, tr") || !isAlone(el, around)) return null;
    }
    return null;
  }

  /** A group that holds this field alone is named after it. */
  function groupName(el) {
    const group = closest(parentOf(el) ?? el, (at) => ["group", "radiogroup"].includes(roleOf(at)));
    const isOne = group && (isAlone(el, group) || el.type === "radio");
    return isOne ? nameOf(group).name : null;
  }

  /** A label that names by its id what no label can: an element of the page's own making. */
  function pointingLabel(el) {
    const label = el.id && el.getRootNode().querySelector(`label[for="${CSS.escape(el.id)}"]`);
    return label ? textOf(label) : null;
  }

  /** The next best name of a field without one; null where nothing tells it. `holder`: the cell, row or entry that
   *  it stands in, whose texts are data. */
  ledgerium.nearbyName = (el, holder) => {
    const cell = holder?.matches("td, th") ? holder : null;
    const beside = () => (cell ? rowLabel(cell) : holder ? null : (labelBefore(el) ?? groupName(el)));
    const found = pointingLabel(el) || beside();
    return found ? trimmed(found) || null : null;
  };
})();

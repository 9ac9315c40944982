// What a person would call a field that has no name: what stands beside it. Never what other rows or fields hold.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { nameOf, textOf, closest, parentOf, roleOf, isUnseen, isToggle } = ledgerium;

  const LONGEST = 60; // more is no label
  const FIELDS = ["input:not([type=hidden])", "select", "textarea", "[contenteditable]", "[role=textbox]", "[role=combobox]"]
    .map((field) => `${field}:not([aria-hidden=true])`).join(", "); // a list in a field's stead hides the field
  const LEVELS = 6;
  const LABEL_ENDS = /[:：*]\s*$/u;
  const BOXES = "[role=checkbox], [role=radio], [role=switch]";
  const CONTROLS = `${FIELDS}, button, a[href], [role=button], [role=link], ${BOXES}`;

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

  const isLabel = (at) => at.localName === "label" && !at.control;

  /** What can be pressed, but for a label, is no label. */
  const mayLabel = (at) => at.nodeType === Node.TEXT_NODE || isLabel(at) || getComputedStyle(at).cursor !== "pointer";

  /** What labels a box to tick stands after it; before it only a label does, or what ends like one. */
  const mayLabelBox = (at, text) => mayLabel(at) && (isLabel(at) || LABEL_ENDS.test(text));

  /** The text straight before an element: of a label that points nowhere, or loose in the same small container. */
  function textBefore(el, fits) {
    for (let at = el.previousSibling; at; at = at.previousSibling) {
      const isElement = at.nodeType === Node.ELEMENT_NODE;
      if (isElement && (at.matches(CONTROLS) || at.querySelector(CONTROLS))) return null; // the label of another
      if (isElement && isUnseen(at)) continue;
      const text = isElement ? textOf(at) : at.nodeType === Node.TEXT_NODE ? at.data.replace(/\s+/g, " ").trim() : "";
      if (text) return isShort(text) && fits(at, text) ? text : null;
    }
    return null;
  }

  function labelBefore(el, fits) {
    for (let at = el, depth = 0; at && depth < LEVELS; at = parentOf(at), depth += 1) {
      const text = textBefore(at, fits);
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
    const beside = () => (cell ? rowLabel(cell) : holder ? null : (labelBefore(el, isToggle(el) || el.matches(BOXES) ? mayLabelBox : mayLabel) ?? groupName(el)));
    const found = pointingLabel(el) || beside();
    return found ? trimmed(found) || null : null;
  };

  /** The label straight before what nothing says to be a field, null where there is none: a field of the page's own
   *  making, whose text is its value. `fits`: what is taken for a label. */
  ledgerium.labelOfBox = (el, fits = isLabel) => {
    const found = labelBefore(el, fits);
    return found ? trimmed(found) || null : null;
  };

  /** The same for a button that opens something and may show what was chosen in it: what ends like a label is one. */
  ledgerium.labelOfOpener = (el) => pointingLabel(el) || ledgerium.labelOfBox(el, mayLabelBox);
})();

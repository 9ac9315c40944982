// What the file says about an element, and which element a press is about.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { roleOf, fieldOf, nameOf, textOf, closest, parentOf, drawnIn, isEntry, isEditingHost, holderOf, nameOrOwner, isPlaced, layerOf, fieldBehind, fieldIn,
    fieldBeside, isToken, calledAs, dataOf, fieldsData, labelOfBox, isCard, titlePiece, commandAmong, menuOf, isMadeAlike, alikeIn, echoes } =
    ledgerium;

  const PRESSED =
    'a[href], a:not([href]):not([name]):not([id]), area[href], button, summary, input:not([type="hidden"]), select, textarea, option, [onclick], ' +
    ["button", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "tab", "checkbox", "radio", "switch", "option",
      "treeitem", "gridcell", "combobox", "slider", "spinbutton", "textbox", "searchbox"]
      .map((role) => `[role="${role}"]`).join(", ");
  const HAND_WRITTEN = /^[A-Za-z](?:[A-Za-z_-]|\d(?!\d)){0,39}$/; // ids with more digits are made up or a record's
  const FIELD_NAME = /^[A-Za-z](?:[A-Za-z_.[\]-]|\d(?!\d)){0,59}$/;
  const SAFE_TEXT = /^[^\p{N}"'`“”„«»‹›‘’‚@\\[\]]{1,80}$/u;
  const TEST_IDS = ["data-testid", "data-test-id", "data-test", "data-cy"];
  const MOST = 6;
  const LONGEST = 300;
  const LONGEST_LOOSE_TEXT = 80;
  const MOST_PEERS = 30;

  const hasPointer = (el) => getComputedStyle(el).cursor === "pointer";
  const isPage = (el) => el === document.body || el === document.documentElement;

  /** The element that a press is about; null where nothing there can be pressed.
   *
   *  Without a tag or role that says so, a pointing hand does: then it is the outermost element that shows one,
   *  or the cell, row or entry on the way there. */
  function pressedIn(path) {
    const elements = path.filter((node) => node.nodeType === Node.ELEMENT_NODE);
    for (const el of elements) {
      if (el.matches(PRESSED) && !isPage(el)) return el;
      if (isEditingHost(el) || (el.localName === "label" && el.control)) return null; // the field speaks for itself
      if (el.localName === "label" && labelledBox(el)) return labelledBox(el);
    }
    let outermost = null;
    for (const el of elements) {
      if (isPage(el) || !hasPointer(el)) break;
      outermost = el;
      if (el === holderOf(el)) return el;
    }
    return outermost && (closest(outermost, (at) => roleOf(at) === "columnheader") ?? fieldIn(outermost) ?? outermost);
  }

  /** The box of a page's own making that a label names: no control in Chromium's sense, so no click follows on it. */
  function labelledBox(label) {
    const root = label.getRootNode();
    const box = label.htmlFor
      ? root.getElementById(label.htmlFor)
      : label.id && root.querySelector(`[aria-labelledby~="${CSS.escape(label.id)}"]`);
    return box && ["checkbox", "radio", "switch"].includes(roleOf(box)) ? box : null;
  }

  function step(el) {
    const tag = CSS.escape(el.localName);
    const place = 1 + countBefore(el);
    return place > 1 || countBeside(el, "nextElementSibling", 1) ? `${tag}:nth-of-type(${place})` : tag;
  }

  const PLAIN = /^[a-z][a-z\d-]*$/;

  /** How many of the same tag stand before an element. Chromium itself counts long lists in a tenth of the time. */
  function countBefore(el) {
    if (!(el instanceof HTMLElement) || !PLAIN.test(el.localName)) return countBeside(el, "previousElementSibling");
    return document.evaluate(`count(preceding-sibling::${el.localName})`, el, null, XPathResult.NUMBER_TYPE).numberValue;
  }

  /** How many of the same tag stand on one side of an element, counted up to `most`. */
  function countBeside(el, side, most = Infinity) {
    let count = 0;
    for (let at = el[side]; at && count < most; at = at[side]) if (at.localName === el.localName) count += 1;
    return count;
  }

  /** A path of tags, from the nearest id that a person seems to have written. Nothing in it comes from a text. */
  function cssPath(el, holder) {
    const steps = [];
    let inData = holder !== null;
    for (let at = el; at && !isPage(at); at = parentOf(at)) {
      if (at !== el && !inData && HAND_WRITTEN.test(at.id)) {
        steps.unshift(`#${at.id}`);
        break;
      }
      steps.unshift(step(at));
      if (at === holder) inData = false;
      if (!at.parentElement) steps[0] = `>> ${steps[0]}`; // out of a shadow root
    }
    return steps.join(" > ").replaceAll("> >>", ">>").replace(/^>> /, "");
  }

  function selectorsOf(el, role, { name, owner, keys }) {
    // Which of the keys it is would be what is written.
    if (keys) return [`${cssPath(keys, null)} ${CSS.escape(el.localName)}`.trim()];
    const holder = owner === undefined ? null : holderOf(el);
    const own = [];
    if (owner === undefined) {
      if (HAND_WRITTEN.test(el.id)) own.push(`#${el.id}`);
      const test = TEST_IDS.find((attribute) => HAND_WRITTEN.test(el.getAttribute(attribute) ?? ""));
      if (test) own.push(`[${test}="${el.getAttribute(test)}"]`);
      const fieldName = el.getAttribute("name") ?? "";
      if (FIELD_NAME.test(fieldName)) own.push(`[name="${fieldName}"]`);
      if (name && SAFE_TEXT.test(name)) own.push(`role=${role}[name="${name}"]`);
    }
    return [...new Set([...own, cssPath(el, holder)])]
      .filter((selector) => selector && selector.length <= LONGEST)
      .slice(0, MOST);
  }

  const PLACES = { form: "form", dialog: "dialog", alertdialog: "dialog", region: "region" };

  const placeName = (at, role) => nameOf(at).name ?? (role === "dialog" ? titleOf(at) : null);

  /** What stands around an element and may repeat in its name what somebody types there, and how to read that. */
  function* textsAround(el) {
    for (let at = drawnIn(el); at; at = drawnIn(at)) {
      const role = PLACES[roleOf(at)];
      if (role) yield [at, { read: () => placeName(at, role) }];
    }
  }

  function withinOf(el) {
    for (let at = drawnIn(el); at; at = drawnIn(at)) {
      const role = PLACES[roleOf(at)];
      if (!role) continue;
      const name = echoes.told(at, placeName(at, role));
      if (name || role !== "region") return { role, ...(name && { name }) };
    }
    return null;
  }

  /** The title of a dialog: its name, or its first heading. */
  function titleOf(dialog) {
    const heading = dialog.querySelector("h1, h2, h3, h4, h5, h6, [role=heading]");
    return nameOf(dialog).name ?? ((heading && textOf(heading)) || null);
  }

  /** An element that is pressed although nothing says that it can be may be a button or a completion. Its text is
   *  taken for a name only where it stands alone: things that repeat are data. */
  function looseName(el) {
    const named = nameOf(el);
    const layer = layerOf(el);
    const peers = peersOf(el, layer);
    const isMany = peers.length > 0;
    const chooser = layer && fieldBehind(el);
    if (chooser) return fieldsData(calledAs(chooser)); // a choice for the field
    const label = !layer && !named.name && labelOfBox(el);
    if (label) return { name: label, named_by: "nearby" };
    if (named.name && !(isMany && (layer || /\d/.test(named.name)))) return named;
    if (isToken(el)) return dataOf(null);
    const field = fieldBeside(el);
    if (!named.name && field) return fieldsData(calledAs(field));
    if (isCompletion(el)) return fieldsData(nameOf(ledgerium.typedInto()).name);
    const text = isCard(el) ? titlePiece(el) : textOf(el);
    const told = text && text.length <= LONGEST_LOOSE_TEXT ? commandAmong(text, peers.map((one) => textOf(one))) : null;
    return told ? { name: told, named_by: "text" } : dataOf(layer && menuOf(el));
  }

  /** What is made like it and can be pressed: beside it, in a layer anywhere in it. */
  function peersOf(el, layer) {
    const beside = [...(el.parentElement?.children ?? [])].filter((other) => isMadeAlike(other, el));
    const all = layer && el.className ? alikeIn(layer, el).filter((other) => !el.contains(other) && !other.contains(el)) : beside;
    return all.slice(0, MOST_PEERS).filter((other) => roleOf(other) === "generic" && hasPointer(other));
  }

  /** Something that floats over the page right after a person typed is what the page offers for the field. */
  const isCompletion = (el) =>
    ledgerium.typedInto?.() &&
    closest(el, (at) => isPlaced(at) && roleOf(at) !== "dialog");

  /** The element as the file describes it, with texts not yet masked. `isLoose`: the text of what nothing says
   *  to be a control may name it, because it was pressed. */
  function describe(el, { isLoose = true } = {}) {
    const role = roleOf(el);
    const field = fieldOf(el);
    const found = isLoose && role === "generic" && !holderOf(el) ? looseName(el) : nameOrOwner(el, role, field);
    const within = withinOf(el);
    if ("owner" in found && !found.isPlace) ledgerium.remember(el);
    return {
      role,
      ...(found.name && { name: found.name, named_by: found.named_by }),
      ...(field && { field }),
      ...(found.owner && { owner: found.owner, isFields: Boolean(found.isFields) }),
      ...(found.keys && { isKey: true }),
      selectors: selectorsOf(el, role, found),
      ...(within && { within }),
    };
  }

  /** The field, cell or entry that the clipboard is used on, if it is one. */
  function clipped(path) {
    const el = path.find((node) => node.nodeType === Node.ELEMENT_NODE);
    const field = el && closest(el, isEntry);
    const about = field ?? (el && holderOf(el));
    return about ? describe(about) : null;
  }

  /** What is dragged, or where it is dropped: the nearest thing that has a role, a name or can be dragged. */
  function dropPlace(path) {
    const elements = path.filter((node) => node.nodeType === Node.ELEMENT_NODE && !isPage(node));
    const el = elements.find((at) => at.draggable || isEntry(at) || roleOf(at) !== "generic" || nameOf(at).name);
    return el ? describe(el, { isLoose: false }) : null;
  }

  Object.assign(ledgerium, { dropPlace, pressedIn, describe, clipped, titleOf, textsAround });
})();

// The accessible name of an element, without any value.
//
// The accessible-name standard puts what a person typed into the name of what stands around the field. So this
// is no implementation of the standard but a smaller one: fields, their contents and results are left out.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});

  const { closest, parentOf } = ledgerium;

  // A button that opens a list to choose from shows what was chosen, as a combobox does.
  const TYPED =
    'input, select, textarea, datalist, [contenteditable]:not([contenteditable="false"]), [role="textbox"], ' +
    '[role="searchbox"], [role="combobox"], [role="listbox"], [role="spinbutton"], [role="slider"], ' +
    '[aria-haspopup="listbox"], [aria-haspopup="tree"], [aria-haspopup="grid"]';
  const SILENT = `${TYPED}, output, meter, progress, [role="progressbar"], [role="tabpanel"], script, style, noscript, template, [aria-hidden="true"]`;
  const UNREAD = 'input, select, textarea, datalist, [contenteditable]:not([contenteditable="false"]), script, style, noscript, template';
  const SPEAKS = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], [role="log"]'; // is no part of a name
  const NAMED_BY_TEXT = new Set([
    "button", "checkbox", "columnheader", "heading", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "radio",
    "switch", "tab",
  ]);
  // What can be taken out of a button that shows what was chosen, and the text that it stands with.
  const PARTS = 'button, [role="button"], :has(> button, > [role="button"])';
  const BUTTON_WORDS = { submit: "Submit", reset: "Reset", image: "Submit" };

  const collapse = (text) => text.replace(/\s+/g, " ").trim();
  /** An element without a box of its own, such as a slot, is shown where what stands around it is. */
  function isShown(el) {
    if (el.checkVisibility({ visibilityProperty: true })) return true;
    const around = getComputedStyle(el).display === "contents" && parentOf(el);
    return Boolean(around) && isShown(around);
  }

  function childrenOf(el) {
    if (el.shadowRoot) return el.shadowRoot.childNodes;
    if (el.localName === "slot" && el.assignedNodes().length) return el.assignedNodes();
    return el.childNodes;
  }

  function gather(node, parts, evenHidden, without) {
    if (node.nodeType === Node.TEXT_NODE) parts.push(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches(without) || !(evenHidden || isShown(node))) return void parts.push(" ");
    const label = node.getAttribute("aria-label") ?? (node.localName === "img" ? node.alt : null);
    const apart = !["inline", "contents"].includes(getComputedStyle(node).display) || node.localName === "br";
    if (apart) parts.push("\n");
    if (label !== null) parts.push(label);
    else for (const child of childrenOf(node)) gather(child, parts, evenHidden, without);
    if (apart) parts.push("\n");
  }

  /** A combobox of the old kind stands around its field, and the label with it: its value is in the field. */
  const isInTyped = (el) =>
    closest(el, (at) => at.matches(TYPED) && (at === el || !at.querySelector("input, select, textarea")));

  const linesIn = (text) => text.split("\n").map(collapse).filter(Boolean);

  /** The text inside an element, without fields and what they hold, and without what the selector `without` fits. */
  const textOf = (root, without = "") => collapse(named(root, without));

  /** The same, in the lines that are drawn one under or beside the other. */
  const piecesOf = (root) => linesIn(named(root));

  /** All lines that an element shows, choices among them: no name, but what a message must not repeat. */
  const linesOf = (root) => linesIn(gathered(root, UNREAD));

  const named = (root, without = "") => (isInTyped(root) ? "" : gathered(root, without ? `${SILENT}, ${without}` : SILENT));

  function gathered(root, without) {
    const parts = [];
    const evenHidden = !isShown(root); // a hidden label still names
    for (const child of childrenOf(root)) gather(child, parts, evenHidden, without);
    return parts.join("");
  }

  /** The elements that an attribute such as aria-labelledby points to. */
  const referenced = (el, attribute) =>
    (el.getAttribute(attribute) ?? "").split(/\s+/).filter(Boolean)
      .map((id) => el.getRootNode().getElementById?.(id)).filter(Boolean);

  /** What says that it opens or owns the element with an id: the way back. */
  const opensFrom = (id) => `[aria-controls~="${CSS.escape(id)}"], [aria-owns~="${CSS.escape(id)}"]`;

  const texts = (elements) => collapse(elements.map((el) => el.getAttribute("aria-label") ?? textOf(el)).join(" "));

  /** The label of an element that brings its own: a picture, a group of fields, a table. */
  function ownLabel(el) {
    const tag = el.localName;
    if (tag === "img" || tag === "area" || (tag === "input" && el.type === "image")) return el.alt;
    const caption = { fieldset: "legend", table: "caption", figure: "figcaption", details: "summary" }[tag];
    const child = caption && [...el.children].find((part) => part.localName === caption);
    return child ? textOf(child) : "";
  }

  function ownText(el, role) {
    // The label of a button of the old kind stands in an attribute that its author wrote.
    if (el.localName === "input" && role === "button") return el.getAttribute("value") ?? BUTTON_WORDS[el.type] ?? "";
    if (!NAMED_BY_TEXT.has(role) && el.localName !== "summary") return "";
    const without = role === "button" ? `${SPEAKS}, ${PARTS}` : SPEAKS;
    return textOf(el, without) || textOf(el, role === "button" ? PARTS : "");
  }

  // What opens something may show what was chosen there.
  const SHOWS = `${TYPED}, [aria-haspopup], [aria-expanded]`;

  /** What labels such a thing is no part of it. */
  const labelling = (el) => referenced(el, "aria-labelledby").filter((at) => !(el.matches(SHOWS) && el.contains(at)));

  /** What an attribute calls it; nothing where it only repeats what is shown there. */
  const calledBy = (attribute) => (el) => {
    const name = el.getAttribute(attribute);
    return name && el.matches(SHOWS) && linesOf(el).includes(collapse(name)) ? "" : name;
  };

  const SOURCES = [
    ["label", (el) => texts(labelling(el))],
    ["label", calledBy("aria-label")],
    ["label", (el) => texts([...(el.labels ?? [])].filter(isShown))],
    ["label", ownLabel],
    ["text", ownText],
    ["title", calledBy("title")],
    ["placeholder", (el) => el.getAttribute("placeholder") ?? el.getAttribute("aria-placeholder")],
  ];

  /** `{name, named_by}`, both null where nothing names the element. */
  function nameOf(el, role = ledgerium.roleOf(el)) {
    for (const [named_by, find] of SOURCES) {
      const name = collapse(find(el, role) ?? "");
      if (name) return { name, named_by };
    }
    return { name: null, named_by: null };
  }

  Object.assign(ledgerium, { nameOf, textOf, piecesOf, linesOf, referenced, opensFrom, isShown });
})();

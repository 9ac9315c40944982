// The accessible name of an element, without any value.
//
// The accessible-name standard puts what a person typed into the name of what stands around the field. So this
// is no implementation of the standard but a smaller one: fields, their contents and results are left out.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});

  const { once, closest, parentOf } = ledgerium;

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
  const LABELLED = "[aria-label], [alt], [label]";
  const NAMED_ELSEWHERE = "[aria-label], [aria-labelledby], [title], [placeholder], [alt], input, select, textarea, label *";
  const MOST_LOOKED_AT = 100; // elements
  const MOST_OPTIONS = 5000;
  const MOST_PARTS = 500; // of a text
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

  /** A text as it is drawn: line breaks of the source are blanks, unless its look keeps them. */
  function drawnText(node) {
    if (!node.data.includes("\n")) return node.data;
    const around = node.parentElement ?? node.parentNode.host;
    const keepsBreaks = around && /^(?:pre|break-spaces)/.test(getComputedStyle(around).whiteSpace);
    return keepsBreaks ? node.data : node.data.replace(/\s+/g, " ");
  }

  function gather(node, parts, evenHidden, without, most) {
    if (parts.length > most) return;
    if (node.nodeType === Node.TEXT_NODE) parts.push(drawnText(node));
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches(without) || !(evenHidden || isShown(node))) return void parts.push(" ");
    const label = node.getAttribute("aria-label") ?? (node.localName === "img" ? node.alt : null);
    const apart = !["inline", "contents"].includes(getComputedStyle(node).display) || node.localName === "br";
    if (apart) parts.push("\n");
    if (label !== null) parts.push(label);
    else for (const child of childrenOf(node)) gather(child, parts, evenHidden, without, most);
    if (apart) parts.push("\n");
  }

  /** A combobox of the old kind stands around its field, and the label with it: its value is in the field. */
  const isInTyped = (el) => closest(el, (at) => isTyped(at) && (at === el || !at.querySelector("input, select, textarea")));
  const isTyped = once((el) => el.matches(TYPED));

  const linesIn = (text) => text.split("\n").map(collapse).filter(Boolean);

  /** The text inside an element, without fields and what they hold, and without what the selector `without` fits. */
  const textOf = (root, without = "") => collapse(named(root, without));

  /** The same, in the lines that are drawn one under or beside the other. */
  const piecesOf = (root) => linesIn(named(root));

  /** The lines that an element shows, choices among them: no name, but what a message must not repeat. Of an entry with
   *  a tree of others under it the first. */
  const linesOf = (root) => linesIn(gathered(root, UNREAD, MOST_PARTS));

  const named = (root, without = "") => (isInTyped(root) ? "" : gathered(root, without ? `${SILENT}, ${without}` : SILENT));

  function gathered(root, without, most = Infinity) {
    const parts = [];
    const evenHidden = !isShown(root); // a hidden label still names
    for (const child of childrenOf(root)) gather(child, parts, evenHidden, without, most);
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
    const name = collapse(el.getAttribute(attribute) ?? "");
    return name && el.matches(SHOWS) && isShownIn(el, name) ? "" : name;
  };

  /** Whether a name is a line of what an element shows. The look of many elements costs more than an event may: where
   *  all words of the name stand in so many, it is taken for one of their lines. */
  function isShownIn(el, name) {
    if (el.localName === "select") return isOptionOf(el, name);
    if (!hasWords(el, name)) return false;
    return el.getElementsByTagName("*").length > MOST_LOOKED_AT || linesOf(el).includes(name);
  }

  const OF_OPTIONS = { subtree: true, childList: true, characterData: true, attributeFilter: ["aria-label", "alt", "label"] };
  const optionsAsked = new WeakMap(); // select → what was found in it by name, until it changes

  /** Whether a list of Chromium's own holds an option of that text. A long one is looked through again only when it has
   *  changed. */
  function isOptionOf(select, name) {
    const asked = optionsAsked.get(select);
    if (asked?.observer.takeRecords().length) asked.forget();
    const { found } = optionsAsked.get(select) ?? askOptions(select);
    if (!found.has(name)) found.set(name, hasWords(select, name) && hasOption(select, name));
    return found.get(name);
  }

  function askOptions(select) {
    const forget = () => {
      observer.disconnect();
      optionsAsked.delete(select);
    };
    const observer = new MutationObserver(forget);
    observer.observe(select, OF_OPTIONS);
    const asked = { observer, forget, found: new Map() };
    optionsAsked.set(select, asked);
    return asked;
  }

  /** Of each option its text alone is looked at. */
  function hasOption(select, name) {
    if (select.length > MOST_OPTIONS || select.querySelector(":not(option, optgroup, hr)")) return true; // drawn by the page
    const line = new RegExp(`^\\s*${name.split(" ").map((word) => word.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("\\s+")}\\s*$`);
    const texts = document.createTreeWalker(select, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (text.length >= name.length && line.test(text.data)) return true;
    }
    return [...select.querySelectorAll(LABELLED)].some((el) => line.test(labelIn(el)));
  }

  /** Whether all words of a name stand in an element, seen or not: if not, it is no line of it. Quick to ask. */
  function hasWords(root, name) {
    const words = name.split(" ");
    const areIn = (text) => words.every((word) => text.includes(word));
    return areIn(root.textContent) || (mayHoldMore(root) && areIn(rawTextOf(root)));
  }

  const mayHoldMore = (root) => Boolean(root.firstElementChild ?? root.shadowRoot);

  const labelIn = (el) => el.getAttribute("aria-label") ?? el.getAttribute("alt") ?? el.getAttribute("label") ?? "";

  /** All that the lines of an element can be made of. */
  function rawTextOf(root) {
    const texts = [root.textContent, ...[...root.querySelectorAll(LABELLED)].map(labelIn)];
    if (root.localName === "select") return texts.join("\n"); // has nothing else in it
    for (const slot of root.querySelectorAll("slot")) {
      for (const node of slot.assignedNodes()) texts.push(node.data ?? `${labelIn(node)} ${rawTextOf(node)}`);
    }
    for (const { shadowRoot } of [root, ...root.querySelectorAll("*")]) if (shadowRoot) texts.push(rawTextOf(shadowRoot));
    return texts.join("\n");
  }

  /** Whether an element may have a name: quicker to ask than which it has. */
  function mayBeCalled(el, name) {
    const label = el.getAttribute("aria-label");
    if (label && !el.firstChild && !el.hasAttribute("aria-labelledby")) return collapse(label) === name;
    return el.matches(NAMED_ELSEWHERE) || hasWords(el, name);
  }

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

  Object.assign(ledgerium, { nameOf, mayBeCalled, textOf, piecesOf, linesOf, referenced, opensFrom, isShown });
})();

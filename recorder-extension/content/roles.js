// What an element is: its role, the kind of field, and where it stands. Never what it holds.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { once } = ledgerium;

  const INPUT_ROLES = {
    button: "button", submit: "button", reset: "button", image: "button", file: "button", checkbox: "checkbox",
    radio: "radio", range: "slider", number: "spinbutton", search: "searchbox",
  };
  const TAG_ROLES = {
    area: "link", article: "article", aside: "complementary", button: "button", dd: "definition", details: "group",
    dialog: "dialog", dt: "term", fieldset: "group", figure: "figure", footer: "contentinfo", form: "form",
    header: "banner", hr: "separator", img: "img", li: "listitem", main: "main", menu: "list", meter: "meter",
    nav: "navigation", ol: "list", optgroup: "group", option: "option", output: "status", p: "paragraph",
    progress: "progressbar", summary: "button", table: "table", tbody: "rowgroup", td: "cell", textarea: "textbox",
    tfoot: "rowgroup", thead: "rowgroup", tr: "row", ul: "list",
  };
  const FIELD_KINDS = {
    checkbox: "checkbox", color: "color", date: "date", "datetime-local": "date", email: "email", file: "file",
    month: "date", number: "number", password: "sensitive", radio: "radio", range: "range", search: "search",
    tel: "tel", time: "time", url: "url", week: "date",
  };
  const WIDGET_KINDS = {
    checkbox: "checkbox", combobox: "choice", listbox: "choice", menuitemcheckbox: "checkbox",
    menuitemradio: "radio", radio: "radio", searchbox: "search", slider: "range", spinbutton: "number",
    switch: "checkbox", textbox: "text",
  };
  const BUTTON_TYPES = new Set(["button", "submit", "reset", "image"]);
  const SECRET = /^(?:one-time-code|current-password|new-password|cc-.+)$/;
  // Whole words alone: "Spinner", "Shipping note" and "Pinned" are none. In names of fields words are joined.
  const SECRET_WORDS = new RegExp(
    String.raw`(?<!\p{L})(?:pass(?:word|code|phrase|wd)?|pwd|passwor[dt]e?|kennwort|contraseñ?n?a|mot de passe|senha|wachtwoord|hasło|` +
      String.raw`пароль|密码|密碼|パスワード|비밀번호|pin|tan|otp|totp|cvv2?|cvc2?|csc|ssn|secret|api[ _-]?key|access[ _-]?token|` +
      String.raw`(?:security|verification|one[ _-]?time|card|kreditkarten)[ _-]?(?:code|number|nummer|no)|credit[ _-]?card|` +
      String.raw`card[ _-]?(?:number|no|nr)|social[ _-]?security(?:[ _-]?number)?)(?!\p{L})`,
    "iu",
  );

  const isEditingHost = (el) =>
    el.hasAttribute?.("contenteditable") && !["false", "inherit"].includes(el.getAttribute("contenteditable"));

  function inputRole(el) {
    if (INPUT_ROLES[el.type]) return el.list && el.type === "search" ? "combobox" : INPUT_ROLES[el.type];
    return el.list ? "combobox" : "textbox";
  }

  /** The ARIA role, explicit or implied by the tag; `generic` where there is none. */
  const roleOf = once((el) => {
    const explicit = el.getAttribute("role")?.trim().toLowerCase().split(/\s+/)[0];
    if (explicit && /^[a-z-]{1,40}$/.test(explicit)) return explicit;
    const tag = el.localName;
    if (tag === "a") return el.hasAttribute("href") ? "link" : "generic";
    if (tag === "input") return inputRole(el);
    if (tag === "select") return el.multiple || el.size > 1 ? "listbox" : "combobox";
    if (tag === "th") return isColumnHeader(el) ? "columnheader" : "rowheader";
    if (tag === "section") return el.hasAttribute("aria-label") || el.hasAttribute("aria-labelledby") ? "region" : "generic";
    if (/^h[1-6]$/.test(tag)) return "heading";
    if (TAG_ROLES[tag]) return TAG_ROLES[tag];
    return isEditingHost(el) ? "textbox" : "generic";
  });

  const isColumnHeader = (th) =>
    th.scope === "col" || (th.scope !== "row" && (th.closest("thead") || !th.parentElement?.querySelector("td")));

  const WRITTEN = new Set(["text", "tel", "number", "email", "search", "url"]);

  /** A field for something secret by its name, its label or the dots that it shows. */
  function isSecret(el) {
    if (el.localName === "input" && !WRITTEN.has(el.type)) return false;
    const spaced = (text) => (text ?? "").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/[_\d.[\]-]+/g, " ");
    const attributes = ["name", "id", "aria-label", "placeholder"].map((name) => spaced(el.getAttribute(name)));
    const label = ledgerium.nameOf?.(el, "textbox").name ?? "";
    if ([...attributes, label].some((text) => SECRET_WORDS.test(text))) return true;
    return !["", "none"].includes(getComputedStyle(el).webkitTextSecurity ?? "");
  }

  /** What kind of value a field takes, undefined for what is no field. */
  function fieldOf(el) {
    const tag = el.localName;
    if (tag === "input") {
      if (BUTTON_TYPES.has(el.type)) return undefined;
      const secret = (el.getAttribute("autocomplete") ?? "").toLowerCase().split(/\s+/).some((token) => SECRET.test(token));
      return secret || isSecret(el) ? "sensitive" : (FIELD_KINDS[el.type] ?? "text");
    }
    if (tag === "textarea") return isSecret(el) ? "sensitive" : "multiline";
    if (tag === "select") return "choice";
    if (isEditingHost(el)) return "rich_text";
    return WIDGET_KINDS[roleOf(el)];
  }

  const isToggle = (el) => el.localName === "input" && ["checkbox", "radio"].includes(el.type);

  /** A field that reports a change of its own: the press that opens it or sets its cursor is no step. */
  const isEntry = (el) =>
    isEditingHost(el) || el.localName === "textarea" || el.localName === "select" ||
    (el.localName === "input" && !BUTTON_TYPES.has(el.type) && !isToggle(el));

  const parentOf = (el) => el.parentElement ?? (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);

  /** The closed shadow root of an element, which only an extension may see; null where there is none. */
  const closedRootOf = (el) =>
    (el instanceof HTMLElement && !el.shadowRoot && globalThis.chrome?.dom?.openOrClosedShadowRoot(el)) || null;

  /** What an element is drawn in: the slot that it was put into, else what stands around it. */
  const drawnIn = (el) => el.assignedSlot ?? parentOf(el);

  /** The element itself or the nearest one that it is drawn in, through open shadow roots. */
  function closest(el, fits) {
    for (let at = el; at; at = drawnIn(at)) if (fits(at)) return at;
    return null;
  }

  Object.assign(ledgerium, { roleOf, fieldOf, isToggle, isEntry, isEditingHost, parentOf, drawnIn, closest, closedRootOf });
})();

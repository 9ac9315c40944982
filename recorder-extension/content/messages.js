// What the page says: status, alerts, validation errors, dialogs.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { during, roleOf, textOf, referenced, isShown, isUnseen, isChooser, focused, describe, titleOf, closest, rootOf, isEntry, kebab,
    surfaceOf, fieldBehind } =
    ledgerium;

  // An <output> shows what was typed or made of it: it speaks only where its author says so.
  const LIVE = '[role="status"], [role="alert"], [role="log"], [aria-live="polite"], [aria-live="assertive"]';
  const AT_LOAD = '[role="status"], [role="alert"]'; // what a server wrote; other live regions start with old content
  const INVALID = '[aria-invalid]:not([aria-invalid="false"])';
  const DIALOG = 'dialog, [role="dialog"], [role="alertdialog"]';
  // What servers write above a form, where nothing calls it a message but its class.
  const BANNER = ".messagelist > li, .errornote, .alert, .flash, .flash-message, .toast, .notification";
  // What floats up for a moment, where nothing calls it a message but its class; a class may begin with more.
  const TOAST_WORDS = ["toast", "snackbar", "notification", "notice"];
  const TOAST = TOAST_WORDS.map((word) => `[class*="${word}" i]`).join(", ");
  const TOASTS_CLASS = new RegExp(`(?:^|[-_])(?:${TOAST_WORDS.join("|")})$`);
  const WATCHED = `${LIVE}, ${INVALID}, ${DIALOG}, ${BANNER}, ${TOAST}`;
  const ERROR_WORDS = ["error", "invalid", "feedback", "danger", "destructive"];
  const ERROR = [...ERROR_WORDS.flatMap((word) => [`[class*="${word}" i]`, `[id*="${word}" i]`]), '[role="alert"]',
    '[aria-live="assertive"]'].join(", ");
  const DESCRIBED = '[aria-describedby]:not([aria-invalid]), [aria-describedby][aria-invalid="false"]';
  const DATA = "table, [role=table], [role=grid], [role=treegrid], [role=listbox], [role=tree], [role=menu], [role=radiogroup]";
  const LONGEST = 300; // more is no message: the page announces that its content changed
  const ATTRIBUTES = ["role", "aria-live", "aria-invalid", "aria-hidden", "aria-describedby", "aria-errormessage",
    "hidden", "class", "style", "open"];
  const LOOK_MS = 30;
  const BUILD_MS = 150; // a text that is put together in pieces is one message
  const MOST_IN_A_ROW = 20; // a region that counts along is cut short until the person does something

  const messageOf = (el) => textOf(el, `${DATA}, img, svg, [role=img], button, [role=button]`);
  const isDialog = (el) => el.matches(DIALOG);
  const opensForField = () => Boolean(focused() && isChooser(focused()));
  const isInvalid = (el) => el.matches(INVALID);

  /** A region that says what is wrong with a field is told with the field. */
  const isFieldsError = (el) =>
    el.id &&
    [...el.getRootNode().querySelectorAll(INVALID)].some((field) =>
      ["aria-errormessage", "aria-describedby"].some((name) => referenced(field, name).includes(el)),
    );

  const hints = new WeakMap(); // element → its text when it was first seen to describe a field that was in order

  function rememberHints(root) {
    const fields = root.querySelectorAll ? [...root.querySelectorAll(DESCRIBED)] : [];
    if (root.matches?.(DESCRIBED)) fields.push(root);
    for (const hint of fields.flatMap((field) => referenced(field, "aria-describedby"))) {
      if (!hints.has(hint)) hints.set(hint, isShown(hint) ? messageOf(hint) : "");
    }
  }

  /** What is wrong with a field: its error message; else of what describes it, hints among it, the parts that look
   *  like an error; else those that were not there before; else all. */
  function errorOf(field) {
    const own = referenced(field, "aria-errormessage");
    const parts = (own.length ? own : referenced(field, "aria-describedby")).filter(isShown);
    const looksLikeOne = parts.filter((part) => part.matches(ERROR));
    const isNews = parts.filter((part) => hints.get(part) !== messageOf(part));
    const chosen = [own.length ? parts : [], looksLikeOne, isNews, parts].find((some) => some.length) ?? [];
    return chosen.map(messageOf).filter(Boolean).join(" ");
  }

  const CONTROL = 'button, a[href], input, [role="button"], [role="link"], [role="tab"], [role="menuitem"], [role="option"], [role="combobox"]';
  const CHOICES = "table, [role=grid], [role=listbox], [role=tree], [role=menu], [role=radiogroup]";

  /** What a control says of itself is its name, and what a list or calendar says that opened for a field is a choice. */
  function isPartOfChoosing(el) {
    if (closest(el, (at) => at.matches(CONTROL))) return true;
    const surface = surfaceOf(el);
    return surface !== null && surface !== el && surface.querySelector(CHOICES) !== null && fieldBehind(el) !== null;
  }

  const isSilent = (el) => !closest(el, (at) => at.matches(LIVE)) && !el.querySelector(LIVE);
  const isBanner = (el) => el.matches(BANNER) && isSilent(el);
  const isToastsOwn = (el) => [...el.classList].some((name) => TOASTS_CLASS.test(kebab(name)));
  const isToast = (el) =>
    isToastsOwn(el) && !closest(el.parentElement ?? el, (at) => at !== el && isToastsOwn(at)) &&
    closest(el, (at) => getComputedStyle(at).position === "fixed") !== null && isSilent(el);

  /** What a watched element says now, null where it says nothing. */
  function saidBy(el) {
    if (!el.isConnected || !isShown(el)) return null;
    if (isDialog(el)) return titleOf(el) || !opensForField() ? { type: "dialog", text: titleOf(el) ?? "" } : null;
    if (isInvalid(el)) {
      if (!isEntry(el) && el.querySelector(INVALID)) return null; // the field in it says the same
      const text = errorOf(el);
      return text ? { type: "validation_error", text } : null;
    }
    if (isFieldsError(el) || isPartOfChoosing(el) || (!el.matches(LIVE) && !isBanner(el) && !isToast(el))) return null;
    const isAlert =
      roleOf(el) === "alert" || el.getAttribute("aria-live") === "assertive" || (!el.matches(LIVE) && el.matches(ERROR));
    const text = messageOf(el);
    const isContent = text.length > LONGEST && roleOf(el) !== "alert" && roleOf(el) !== "log";
    return text && !isContent ? { type: isAlert ? "alert" : "status", text } : null;
  }

  /** Chromium's own words for a field, without what it says about the value. */
  function nativeError(field) {
    const text = field.validationMessage;
    if (field.validity.customError) return text;
    if (field.validity.stepMismatch) return text.replace(/[\d.,]*\d/g, "[number]"); // names the nearest values
    if (field.validity.typeMismatch) return text.split(/(?<=[.!?。])\s/)[0]; // the second sentence quotes the value
    return text;
  }

  function watchMessages({ signal, listen, store, actions, typing, answering }) {
    const known = new Map(); // element → what it said last, when, after how many actions, in which slot, what it kept

    function say(el, said, state) {
      const now = performance.now();
      const sameAction = state.actions === actions();
      const inARow = sameAction ? (state.inARow ?? 0) : 0;
      const isBuilding = now - state.at < BUILD_MS && roleOf(el) !== "log";
      const replacing = sameAction && (isBuilding || inARow >= MOST_IN_A_ROW) ? state.slot : undefined;
      const about = said.type === "validation_error" ? { element: describe(el) } : {};
      const slot = store.record("message_shown", { message: said, ...about }, { replacing });
      Object.assign(state, { slot, at: now, actions: actions(), inARow: inARow + (replacing ? 0 : 1) });
    }

    /** What floats up is often said to screen readers as well. */
    const isSaidTwice = (el, text) =>
      [...known].some(([other, { last, actions: when, slot }]) => other !== el && last === text && when === actions() && slot) &&
      (isUnseen(el) || isToast(el));

    /** Say it if it is new: another text, or the same text written anew after the person did something.
     *
     *  What a live region or an open dialog says while the person types may be what is typed. No value may be read
     *  to find out, so it stays untold, also later for as long as it stands there. So does what is said to screen
     *  readers alone, unless it answers the press of a button: mostly it says on which choice the person is. */
    function check(el, touched) {
      const state = known.get(el) ?? {};
      known.set(el, state);
      let said = saidBy(el);
      if (said && roleOf(el) === "log") said = { ...said, text: addedTo(state.text ?? "", said.text) };
      const again = touched && !isDialog(el) && state.actions !== actions();
      const mayEcho = said && said.type !== "validation_error" && !(isDialog(el) && state.last === undefined);
      if (!said || said.text !== state.untold) state.untold = undefined;
      const isNew = said && (said.text || isDialog(el)) && (said.text !== state.last || again);
      const isHidden = () => (isNew && !answering() && isUnseen(el));
      if (mayEcho && (typing() ? said.text !== state.last : isHidden())) state.untold = said.text;
      if (isNew && mayEcho && isSaidTwice(el, said.text)) state.untold = said.text;
      if (isNew && !(mayEcho && (typing() || state.untold !== undefined))) say(el, said, state);
      state.last = said ? said.text : undefined;
      state.text = said && !isDialog(el) ? messageOf(el) : "";
      if (!el.isConnected) known.delete(el);
    }

    /** A log grows: only what was added is new. */
    const addedTo = (before, text) => (text.startsWith(before) ? text.slice(before.length).trim() : text);

    function found(root) {
      const inside = root.querySelectorAll ? [...root.querySelectorAll(WATCHED)] : [];
      return root.matches?.(WATCHED) ? [root, ...inside] : inside;
    }

    const undefinedYet = new Map(); // name of a custom element → one of them: its root comes with its definition

    /** Shadow roots have to be watched one by one. */
    function watchInside(node) {
      const elements = [node, ...(node.querySelectorAll?.("*") ?? [])];
      for (const el of elements) {
        const root = rootOf(el);
        if (root) watch(root);
        else if (el.localName?.includes("-") && !el.matches(":defined")) undefinedYet.set(el.localName, el);
      }
    }

    /** The root of an element that is defined late comes without any change that could be heard. */
    function watchDefined() {
      for (const [name, one] of undefinedYet) {
        if (!one.matches(":defined")) continue;
        undefinedYet.delete(name);
        for (const el of one.getRootNode().querySelectorAll(name)) watchInside(el);
      }
    }

    const watched = new WeakSet();

    function watch(root) {
      if (watched.has(root)) return;
      watched.add(root);
      observer.observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES });
      rememberHints(root);
      for (const el of found(root)) check(el, true);
      watchInside(root);
    }

    function onMutations(records) {
      const touched = new Set();
      for (const { type, target, addedNodes } of records) {
        for (const node of addedNodes) {
          rememberHints(node);
          for (const el of found(node)) touched.add(el);
          watchInside(node);
        }
        const el = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
        const around = el && closest(el, (at) => at.matches(WATCHED));
        if (type !== "attributes") {
          if (around && !isDialog(around)) touched.add(around);
        } else if (el.matches(WATCHED) && !known.has(el)) touched.add(el);
      }
      for (const el of touched) check(el, true);
      looking ??= setTimeout(during(look), LOOK_MS);
    }

    let looking;

    /** A change anywhere may have shown or hidden what is known, or put an error's text beside its field. */
    function look() {
      watchDefined();
      if (looking === undefined) return;
      clearTimeout(looking);
      looking = undefined;
      if (!signal.aborted) for (const el of known.keys()) check(el, false);
    }

    const observer = new MutationObserver(during(onMutations));
    signal.addEventListener("abort", () => observer.disconnect());

    const natively = new WeakMap();

    function invalid(event) {
      const field = event.composedPath()[0];
      const text = nativeError(field);
      const before = natively.get(field);
      if (!text || (before?.text === text && before.actions === actions())) return;
      natively.set(field, { text, actions: actions() });
      store.record("message_shown", { message: { type: "validation_error", text }, element: describe(field) });
    }
    listen(window, "invalid", invalid, { capture: true });

    /** Begin. What is there already is recorded if the page came with it, and only known if it was there before. */
    function begin({ withPage }) {
      rememberHints(document);
      for (const el of found(document)) {
        const isNews = isDialog(el) || isInvalid(el) || el.matches(AT_LOAD) || isBanner(el);
        if (withPage && isNews) check(el, true);
        else {
          const said = saidBy(el);
          known.set(el, { last: said?.text, text: said ? messageOf(el) : "", actions: actions() });
        }
      }
      watched.add(document);
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES });
      watchInside(document);
    }

    return { begin, watch, look };
  }

  Object.assign(ledgerium, { watchMessages, nativeError });
})();

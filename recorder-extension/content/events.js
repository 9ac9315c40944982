// What the person does. Listeners stand on window in the capture phase: no page can stop an event before them.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { pressedIn, describe, clipped, isToggle, isEntry, isEditingHost, roleOf, isAlike, isShown, holderOf, closest, cameInto, fieldBehind,
    isChooser, isOver } = ledgerium;

  const KEY_ROLES = new Set(["button", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "option", "tab",
    "treeitem", "gridcell", "row", "switch", "checkbox", "radio", "combobox"]);
  const ANSWERED = new Set(["button", "link", "menuitem", "generic"]);
  const PRESSED_BY_KEY = "a[href], button, summary, input, select, textarea"; // Chromium makes the click itself

  const CAPTURE = { capture: true, passive: true };

  const ANSWERS = ["OK", "Cancel"];
  const BOX_BUTTON = { role: "button", named_by: "text", selectors: [], within: { role: "dialog" } };

  const DATES = 'input:is([type="date"], [type="time"], [type="datetime-local"], [type="month"], [type="week"])';
  const MOVED = 'input[type="range"], [role="slider"][aria-valuenow]'; // tells of its change, not of the press

  /** Keys that tell the page to do something and are no text. */
  const isCommand = ({ key, ctrlKey, metaKey, altKey }) => key === "Enter" || ctrlKey || metaKey || altKey || /^F\d/.test(key);

  /** `{text}` or `{answer}` of a box. */
  function boxOf(detail) {
    try {
      const { text, answer } = JSON.parse(detail);
      return typeof text === "string" ? { text } : { answer: ANSWERS.find((known) => known === answer) };
    } catch {
      return {}; // a page may send anything
    }
  }

  function watchEvents({ signal, listen, store, sawRoot, acting, acted }) {
    let typed = null; // the field being typed into, described when the typing began
    let typing = false; // nothing was done since something was typed
    let dated = null; // a date or slider that may not be complete, and the slot of its last change
    let toggled = null; // a box that was just pressed, and the slot of that press
    let pressed = null; // what was pressed last, how it was described, in which slot, how often
    let tried = null; // the field that is written into, even if the page takes the keys itself
    let lastField = null;
    let answering = true; // the last thing that the person did was to press a button or link: what is said now answers it
    let letter = null; // a letter that the page may have taken, its field and where the cursor stood
    let settled = null; // the field for which a choice was told last
    let inHeader = false; // the last press was in the heading of a column
    let begun = null; // what the button went down on, described, and the slot of that moment

    ledgerium.pressedInHeader = () => inHeader;
    ledgerium.typedInto = () => (lastField?.isConnected ? lastField : null);

    function endTyping() {
      acting();
      typing = false;
      tried = null;
    }

    const isAnswered = ({ kind, element: { role, owner } = {} }) =>
      kind === "form_submitted" || (kind === "click" && ANSWERED.has(role) && owner === undefined);

    function record(kind, fields, place) {
      endTyping();
      answering = isAnswered({ kind, ...fields });
      acted();
      dated = pressed = null;
      return store.record(kind, fields, place);
    }

    /** A field that was left without a change event: an editable text, or one whose framework swallowed it. */
    function leaveField() {
      if (!typed) return;
      record("field_changed", { element: typed.element });
      typed = null;
    }

    /** `presses`: how many presses in quick succession this one makes, as Chromium counts them. */
    function press(path, presses = 1, known = null) {
      const el = pressedIn(path);
      came(el ?? path[0]);
      if (typed && typed.field !== el && !path.includes(typed.field)) leaveField();
      // A field or its option tells of its change; a read-only one that opens something is a button in effect.
      const silent = el && ((isEntry(el) && !el.readOnly) || el.localName === "option" || el.matches(MOVED));
      toggled = null;
      if (!el && presses === 2) openEntry(path);
      if (!el || silent) return;
      const element = known ?? describe(el);
      const isSame = pressed?.el === el || isAlike(pressed?.element, element);
      if (presses > 1 && isSame && !isToggle(el)) return pressAgain();
      const slot = record("click", { element });
      settled = element.owner ? fieldBehind(el) : null;
      pressed = { el, element, slot, presses: 1 };
      lastField = null;
      if (isToggle(el)) toggled = { el, slot };
    }

    function came(el) {
      if (!(el instanceof Element) || !cameInto(el)) return;
      inHeader = closest(el, (at) => roleOf(at) === "columnheader") !== null;
    }

    /** Entries of lists and tables that nothing says can be pressed are opened by a double click. */
    function openEntry(path) {
      const el = path.find((node) => node.nodeType === Node.ELEMENT_NODE);
      const entry = path.some(isEditingHost) ? null : holderOf(el);
      if (entry) record("click", { element: describe(entry), presses: 2 });
    }

    /** Many lists act when the button goes down or up, and take away what was pressed: then no click falls on it.
     *  Pointer events tell of it, since a page that takes them can keep the mouse's from coming. */
    function beginPress(event) {
      begun = null;
      const el = event.isTrusted && event.button === 0 ? pressedIn(event.composedPath()) : null;
      if (!el || isEntry(el) || isToggle(el) || el.localName === "option" || el.matches(MOVED)) return;
      begun = { el, element: describe(el), slot: store.newSlot() };
    }

    function endPress(event) {
      const one = begun;
      if (!one || !event.isTrusted || drags.hasEnded()) return;
      // The click, if there is one, comes straight after. What the page took away has no other witness.
      // A finger that rests on something presses nothing.
      const isWhole = event.pointerType === "mouse" && pressedIn(event.composedPath()) === one.el;
      setTimeout(() => begun === one && (isWhole ? withoutClick(one) : takenAway(one)));
    }

    function takenAway(one) {
      if (one.el.isConnected && isShown(one.el)) begun = null;
      else withoutClick(one);
    }

    function withoutClick({ element, slot }) {
      begun = null;
      if (!signal.aborted) record("click", { element }, { slot });
    }

    function click(event) {
      if (!event.isTrusted || (drags.hasEnded() && event.detail > 0)) return;
      const [one, path] = [begun, event.composedPath()];
      const known = keys.clicked(path);
      begun = null;
      // What opened over the pressed thing at once gets the end of the press: the click falls on what is around both.
      const isElsewhere = one && !pressedIn(path);
      if (isElsewhere && one.el.isConnected && isOver(one.el, event)) withoutClick(one);
      else if (isElsewhere && !one.el.isConnected) takenAway(one);
      else press(path, event.detail, known);
    }

    /** A double click is one action. What was pressed may have been drawn anew by its first press. */
    function pressAgain() {
      const { element, slot, presses } = pressed;
      const again = { ...pressed, presses: presses + 1 };
      record("click", { element, presses: again.presses }, { slot });
      pressed = again;
    }

    /** A date changes with every part and digit of its year, a slider with every key: while it keeps the focus, the
     *  last change counts. */
    function changeAgain(el, place = {}) {
      const again = dated?.el === el ? { replacing: dated.slot } : {};
      const slot = record("field_changed", { element: describe(el) }, { ...place, ...again });
      dated = { el, slot };
    }

    function change(event) {
      const el = event.composedPath()[0];
      if (!event.isTrusted || el.nodeType !== Node.ELEMENT_NODE) return;
      // The press of a box and its change are one action: the change takes the place of the press.
      const place = toggled?.el === el ? { slot: toggled.slot } : undefined;
      toggled = null;
      const isSettled = settled === el && typed?.field !== el; // its choice was told; leaving it tells the page only now
      settled = null;
      if (typed?.field === el) typed = null;
      if (isSettled) return;
      if (el.matches(DATES) || el.matches(MOVED) || dated?.el === el) changeAgain(el);
      else record("field_changed", { element: describe(el) }, place);
    }

    function submit(event) {
      if (!event.isTrusted) return;
      leaveField();
      const before = pressed; // an impatient second press of its button is still the second
      record("form_submitted", { element: describe(event.composedPath()[0]) });
      pressed = before;
    }

    const fieldIn = (path) => {
      const field = path.findLast(isEditingHost) ?? path[0];
      return field instanceof Element && isEntry(field) ? field : null;
    };

    /** Pages that take the keys themselves let no input happen: an editor then writes by script, and a field tells
     *  of its input by an event of the page's own. */
    function beforeInput(event) {
      const field = event.isTrusted && fieldIn(event.composedPath());
      const isEnter = event.inputType === "insertLineBreak" && field?.localName === "input"; // writes nothing there
      if (!field || isEnter) return;
      tried = field;
      typing = true; // what the page says from here on may be what is typed
      if (isEditingHost(field)) type(field);
    }

    function input(event) {
      const field = fieldIn(event.composedPath());
      if (field && (event.isTrusted || field === tried)) type(field);
    }

    function type(field) {
      lastField = field;
      if (typed && typed.field !== field) leaveField();
      typed ??= { field, element: describe(field) };
      typing = true;
    }

    /** Enter or Space on an element that only a role makes pressable: there no click follows. */
    function key(event) {
      if (!event.isTrusted || event.isComposing) return;
      answering = false;
      lookForLetter();
      if (isCommand(event)) endTyping();
      if (!isCommand(event)) written(event);
      if (event.repeat || ![" ", "Enter"].includes(event.key)) return;
      const [el] = event.composedPath();
      if (!(el instanceof Element)) return;
      // A space is a letter where something can be written.
      const takesIt = event.key === "Enter" || !isEntry(el);
      const active = takesIt && activeIn(el);
      if (active) record("click", { element: describe(active) });
      else if (KEY_ROLES.has(roleOf(el)) && !el.matches(PRESSED_BY_KEY)) press([el]);
      else if (el.matches(PRESSED_BY_KEY) && !isEntry(el) && !isToggle(el)) keys.down(event, el);
    }

    /** A field whose page takes the letters and writes by script, or goes by arrow keys through what may be chosen: no
     *  input follows, but the cursor moves. */
    function written(event) {
      const [field] = event.composedPath();
      const isChoosing = ["ArrowUp", "ArrowDown"].includes(event.key) && field.getAttribute?.("aria-expanded") === "false";
      if (event.key.length > 1 && !isChoosing) return;
      if (!(field instanceof Element) || !field.matches("input, textarea") || !isEntry(field) || field.readOnly) return;
      typing = true;
      const one = { event, field, at: field.selectionStart };
      letter = one;
      setTimeout(() => letter === one && lookForLetter());
    }

    function lookForLetter() {
      const one = letter;
      letter = null;
      if (one?.event.defaultPrevented && one.field.selectionStart !== one.at) type(one.field);
    }

    /** The entry that a field's keys are on. Its id may hold what it shows, blanks included. */
    function activeIn(el) {
      const id = el.getAttribute("aria-activedescendant");
      return id ? (el.getRootNode().getElementById?.(id) ?? document.getElementById(id)) : null;
    }

    function clipboard(event) {
      if (!event.isTrusted) return;
      const element = clipped(event.composedPath());
      record(event.type === "paste" ? "paste" : "copy", element ? { element } : {});
    }

    function focusout(event) {
      tried = null;
      lookForLetter();
      if (event.composedPath()[0] === dated?.el) dated = null;
      if (event.composedPath()[0] === typed?.field) leaveField();
    }

    /** A box of the browser: what it says when it opens, and how it was answered. A box that opens at a key may
     *  repeat what is typed. */
    function box({ detail }) {
      const { text, answer } = boxOf(detail);
      if (answer) record("click", { element: { ...BOX_BUTTON, name: answer } });
      else if (text !== undefined) store.record("message_shown", { message: { type: "dialog", text: typing ? "" : text } });
    }

    const drags = ledgerium.watchDrags({ record, newSlot: store.newSlot });
    const keys = ledgerium.watchKeys({ newSlot: store.newSlot, withoutClick });
    const ranges = ledgerium.watchArrows({
      signal,
      newSlot: store.newSlot,
      chose: (el, slot) => record("click", { element: describe(el) }, { slot }),
      changed: (el, slot) => {
        if (typed?.field === el) typed = null; // what was written in it before is part of this change
        changeAgain(el, { slot });
      },
    });

    const listeners = {
      ...drags.listeners,
      focusin: (event) => event.isTrusted && isChooser(event.composedPath()[0]) && cameInto(event.composedPath()[0]),
      pointerdown: (event) => {
        if (event.isTrusted) answering = false;
        drags.listeners.pointerdown(event);
        ranges.pointerdown(event);
        beginPress(event);
      },
      pointerup: (event) => {
        drags.listeners.pointerup(event);
        ranges.pointerup(event);
        endPress(event);
      },
      click,
      auxclick: (event) => event.isTrusted && event.button === 1 && press(event.composedPath()),
      keyup: keys.up,
      keydown: (event) => {
        ranges.keydown(event);
        key(event);
      },
      change,
      submit,
      beforeinput: beforeInput,
      input,
      focusout,
      copy: clipboard,
      cut: clipboard,
      paste: clipboard,
    };
    const { told } = ledgerium.watchRoots({ signal, listeners, sawRoot });
    for (const [type, listener] of Object.entries(listeners)) listen(window, type, told(listener), CAPTURE);
    const leave = () => {
      keys.leave();
      leaveField();
    };
    listen(window, "pagehide", leave, CAPTURE);
    listen(window, "ledgerium-dialog", box);

    /** What was begun while paused is not the recording's. */
    const forget = () => {
      typed = toggled = pressed = tried = begun = settled = letter = lastField = dated = null;
      typing = false;
      keys.forget();
      drags.forget();
    };
    return { forget, isTyping: () => typing, isAnswering: () => answering };
  }

  ledgerium.watchEvents = watchEvents;
})();

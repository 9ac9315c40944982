// What the person does. Listeners stand on window in the capture phase: no page can stop an event before them.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { describe, clipped, pressedIn, isToggle, isEntry, roleOf, cameInto, isChooser, MOVED } = ledgerium;

  const KEY_ROLES = new Set(["button", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "option", "tab",
    "treeitem", "gridcell", "row", "switch", "checkbox", "radio", "combobox"]);
  const ANSWERED = new Set(["button", "link", "menuitem", "generic"]);
  const PRESSED_BY_KEY = "a[href], button, summary, input, select, textarea"; // Chromium makes the click itself

  const CAPTURE = { capture: true, passive: true };

  const ANSWERS = ["OK", "Cancel"];
  const BOX_BUTTON = { role: "button", named_by: "text", selectors: [], within: { role: "dialog" } };

  const DATES = 'input:is([type="date"], [type="time"], [type="datetime-local"], [type="month"], [type="week"])';

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

  function watchEvents({ signal, listen, store, sawRoot, acting, acted, typed }) {
    let dated = null; // a date or slider that may not be complete, and the slot of its last change
    let answering = true; // the last thing that the person did was to press a button or link: what is said now answers it

    function endTyping() {
      acting();
      typing.end();
    }

    const isAnswered = ({ kind, element: { role, owner } = {} }) =>
      kind === "form_submitted" || (kind === "click" && ANSWERED.has(role) && owner === undefined);

    function record(kind, fields, place) {
      endTyping();
      answering = isAnswered({ kind, ...fields });
      acted();
      dated = null;
      presses.end();
      return store.record(kind, fields, place);
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
      const slot = presses.slotOfToggle(el);
      const isTold = presses.isSettled(el);
      const { isTyped, element } = typing.changed(el);
      if (!isTyped && (isTold || typing.isOver(el))) return;
      if (el.matches(DATES) || el.matches(MOVED) || dated?.el === el) changeAgain(el);
      else record("field_changed", { element: element ?? describe(el) }, slot && { slot });
    }

    function submit(event) {
      if (!event.isTrusted) return;
      typing.leave();
      const element = describe(event.composedPath()[0]);
      presses.keep(() => record("form_submitted", { element })); // an impatient second press of its button is still the second
    }

    /** Enter or Space on an element that only a role makes pressable: there no click follows. */
    function key(event) {
      if (!event.isTrusted || event.isComposing) return;
      answering = false;
      typing.lookForLetter();
      if (isCommand(event)) endTyping();
      else typing.key(event);
      if (event.repeat || ![" ", "Enter"].includes(event.key)) return;
      const [el] = event.composedPath();
      if (!(el instanceof Element)) return;
      // A space is a letter where something can be written.
      const takesIt = event.key === "Enter" || !isEntry(el);
      const active = takesIt && activeIn(el);
      if (event.key === "Enter" && !active && el.matches("input:not([aria-expanded=true])")) typing.enter(el);
      if (active) record("click", { element: describe(active) });
      else if (KEY_ROLES.has(roleOf(el)) && !el.matches(PRESSED_BY_KEY)) presses.press([el]);
      else if (!isEntry(el) && !isToggle(el) && (el.matches(PRESSED_BY_KEY) || isPressable(event))) keys.down(event, el);
    }

    /** What only a hand shows to be pressable is pressed by a key where the page takes it. */
    const isPressable = (event) => event.composedPath()[0].hasAttribute("tabindex") && pressedIn(event.composedPath()) === event.composedPath()[0];

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
      typing.focusout(event);
      if (event.composedPath()[0] === dated?.el) dated = null;
    }

    /** A box of the browser: what it says when it opens, and how it was answered. A box that opens at a key may
     *  repeat what is typed. */
    function box({ detail }) {
      const { text, answer } = boxOf(detail);
      if (answer) record("click", { element: { ...BOX_BUTTON, name: answer } });
      else if (text !== undefined) store.record("message_shown", { message: { type: "dialog", text: typing.isTyping() ? "" : text } });
    }

    const { newSlot } = store;
    const typing = ledgerium.watchTyping({
      newSlot,
      left: (element, slot) => record("field_changed", { element }, slot && { slot }),
      ended: typed,
    });
    const drags = ledgerium.watchDrags({ record, newSlot });
    const keys = ledgerium.watchKeys({ newSlot, withoutClick: (one) => presses.withoutClick(one) });
    const presses = ledgerium.watchPresses({ signal, newSlot, record, typing, hasDragged: drags.hasEnded, knownAs: keys.clicked });
    const ranges = ledgerium.watchArrows({
      signal,
      newSlot,
      chose: (el, slot) => record("click", { element: describe(el) }, { slot }),
      changed: (el, slot) => {
        typing.changed(el); // what was written in it before is part of this change
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
        presses.pointerdown(event);
      },
      pointerup: (event) => {
        drags.listeners.pointerup(event);
        ranges.pointerup(event);
        presses.pointerup(event);
      },
      click: presses.click,
      auxclick: presses.auxclick,
      keyup: keys.up,
      keydown: (event) => {
        ranges.keydown(event);
        key(event);
      },
      change,
      submit,
      beforeinput: typing.beforeInput,
      input: typing.input,
      focusout,
      copy: clipboard,
      cut: clipboard,
      paste: clipboard,
    };
    const { told } = ledgerium.watchRoots({ signal, listeners, sawRoot });
    for (const [type, listener] of Object.entries(listeners)) listen(window, type, told(listener), CAPTURE);
    const leave = () => {
      keys.leave();
      typing.leave();
      endTyping();
    };
    listen(window, "pagehide", leave, CAPTURE);
    listen(window, "ledgerium-dialog", box);

    function forget() {
      dated = null;
      for (const watch of [presses, keys, drags]) watch.forget();
    }

    /** Nothing is recorded from here on; what was written before is. */
    function rest() {
      typing.rest();
      forget();
    }

    /** What was begun while paused is not the recording's. */
    function wake() {
      typing.wake();
      forget();
    }
    return { rest, wake, isTyping: typing.isTyping, isAnswering: () => answering };
  }

  ledgerium.watchEvents = watchEvents;
})();

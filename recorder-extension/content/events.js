// What the person does. Listeners stand on window in the capture phase: no page can stop an event before them.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { pressedIn, describe, clipped, isToggle, isEntry, isEditingHost, roleOf, referenced } = ledgerium;

  const KEY_ROLES = new Set(["button", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "option", "tab",
    "treeitem", "gridcell", "row", "switch", "checkbox", "radio"]);
  const PRESSED_BY_KEY = "a[href], button, summary, input, select, textarea"; // Chromium makes the click itself

  const DATES = 'input:is([type="date"], [type="time"], [type="datetime-local"], [type="month"], [type="week"])';

  /** Keys that tell the page to do something and are no text. */
  const isCommand = ({ key, ctrlKey, metaKey, altKey }) => key === "Enter" || ctrlKey || metaKey || altKey || /^F\d/.test(key);

  function watchEvents({ signal, store, sawRoot, acting, acted }) {
    let typed = null; // the field being typed into, described when the typing began
    let typing = false; // nothing was done since something was typed
    let dated = null; // a date that may not be complete, and the slot of its last change
    let toggled = null; // a box that was just pressed, and the slot of that press
    let lastField = null;

    ledgerium.typedInto = () => (lastField?.isConnected ? lastField : null);

    function endTyping() {
      acting();
      typing = false;
    }

    function record(kind, fields, place) {
      endTyping();
      acted();
      dated = null;
      return store.record(kind, fields, place);
    }

    /** A field that was left without a change event: an editable text, or one whose framework swallowed it. */
    function leaveField() {
      if (!typed) return;
      record("field_changed", { element: typed.element });
      typed = null;
    }

    function press(path) {
      const el = pressedIn(path);
      if (typed && typed.field !== el && !path.includes(typed.field)) leaveField();
      // A field or its option tells of its change; a read-only one that opens something is a button in effect.
      const silent = el && ((isEntry(el) && !el.readOnly) || el.localName === "option");
      toggled = null;
      if (!el || silent) return;
      const slot = record("click", { element: describe(el) });
      lastField = null;
      if (isToggle(el)) toggled = { el, slot };
    }

    const seen = new WeakSet(); // one event may pass a shadow root's listener and window's

    function change(event) {
      const el = event.composedPath()[0];
      if (!event.isTrusted || seen.has(event) || el.nodeType !== Node.ELEMENT_NODE) return;
      seen.add(event);
      // The press of a box and its change are one action: the change takes the place of the press.
      // A date changes with every part and digit of its year: while it keeps the focus, the last change counts.
      const place = toggled?.el === el ? { slot: toggled.slot } : dated?.el === el ? { replacing: dated.slot } : undefined;
      const slot = record("field_changed", { element: describe(el) }, place);
      toggled = null;
      if (el.matches(DATES)) dated = { el, slot };
      if (typed?.field === el) typed = null;
    }

    function submit(event) {
      if (!event.isTrusted || seen.has(event)) return;
      seen.add(event);
      leaveField();
      record("form_submitted", { element: describe(event.composedPath()[0]) });
    }

    function input(event) {
      const path = event.composedPath();
      const field = path.findLast(isEditingHost) ?? path[0];
      if (!event.isTrusted || !(field instanceof Element) || !isEntry(field)) return;
      lastField = field;
      if (typed && typed.field !== field) leaveField();
      typed ??= { field, element: describe(field) };
      typing = true;
    }

    /** Enter or Space on an element that only a role makes pressable: there no click follows. */
    function key(event) {
      if (!event.isTrusted || event.isComposing) return;
      if (isCommand(event)) endTyping();
      if (event.repeat || ![" ", "Enter"].includes(event.key)) return;
      const [el] = event.composedPath();
      if (!(el instanceof Element)) return;
      const [active] = event.key === "Enter" ? referenced(el, "aria-activedescendant") : [];
      if (active) record("click", { element: describe(active) });
      else if (KEY_ROLES.has(roleOf(el)) && !el.matches(PRESSED_BY_KEY)) press([el]);
    }

    function clipboard(event) {
      if (!event.isTrusted) return;
      const element = clipped(event.composedPath());
      record(event.type === "paste" ? "paste" : "copy", element ? { element } : {});
    }

    const rooted = new WeakSet();

    /** `change` and `submit` do not leave a shadow root: listen inside every one that the person enters. */
    function enterRoots(event) {
      for (const root of event.composedPath()) {
        if (!(root instanceof ShadowRoot) || rooted.has(root)) continue;
        rooted.add(root);
        root.addEventListener("change", change, { capture: true, signal });
        root.addEventListener("submit", submit, { capture: true, signal });
        sawRoot(root);
      }
    }

    function focusout(event) {
      dated = null;
      if (event.composedPath()[0] === typed?.field) leaveField();
    }

    const listeners = {
      pointerdown: enterRoots,
      focusin: enterRoots,
      click: (event) => event.isTrusted && press(event.composedPath()),
      auxclick: (event) => event.isTrusted && event.button === 1 && press(event.composedPath()),
      keydown: key,
      change,
      submit,
      input,
      focusout,
      pagehide: leaveField,
      copy: clipboard,
      cut: clipboard,
      paste: clipboard,
    };
    for (const [type, listener] of Object.entries(listeners)) {
      window.addEventListener(type, listener, { capture: true, passive: true, signal });
    }

    /** What was begun while paused is not the recording's. */
    const forget = () => {
      typed = toggled = lastField = dated = null;
      typing = false;
    };
    return { forget, isTyping: () => typing };
  }

  ledgerium.watchEvents = watchEvents;
})();

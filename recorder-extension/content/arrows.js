// Arrow keys and the pointer where they choose or move at once, and a key that takes a value away, in widgets of a page's
// own making: no press and no change tells of them.
//
// What was chosen is what the page marks as chosen while it answers the key. In a list that opens from a field or a
// button the mark only follows the keys: there Enter chooses.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { closest, pressedIn, focused, roleOf, isEntry, isToggle, boxAround, opensFrom } = ledgerium;

  const KEYS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"]);
  const CHOICES = '[role="tablist"], [role="radiogroup"], [role="listbox"], [role="tree"], [role="grid"], [role="treegrid"]';
  const RANGES = '[role="slider"], [role="spinbutton"], input[type="range"], input[type="number"]';
  const SLIDERS = '[role="slider"], input[type="range"]';
  const CLOSED = '[role="combobox"][aria-expanded="false"]:not(input, select)';
  const MARKS = ["aria-selected", "aria-checked"];
  const TREES = '[role="tree"], [role="treegrid"]';
  const LEVELS = ["aria-valuenow", "aria-valuetext"]; // that they change is heard; what they say is not read
  const OFFERED = "option, [role=option], [role=listbox]";
  const TRACK_LEVELS = 4;
  const ANSWER_MS = 100;

  const isOpened = (list) =>
    list.matches('[role="listbox"], [role="tree"], [role="grid"]') && list.id !== "" &&
    list.getRootNode().querySelector(opensFrom(list.id)) !== null;

  const isMarked = ({ target, attributeName }) =>
    attributeName === "aria-expanded" || target.getAttribute(attributeName) === "true";

  /** What to watch in a widget, and which of its changes is an answer: `{options, found}`, the second from records to
   *  the element that was chosen or changed. */
  function answerOf(widget) {
    if (widget.matches(RANGES)) return { options: { attributeFilter: LEVELS }, found: () => widget };
    if (widget.matches(CLOSED)) {
      const found = () => (widget.matches(CLOSED) ? widget : null); // it did not open: its text is another choice
      return { options: { subtree: true, childList: true, characterData: true }, found };
    }
    const attributeFilter = widget.matches(TREES) ? [...MARKS, "aria-expanded"] : MARKS;
    return { options: { subtree: true, attributeFilter }, found: (records) => records.findLast(isMarked)?.target };
  }

  /** The slider that is pressed, or the only one around: a press on its track moves it. */
  function sliderAt(path) {
    const el = pressedIn(path);
    if (el) return el.matches(SLIDERS) ? el : null;
    const near = path.filter((at) => at instanceof Element).slice(0, TRACK_LEVELS).map((at) => at.querySelectorAll(SLIDERS));
    const [found] = near.filter((some) => some.length);
    return found?.length === 1 ? found[0] : null;
  }

  /** What a widget holds by its slots is no part of it: the parent of what has the keys, outside of it. */
  const inSlot = (el, widget) => (el.parentElement && !widget.contains(el) ? el.parentElement : null);

  const isValue = (node) => node.nodeType === Node.ELEMENT_NODE && !node.matches(OFFERED) && /[\p{L}\p{N}]/u.test(node.textContent);

  /** Backspace where nothing is left to delete takes the last of the values away that stand in the field's own box. */
  const takesAway = ({ key }, el) => key === "Backspace" && el.matches("input") && el.selectionEnd === 0 && !el.readOnly;

  const isChanged = (el) => el.matches(RANGES) || el.matches(CLOSED);

  /** `chose` and `changed` are called with an element and the slot of the key or press. */
  ledgerium.watchArrows = ({ signal, newSlot, chose, changed }) => {
    let stop = () => {};

    function widgetOf(el) {
      if (el.matches(RANGES)) return el;
      if (isEntry(el) || isToggle(el)) return null;
      const widget = closest(el, (at) => at.matches(`${CHOICES}, ${RANGES}, ${CLOSED}`));
      return widget && !isOpened(widget) ? widget : null;
    }

    function watch(widget, isDone, el = widget) {
      const slot = newSlot();
      const { options, found } = answerOf(widget);
      const observer = new MutationObserver((records) => {
        const el = found(records);
        if (!el) return;
        if (isDone()) stop();
        (isChanged(el) ? changed : chose)(el, slot);
      });
      observer.observe(widget, options);
      if (inSlot(el, widget)) observer.observe(inSlot(el, widget), options);
      stop = () => observer.disconnect();
    }

    const late = () => setTimeout(stop, ANSWER_MS);

    /** Radio buttons that nothing holds together, such as each in a root of its own: the keys go to the next one. */
    function watchFocus(el) {
      const slot = newSlot();
      const timer = setTimeout(() => {
        const now = focused();
        if (now !== el && now && roleOf(now) === "radio" && now.getAttribute("aria-checked") === "true") chose(now, slot);
      }, ANSWER_MS / 2);
      stop = () => clearTimeout(timer);
    }

    function watchBox(field) {
      const slot = newSlot();
      const observer = new MutationObserver((records) => {
        if (!records.some(({ removedNodes }) => [...removedNodes].some(isValue))) return;
        stop();
        changed(field, slot);
      });
      observer.observe(boxAround(field), { subtree: true, childList: true });
      stop = () => observer.disconnect();
      late();
    }

    /** Any other key ends the wait: what is marked after it answers that one. */
    function keydown(event) {
      if (!event.isTrusted) return;
      stop();
      const [el] = event.composedPath();
      if (!(el instanceof Element)) return;
      if (takesAway(event, el)) return watchBox(el);
      if (!KEYS.has(event.key)) return;
      const widget = widgetOf(el);
      if (widget) watch(widget, () => true, el);
      else if (el.getAttribute("role") === "radio") watchFocus(el);
      if (widget) late();
    }

    /** A slider that the pointer moves tells its last value only. */
    function pointerdown(event) {
      if (!event.isTrusted || event.button !== 0) return;
      stop();
      const el = sliderAt(event.composedPath());
      if (el) watch(el, () => false);
    }

    signal.addEventListener("abort", () => stop());
    return { keydown, pointerdown, pointerup: (event) => event.isTrusted && late() };
  };
})();

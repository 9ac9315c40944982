// Arrow keys that choose at once, in widgets of a page's own making: no press and no change tells of them.
//
// What was chosen is what the page marks as chosen while it answers the key. In a list that opens from a field or a
// button the mark only follows the keys: there Enter chooses.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { closest, describe, isEntry, isToggle } = ledgerium;

  const KEYS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"]);
  const CHOICES = '[role="tablist"], [role="radiogroup"], [role="listbox"], [role="tree"], [role="grid"], [role="treegrid"]';
  const RANGES = '[role="slider"], [role="spinbutton"]';
  const MARKS = ["aria-selected", "aria-checked"];
  const LEVELS = ["aria-valuenow", "aria-valuetext"]; // that they change is heard; what they say is not read
  const ANSWER_MS = 100;

  const opensFrom = (id) => `[aria-controls~="${id}"], [aria-owns~="${id}"]`;
  const isOpened = (list) =>
    list.matches('[role="listbox"], [role="tree"], [role="grid"]') && list.id !== "" &&
    list.getRootNode().querySelector(opensFrom(CSS.escape(list.id))) !== null;

  const isMarked = ({ target, attributeName }) => MARKS.includes(attributeName) && target.getAttribute(attributeName) === "true";

  /** `chose` and `changed` are called with an element and the slot of the key. */
  ledgerium.watchArrows = ({ signal, newSlot, chose, changed }) => {
    let stop = () => {};

    function widgetOf(event) {
      const [el] = event.composedPath();
      if (!event.isTrusted || !KEYS.has(event.key) || !(el instanceof Element) || isEntry(el) || isToggle(el)) return null;
      const widget = closest(el, (at) => at.matches(`${CHOICES}, ${RANGES}`));
      return widget && !isOpened(widget) ? widget : null;
    }

    return (event) => {
      const widget = widgetOf(event);
      if (!widget) return;
      stop();
      const slot = newSlot();
      const isRange = widget.matches(RANGES);
      const observer = new MutationObserver((records) => {
        const chosen = isRange ? widget : records.findLast(isMarked)?.target;
        if (!chosen) return;
        stop();
        (isRange ? changed : chose)(chosen, slot);
      });
      observer.observe(widget, { subtree: !isRange, attributeFilter: isRange ? LEVELS : MARKS });
      const late = setTimeout(() => stop(), ANSWER_MS);
      stop = () => {
        observer.disconnect();
        clearTimeout(late);
      };
      signal.addEventListener("abort", stop, { once: true });
    };
  };
})();

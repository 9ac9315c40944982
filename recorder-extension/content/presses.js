// Presses: of what, how often, and those of which no click tells.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { pressedIn, describe, isToggle, isEntry, isEditingHost, roleOf, isAlike, isShown, holderOf, closest, cameInto, fieldBehind, isOver, isChooser,
    fieldBeside, labelOfBox } =
    ledgerium;

  const PICTURE = 32; // pixels
  const MOVED = 'input[type="range"], [role="slider"][aria-valuenow]'; // tells of its change, not of the press

  /** `hasDragged`: the press that follows is the end of a drag. `knownAs`: how what a click falls on was described when
   *  its key went down. */
  ledgerium.watchPresses = ({ signal, newSlot, record, typing, hasDragged, knownAs }) => {
    let toggled = null; // a box that was just pressed, and the slot of that press
    let pressed = null; // what was pressed last, how it was described, in which slot, how often
    let settled = null; // the field for which a choice was told last
    let inHeader = false; // the last press was in the heading of a column
    let begun = null; // what the button went down on, described, and the slot of that moment

    ledgerium.pressedInHeader = () => inHeader;

    /** `presses`: how many presses in quick succession this one makes, as Chromium counts them. */
    function press(path, presses = 1, known = null) {
      const el = pressedIn(path) ?? pictureIn(path);
      came(el ?? path[0]);
      typing.pressedIn(el, path);
      // A field or its option tells of its change; a read-only one that opens something is a button in effect.
      const silent = el && ((isEntry(el) && !el.readOnly) || el.localName === "option" || el.matches(MOVED));
      toggled = null;
      if (!el && presses === 2) openEntry(path);
      if (!el || silent) return;
      const element = known ?? describe(el);
      if (element.isKey && pressed?.element.isKey) return; // how much is written on a keyboard is not told either
      const isSame = pressed?.el === el || isAlike(pressed?.element, element);
      if (presses > 1 && isSame && !isToggle(el)) return pressAgain();
      const slot = record("click", { element });
      settled = element.owner ? fieldBehind(el) : null;
      pressed = { el, element, slot, presses: 1 };
      typing.forgetLast();
      if (isToggle(el)) toggled = { el, slot };
    }

    function came(el) {
      if (!(el instanceof Element) || !cameInto(el, fieldOfPress(el))) return;
      inHeader = closest(el, (at) => roleOf(at) === "columnheader") !== null;
    }

    /** A small picture in a field's own box, such as the cross that clears it, where nothing says that it can be pressed. */
    function pictureIn([el]) {
      if (!(el instanceof Element) || closest(el, (at) => isEntry(at) || at.localName === "label")) return null;
      const { width, height } = el.getBoundingClientRect();
      return Math.max(width, height) <= PICTURE && fieldBeside(el) ? el : null;
    }

    /** The field that what was pressed is, or that it stands for. */
    function fieldOfPress(el) {
      if (isChooser(el)) return el;
      const labelled = closest(el, (at) => at.localName === "label")?.control;
      if (labelled && isChooser(labelled)) return labelled;
      return fieldBeside(el) ?? (roleOf(el) === "generic" && labelOfBox(el) ? el : null);
    }

    /** Entries of lists and tables that nothing says can be pressed are opened by a double click. */
    function openEntry(path) {
      const el = path.find((node) => node.nodeType === Node.ELEMENT_NODE);
      const entry = path.some(isEditingHost) ? null : holderOf(el);
      if (entry) record("click", { element: describe(entry), presses: 2 });
    }

    /** Many lists act when the button goes down or up, and take away what was pressed: then no click falls on it.
     *  Pointer events tell of it, since a page that takes them can keep the mouse's from coming. */
    function pointerdown(event) {
      begun = null;
      const el = event.isTrusted && event.button === 0 ? pressedIn(event.composedPath()) : null;
      if (!el || isEntry(el) || isToggle(el) || el.localName === "option" || el.matches(MOVED)) return;
      begun = { el, element: describe(el), slot: newSlot() };
    }

    function pointerup(event) {
      const one = begun;
      if (!one || !event.isTrusted || hasDragged()) return;
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
      if (!event.isTrusted || (hasDragged() && event.detail > 0)) return;
      const [one, path] = [begun, event.composedPath()];
      // It is told as it was when the button went down: a page may have acted since, and call it otherwise or take it away.
      const known = knownAs(path) ?? (one && pressedIn(path) === one.el ? one.element : null);
      begun = null;
      // What opened over the pressed thing at once gets the end of the press: the click falls on what is around both.
      const isElsewhere = one && !pressedIn(path);
      if (isElsewhere && one.el.isConnected && isOver(one.el, event)) withoutClick(one);
      else if (isElsewhere && !one.el.isConnected) takenAway(one);
      else press(path, event.detail, known);
    }

    const auxclick = (event) => event.isTrusted && event.button === 1 && press(event.composedPath());

    /** A double click is one action. What was pressed may have been drawn anew by its first press. */
    function pressAgain() {
      const { element, slot, presses } = pressed;
      const again = { ...pressed, presses: presses + 1 };
      record("click", { element, presses: again.presses }, { slot });
      pressed = again;
    }

    /** The slot of the press that a box changes by, if it was the last: the two are one action. */
    function slotOfToggle(el) {
      const slot = toggled?.el === el ? toggled.slot : undefined;
      toggled = null;
      return slot;
    }

    /** Whether a choice was told for this field last: leaving it tells the page only now. */
    function isSettled(field) {
      const was = settled === field;
      settled = null;
      return was;
    }

    /** What `act` records does not keep a second press of the same thing from being its second. */
    function keep(act) {
      const before = pressed;
      act();
      pressed = before;
    }

    const end = () => (pressed = null);
    const forget = () => (toggled = pressed = begun = settled = null);

    return { press, pointerdown, pointerup, withoutClick, click, auxclick, slotOfToggle, isSettled, keep, end, forget };
  };

  ledgerium.MOVED = MOVED;
})();

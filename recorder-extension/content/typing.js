// What is written: into which field, never what. A field tells of its change when it is left; a page that takes the keys
// and writes by script lets no input happen, but the cursor moves.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { describe, isEntry, isEditingHost, textsAround, echoes, PAGE_TEXTS } = ledgerium;

  const fieldIn = (path) => {
    const field = path.findLast(isEditingHost) ?? path[0];
    return field instanceof Element && isEntry(field) ? field : null;
  };

  /** `left` is called with what a field was described as, when it was left without a change event: an editable text, or
   *  one whose framework swallowed it; with the slot of the last input where it is told before it is left. `ended` is
   *  called when something is done after the typing. */
  ledgerium.watchTyping = ({ newSlot, left, ended }) => {
    let typed = null; // the field being typed into, described when the typing began, and the slot of the last input
    let isResting = false; // nothing is recorded now
    const unseen = new WeakSet(); // the fields that were written into then, and not since
    const told = new WeakSet(); // the fields that were told before they were left, and not written into since
    let isUnderWay = false; // nothing was done since something was typed
    let tried = null; // the field that is written into, even if the page takes the keys itself
    let last = null; // the field that was written into last, until something else is pressed
    let letter = null; // a letter that the page may have taken, its field and where the cursor stood

    ledgerium.typedInto = () => (last?.isConnected ? last : null);

    function leave() {
      const one = typed;
      if (one) left(one.element ?? describe(one.field));
      typed = null;
    }

    /** Somebody types from here on: what the page says may be that. */
    function begin(field) {
      if (!isUnderWay) echoes.begin([...PAGE_TEXTS, ...textsAround(field)]);
      isUnderWay = true;
    }

    /** Pages that take the keys themselves let no input happen: an editor then writes by script, and a field tells
     *  of its input by an event of the page's own. */
    function beforeInput(event) {
      const field = event.isTrusted && fieldIn(event.composedPath());
      const isEnter = event.inputType === "insertLineBreak" && field?.localName === "input"; // writes nothing there
      if (!field || isEnter) return;
      tried = field;
      begin(field);
      if (isEditingHost(field)) type(field);
    }

    function input(event) {
      const field = fieldIn(event.composedPath());
      if (field && (event.isTrusted || field === tried)) type(field);
    }

    function type(field) {
      last = field;
      if (typed && typed.field !== field) leave();
      begin(field);
      if (isResting) return void unseen.add(field);
      unseen.delete(field);
      told.delete(field);
      typed ??= { field, element: field.localName === "select" ? null : describe(field) }; // a list tells of its change at once
      typed.slot = newSlot();
    }

    /** A field whose page takes the letters and writes by script, or goes by arrow keys through what may be chosen: no
     *  input follows, but the cursor moves. */
    function key(event) {
      const [field] = event.composedPath();
      const isChoosing = ["ArrowUp", "ArrowDown"].includes(event.key) && field.getAttribute?.("aria-expanded") === "false";
      if (event.key.length > 1 && !isChoosing) return;
      if (!(field instanceof Element) || !field.matches("input, textarea") || !isEntry(field) || field.readOnly) return;
      begin(field);
      const one = { event, field, at: field.selectionStart };
      letter = one;
      setTimeout(() => letter === one && lookForLetter());
    }

    function lookForLetter() {
      const one = letter;
      letter = null;
      if (one?.event.defaultPrevented && one.field.selectionStart !== one.at) type(one.field);
    }

    /** Something else was pressed: the field that was written into is left. */
    function pressedIn(el, path) {
      if (typed && typed.field !== el && !path.includes(typed.field)) leave();
    }

    /** What was written is told by a change of its field: whether anything was written in it, and as what it was
     *  described when that began, before the page could repeat it. */
    function changed(field) {
      const one = typed?.field === field ? typed : null;
      if (one) typed = null;
      return { isTyped: one !== null, element: one?.element ?? null };
    }

    /** Enter ends a line: what was written is told before the page answers it. */
    function enter(field) {
      if (typed?.field !== field) return;
      told.add(field);
      leave();
    }

    /** Whether all that was written in a field is told, or was written while nothing was recorded; asked once, when it
     *  changes. */
    const isOver = (field) => [told, unseen].map((some) => some.delete(field)).some(Boolean);

    /** From here on nothing is recorded: what was written before is. */
    function rest() {
      if (typed && !isResting) {
        told.add(typed.field);
        left(typed.element ?? describe(typed.field), typed.slot);
      }
      forget();
      isResting = true;
    }

    function wake() {
      forget();
      isResting = false;
    }

    function focusout(event) {
      tried = null;
      lookForLetter();
      if (event.composedPath()[0] === typed?.field) leave();
    }

    function end() {
      const wasUnderWay = isUnderWay;
      isUnderWay = false;
      tried = null;
      if (!wasUnderWay) return;
      echoes.end();
      ended();
    }

    function forget() {
      typed = tried = letter = last = null;
      if (isUnderWay) echoes.end();
      isUnderWay = false;
    }

    const forgetLast = () => (last = null);
    const isTyping = () => isUnderWay;

    return { beforeInput, input, key, lookForLetter, focusout, pressedIn, changed, isOver, enter, leave, end, rest, wake, forgetLast, forget, isTyping };
  };
})();

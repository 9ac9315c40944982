// What is written: into which field, never what. A field tells of its change when it is left; a page that takes the keys
// and writes by script lets no input happen, but the cursor moves.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { describe, isEntry, isEditingHost } = ledgerium;

  const fieldIn = (path) => {
    const field = path.findLast(isEditingHost) ?? path[0];
    return field instanceof Element && isEntry(field) ? field : null;
  };

  /** `left` is called with what a field was described as, when it was left without a change event: an editable text, or
   *  one whose framework swallowed it. */
  ledgerium.watchTyping = ({ left }) => {
    let typed = null; // the field being typed into, described when the typing began
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

    /** Pages that take the keys themselves let no input happen: an editor then writes by script, and a field tells
     *  of its input by an event of the page's own. */
    function beforeInput(event) {
      const field = event.isTrusted && fieldIn(event.composedPath());
      const isEnter = event.inputType === "insertLineBreak" && field?.localName === "input"; // writes nothing there
      if (!field || isEnter) return;
      tried = field;
      isUnderWay = true; // what the page says from here on may be what is typed
      if (isEditingHost(field)) type(field);
    }

    function input(event) {
      const field = fieldIn(event.composedPath());
      if (field && (event.isTrusted || field === tried)) type(field);
    }

    function type(field) {
      last = field;
      if (typed && typed.field !== field) leave();
      typed ??= { field, element: field.localName === "select" ? null : describe(field) }; // a list tells of its change at once
      isUnderWay = true;
    }

    /** A field whose page takes the letters and writes by script, or goes by arrow keys through what may be chosen: no
     *  input follows, but the cursor moves. */
    function key(event) {
      const [field] = event.composedPath();
      const isChoosing = ["ArrowUp", "ArrowDown"].includes(event.key) && field.getAttribute?.("aria-expanded") === "false";
      if (event.key.length > 1 && !isChoosing) return;
      if (!(field instanceof Element) || !field.matches("input, textarea") || !isEntry(field) || field.readOnly) return;
      isUnderWay = true;
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

    /** What was written is told by a change of its field. Whether anything was written in it. */
    function changed(field) {
      const wasTyped = typed?.field === field;
      if (wasTyped) typed = null;
      return wasTyped;
    }

    function focusout(event) {
      tried = null;
      lookForLetter();
      if (event.composedPath()[0] === typed?.field) leave();
    }

    function end() {
      isUnderWay = false;
      tried = null;
    }

    function forget() {
      typed = tried = letter = last = null;
      isUnderWay = false;
    }

    const forgetLast = () => (last = null);
    const isTyping = () => isUnderWay;

    return { beforeInput, input, key, lookForLetter, focusout, pressedIn, changed, leave, end, forgetLast, forget, isTyping };
  };
})();

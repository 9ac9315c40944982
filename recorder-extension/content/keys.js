// Enter and Space on what Chromium itself presses by a key: a click follows, unless the page takes the key and acts by
// itself.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { describe } = ledgerium;

  /** `withoutClick` is called with `{element, slot}` of a button that was pressed and got no click. */
  ledgerium.watchKeys = ({ newSlot, withoutClick }) => {
    let begun = null; // the button that a key went down on

    function down(event, el) {
      leave();
      begun = { el, element: describe(el), slot: newSlot(), event };
      check(begun, event.key === "Enter");
    }

    function up(event) {
      if (!event.isTrusted || event.key !== " " || !begun) return;
      begun.event = event;
      check(begun, true);
    }

    /** A click would come before the time-out; another act of the person may, too: it ends the wait. `isLast`: none can follow this event. */
    function check(one, isLast) {
      setTimeout(() => {
        if (begun !== one) return;
        if (one.event.defaultPrevented || isLast) leave();
      });
    }

    function leave() {
      const one = begun;
      begun = null;
      if (one?.event.defaultPrevented) withoutClick(one);
    }

    /** The click came: how its button was described when the key went down, null where it was none of this. */
    function clicked(path) {
      const one = begun;
      if (!one || !path.includes(one.el)) return void leave();
      begun = null;
      return one.element;
    }

    return { down, up, leave, clicked, forget: () => (begun = null) };
  };
})();

// Drag and drop, by the browser's own events or by the pointer alone.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { dropPlace, holderOf, isEntry, parentOf, roleOf, closest } = ledgerium;

  const HANDS = new Set(["grab", "grabbing", "move"]);
  const SAYS_SO = /drag|sort|reorder/i;
  const FAR_PIXELS = 10;

  const isAlike = (one, other) => Boolean(one && other) && JSON.stringify(one) === JSON.stringify(other);

  function ancestry(el) {
    const path = [];
    for (let at = el; at; at = parentOf(at)) path.push(at);
    return path;
  }

  const isMovable = (el) =>
    HANDS.has(getComputedStyle(el).cursor) || SAYS_SO.test(el.getAttribute("aria-roledescription") ?? "");

  /** What moves with the pointer: the outermost element with a hand, or the cell, row or entry on the way there. */
  function movableIn(path) {
    let outermost = null;
    for (const el of path) {
      if (!(el instanceof Element)) continue;
      if (isEntry(el) || el === document.body) break;
      if (isMovable(el)) outermost = el;
      else if (outermost) break;
      if (outermost && el === holderOf(el)) break;
    }
    return outermost;
  }

  /** What lies at a point, topmost first, through shadow roots that are open. */
  function under(x, y, root = document) {
    const own = root.elementsFromPoint(x, y).filter((el) => el.getRootNode() === root);
    return own.flatMap((el) => (el.shadowRoot ? [...under(x, y, el.shadowRoot), el] : [el]));
  }

  const sameBox = (a, b) => ["x", "y", "width", "height"].every((side) => Math.abs(a[side] - b[side]) < 1);
  const contains = ({ left, right, top, bottom }, { clientX: x, clientY: y }) =>
    left <= x && x <= right && top <= y && y <= bottom;

  const isOver = (el, event) => contains(el.getBoundingClientRect(), event);

  function watchDrags({ record, newSlot }) {
    let dragged = null; // what the browser drags, described
    let held = null; // what the pointer went down on, if it can be moved
    let ended = false; // the press that follows is the end of a drag

    const tell = (element, what, place) =>
      record("drop", { ...(element && { element }), ...(what && { dragged: what }) }, place);

    function dragstart(event) {
      if (event.isTrusted) dragged = dropPlace(event.composedPath());
    }

    function drop(event) {
      if (!event.isTrusted) return;
      const [element, what, slot] = [dropPlace(event.composedPath()), dragged, newSlot()];
      if (!element?.field) return void tell(element, what, { slot });
      // A field tells of its change by itself, unless the page takes what is dropped.
      setTimeout(() => event.defaultPrevented && tell(element, what, { slot }));
    }

    const boxOf = (el) => el.getBoundingClientRect();
    const hasMoved = ({ el, box }) => !sameBox(boxOf(el), box);

    /** Many pages move things by the pointer alone: the hand that they show says so, or their words. */
    function pointerdown(event) {
      held = null;
      const el = event.isTrusted && event.button === 0 ? movableIn(event.composedPath()) : null;
      if (!el || dropPlace(ancestry(el))?.field) return; // a slider's thumb is no thing to drop
      const around = [holderOf(el), el].filter(Boolean); // a handle moves the row that it stands in
      const things = around.map((thing) => ({ el: thing, box: boxOf(thing), what: dropPlace(ancestry(thing)) }));
      const window = closest(el, (at) => roleOf(at) === "dialog");
      held = { things, window: window && { el: window, box: boxOf(window) }, x: event.clientX, y: event.clientY };
    }

    /** Whether what was held is a map or a window: the first stays and moves what it shows, the second moves itself. */
    function isNoDrop({ things, window }, event) {
      const stayed = !things.some(hasMoved) && contains(things.at(-1).box, event);
      return stayed || (window && hasMoved(window));
    }

    function pointerup(event) {
      const from = held;
      held = null;
      if (!from || !event.isTrusted) return;
      const isFar = Math.hypot(event.clientX - from.x, event.clientY - from.y) > FAR_PIXELS;
      if (!isFar || isNoDrop(from, event)) return;
      ended = true;
      setTimeout(() => (ended = false)); // its press comes at once or never
      const { el: thing, what } = from.things.find(hasMoved) ?? from.things.at(-1);
      // What is dragged lies under the pointer: the place is what lies under that.
      const below = under(event.clientX, event.clientY).filter((el) => !ancestry(el).includes(thing));
      const places = below.values().map((el) => dropPlace(ancestry(el)));
      tell(places.find((place) => place && !isAlike(place, what)), what);
    }

    const listeners = {
      dragstart,
      drop,
      dragend: () => (dragged = null),
      pointerdown,
      pointerup,
      pointercancel: () => (held = null), // the browser drags it now
    };
    const forget = () => (dragged = held = null);

    return { listeners, forget, hasEnded: () => ended };
  }

  Object.assign(ledgerium, { watchDrags, isAlike, isOver });
})();

// How a page is left: by the person, or by what the page asked for.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { rootOf } = ledgerium;

  /** Whether a page of another origin is shown in a window or in a frame of it. */
  function isOrHoldsOther(at) {
    try {
      return !at.document || Array.from({ length: at.length }, (_, index) => at[index]).some(isOrHoldsOther);
    } catch {
      return true;
    }
  }

  /** The frame that has the focus: a window does not count those in shadow roots. */
  function frameInFocus() {
    let at = document.activeElement;
    for (let root = at && rootOf(at); root?.activeElement; root = rootOf(at)) at = root.activeElement;
    return at?.contentWindow;
  }

  /** Whether something that this page does not hear may have it replaced: a frame of another origin, the window that
   *  opened it, a window that knows its name. */
  function isInOthersHands() {
    const frame = frameInFocus();
    return Boolean(window.opener || window.name || isOrHoldsOther(window) || (frame && isOrHoldsOther(frame)));
  }

  /**
   * Tell the store when the person takes the page away, by an address, a bookmark or the browser's buttons.
   *
   * The browser says `navigate` to a page that asks for another one, by a link, a form, a script or a refresh, and not to
   * one that the person replaces. What is in doubt is not told: a page that had asked for anything before, such as a
   * download, may have got it late.
   */
  function watchLeaving({ signal, listen, store }) {
    const { navigation } = window;
    if (!navigation?.currentEntry) return; // a sandboxed page is told nothing
    let byPerson = true; // each time so far: one that comes back from the cache is left again
    const asks = ({ destination }) => (byPerson &&= destination.sameDocument);
    const look = () => (byPerson &&= !isInOthersHands());
    navigation.addEventListener("navigate", asks, { signal });
    listen(document, "load", look, { capture: true }); // of a frame; when the page goes, its frames may be gone
    listen(window, "blur", look); // as when something in a frame is pressed
    listen(window, "pagehide", () => {
      look();
      byPerson &&= document.visibilityState === "visible";
      store.left(byPerson);
    });
  }

  Object.assign(ledgerium, { watchLeaving });
})();

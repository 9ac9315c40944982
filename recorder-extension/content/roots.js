// Into shadow roots. From outside, an event in an open root shows what it is about unless it never leaves the root;
// one in a closed root shows the root's host alone.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { during } = ledgerium;

  const STAYING = ["change", "submit"]; // do not leave a shadow root
  const CAPTURE = { capture: true, passive: true };

  const HOSTS = new Set(["article", "aside", "blockquote", "body", "div", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "main", "nav", "p", "section", "span"]); // and custom elements: no other may have a root of its own

  const mayHost = ({ localName }) => HOSTS.has(localName) || localName?.includes("-");

  /** The shadow root of an element, open or closed; null where there is none. A closed one costs a call of the
   *  browser, which refuses it to the pages of an extension that was reloaded. */
  function rootOf(el) {
    if (el.shadowRoot) return el.shadowRoot;
    return mayHost(el) && globalThis.chrome?.runtime?.id ? ledgerium.closedRootOf(el) : null;
  }

  /** `told` makes a listener for any place on an event's way: of all that hear it, the one that sees most tells it. */
  function watchRoots({ signal, listeners, sawRoot }) {
    const entered = new WeakSet();
    const heard = new WeakSet();

    const told = (listener) =>
      during((event) => {
        if (!enter(event)) hearOnce(listener)(event);
      });

    const hearOnce = (listener) => (event) => {
      if (heard.has(event)) return;
      heard.add(event);
      listener(event);
    };

    /** Listen where an event comes from. Whether that is a closed root: it is heard inside. */
    function enter(event) {
      const path = event.composedPath();
      for (const root of path) if (root instanceof ShadowRoot) listenIn(root, STAYING);
      const closed = path[0] instanceof Element && !path[0].shadowRoot && rootOf(path[0]);
      if (closed) listenInClosed(closed);
      return Boolean(closed);
    }

    function listenIn(root, types) {
      if (entered.has(root)) return;
      entered.add(root);
      for (const type of types) root.addEventListener(type, told(listeners[type]), { ...CAPTURE, signal });
      sawRoot(root);
    }

    /** The host may be what was pressed itself: then nobody inside hears it, and it is told on the way back. */
    function listenInClosed(root) {
      if (entered.has(root)) return;
      const types = Object.keys(listeners);
      listenIn(root, types);
      for (const type of types) root.host.addEventListener(type, during(hearOnce(listeners[type])), { passive: true, signal });
    }

    return { told };
  }

  Object.assign(ledgerium, { watchRoots, rootOf });
})();

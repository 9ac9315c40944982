// Which page this is, and when it is shown.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { textOf, isShown, echoes } = ledgerium;

  const QUIET_MS = 100; // a page that has not changed for so long is taken to have its heading
  const SETTLE_MS = 2000;
  const LONGEST_ROUTE = 500;

  /** A frame without an address of its own (about:blank, srcdoc) belongs to the page around it. */
  function addressed() {
    let at = window;
    try {
      while (!/^https?:$/.test(at.location.protocol) && at !== at.parent && at.parent.document) at = at.parent;
    } catch {
      // a page of another origin around a frame without an address
    }
    return at;
  }

  /** The path, and the path of a hash route; no query, no other fragment, no session in the path. */
  function routeOf({ pathname, hash }) {
    const inHash = /^#!?\/?/.exec(hash)?.[0].length > 1 ? hash.split(/[?&]/)[0] : "";
    const route = (pathname + inHash).replace(/;[^/]*/g, "").replace(/[^/]*(?:@|%40)[^/]*/gi, "[e-mail]");
    return route.slice(0, LONGEST_ROUTE);
  }

  function headingOf(doc) {
    for (let level = 1; level <= 6; level += 1) {
      const headings = `h${level}:not([role]), [role="heading"][aria-level="${level}"]`;
      // Most often the first is it: to find all, Chromium goes through the whole page.
      const first = doc.querySelector(headings);
      const text = first && (shownIn(first) || doc.querySelectorAll(headings).values().drop(1).map(shownIn).find(Boolean));
      if (text) return text;
    }
    return null;
  }

  const shownIn = (heading) => isShown(heading) && textOf(heading);

  // What a page may repeat in it of what somebody types.
  const PAGE_TEXTS = new Map([
    ["route", { read: () => routeOf(addressed().location), apart: echoes.STEPS }],
    ["title", { read: () => addressed().document.title }],
    ["heading", { read: () => headingOf(addressed().document) }],
  ]);

  function pageNow() {
    const { location } = addressed();
    const host = location.host || (location.ancestorOrigins?.[0] ?? "").replace(/^.*\/\//, "") || "unknown";
    const [route, title, heading] = PAGE_TEXTS.entries().map(([key, { read, apart }]) => echoes.told(key, read(), apart));
    return { system: host, route, title, ...(heading && { heading }) };
  }

  /**
   * Record that the page is shown: at once, and again under the same key when its title and heading are there.
   * So the event is not lost if the page goes away first, and says when the page came, not when it was complete.
   */
  function pageWatch({ signal, store, typing }) {
    let shown = null; // the page as last recorded
    let settling = null;
    let resting = false;
    let unsaid = null; // how the address changed last while somebody typed, and the slot of that moment

    function show(how, { anew = false, slot = store.newSlot() } = {}) {
      settling?.finish();
      if (resting) return;
      const before = anew ? null : shown;
      const page = pageNow();
      const moved = page.route !== before?.route; // else an anchor or a filter, unless its texts change
      const stale = moved && before && page.heading === before.heading; // the address changes before the content
      const write = (now) => store.record("page_shown", { how }, { slot, page: now });
      if (moved) write(stale ? { ...page, heading: undefined } : page);
      shown = page;
      let written = stale || !moved ? null : page;
      settling = settle(before, () => {
        const now = pageNow();
        if (now.route !== page.route || (written && !differs(now, written))) return;
        shown = now;
        if (!moved && !differs(now, before)) return;
        write(now);
        written = now;
      });
    }

    const differs = (a, b) => a.title !== b.title || a.heading !== b.heading;

    function isFresh(page, before) {
      if (page.heading || before?.heading) return page.heading && page.heading !== before?.heading;
      return before && page.title !== before.title;
    }

    /** Call `take` when the heading or title is new, and a last time when the page is quiet, the person acts, or late. */
    function settle(before, take) {
      const stop = new AbortController();
      const finish = () => {
        if (stop.signal.aborted) return;
        stop.abort();
        clearTimeout(quiet);
        clearTimeout(late);
        observer.disconnect();
        settling = null;
        take();
      };
      const check = () => {
        if (isFresh(pageNow(), before)) finish();
      };
      const late = setTimeout(finish, SETTLE_MS);
      let quiet = setTimeout(check, QUIET_MS);
      const observer = new MutationObserver(() => {
        if (isFresh(pageNow(), before)) take();
        clearTimeout(quiet);
        quiet = setTimeout(check, QUIET_MS);
      });
      observer.observe(document, { subtree: true, childList: true, characterData: true });
      for (const type of ["pointerdown", "keydown", "pagehide"]) {
        window.addEventListener(type, finish, { capture: true, signal: stop.signal });
      }
      signal.addEventListener("abort", finish, { signal: stop.signal });
      return { finish };
    }

    window.navigation?.addEventListener(
      "currententrychange",
      ({ navigationType }) => {
        if (!shown || !navigationType) return;
        const how = navigationType === "traverse" ? "history" : "route";
        // An address that changes with every key would tell each of them.
        if (typing()) unsaid = { how, slot: store.newSlot() };
        else show(how);
      },
      { signal },
    );

    /** The page was not seen to come: it was loaded, or changed, while nothing was recorded. */
    function catchUp() {
      if (document.readyState === "loading") return;
      if (!shown) show("load");
      else if (pageNow().route !== shown.route) show("route");
    }

    /** Nobody types any more. */
    function typed() {
      const one = unsaid;
      unsaid = null;
      if (one) show(one.how, { slot: one.slot });
    }

    /** While paused no page is shown. `unseen`: this one came while paused, so nothing of it was recorded. */
    function rest({ unseen }) {
      resting = true;
      unsaid = null;
      if (unseen) shown = null;
    }

    function wake({ catchUp: now }) {
      resting = false;
      if (now) catchUp();
    }

    return { show, catchUp, typed, rest, wake, finish: () => settling?.finish() };
  }

  Object.assign(ledgerium, { pageNow, pageWatch, routeOf, PAGE_TEXTS });
})();

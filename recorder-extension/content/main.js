// Start recording in this document, follow the recording's state, and leave no trace when it ends.
(() => {
  const ledgerium = globalThis.ledgerium;
  if (ledgerium.stop) return; // injected twice: as registered, and into the tabs that were open
  if (!(document instanceof HTMLDocument)) return;

  const HELLO_TRIES = 5;
  const HELLO_MS = 200;
  const isTop = window === window.top;
  const wasOpen = document.readyState !== "loading"; // the recording began on a page that was there before

  const ending = new AbortController();
  const { signal } = ending;
  ledgerium.stop = end;

  const listeners = [];

  /** Listen while the recording lasts. */
  function listen(target, type, listener, options = {}) {
    const parameters = [type, listener, { ...options, signal }];
    target.addEventListener(...parameters);
    listeners.push([target, parameters]);
  }

  // A page that writes itself anew (document.open) takes every listener away: they are put back.
  const rewriting = new MutationObserver(() => {
    for (const [target, parameters] of listeners) target.addEventListener(...parameters);
  });
  rewriting.observe(document, { childList: true });
  signal.addEventListener("abort", () => rewriting.disconnect());

  let actionCount = 0;
  const store = ledgerium.openStore({ lost: end });
  const pages = isTop ? ledgerium.pageWatch({ signal, store, typing: () => events.isTyping() }) : null;
  const messages = ledgerium.watchMessages({ signal, listen, store, actions: () => actionCount, typing: () => events.isTyping(), answering: () => events.isAnswering() });
  const events = ledgerium.watchEvents({
    signal,
    listen,
    store,
    acting: () => messages.look(), // what the page said until now was said before
    acted: () => (actionCount += 1),
    typed: () => pages?.typed(),
    sawRoot: (root) => messages.watch(root),
  });
  if (isTop && !wasOpen) ledgerium.watchLeaving({ signal, listen, store }); // else it may have asked for a page before
  let inFront = document.visibilityState === "visible";
  let leaving = false;
  let isThere = false;

  function end() {
    ending.abort();
    ledgerium.stop = null;
    try {
      window.dispatchEvent(new Event("ledgerium-end")); // the page gets its own boxes back
      chrome.storage.onChanged.removeListener(onStored);
      chrome.runtime.onMessage.removeListener(onMessage);
    } catch {
      // the extension was reloaded: nothing is left to remove
    }
  }

  /** Whether this frame is on one of the recording's sites: a grant from an earlier recording does not count. */
  function isCovered(sites) {
    // A sandboxed frame has no origin of its own.
    const origins = [self.origin, location.origin, ...(location.ancestorOrigins ?? [])];
    const origin = origins.find((at) => at && at !== "null");
    return sites.some((site) => {
      const [, scheme, wild, host] = /^(\*|https?):\/\/(\*\.)?([^/]+)\/\*$/.exec(site);
      const port = /:\d+$/.test(host) ? "" : "(?::\\d+)?";
      const pattern = `^${scheme === "*" ? "https?" : scheme}://${wild ? "(?:[^/]+\\.)?" : ""}${host.replaceAll(".", "\\.")}${port}$`;
      return new RegExp(pattern).test(origin);
    });
  }

  let stateBefore = null;
  let isOff = false; // the person switched the site off

  function follow(recording) {
    const lives = ["recording", "paused"].includes(recording?.state) && isCovered(recording.sites);
    isOff = lives && !isCovered(recording.sites.filter((site) => !recording.off.includes(site)));
    const rests = recording?.state === "paused" || isOff;
    if (stateBefore === "recording" && !(lives && !rests)) {
      events.rest();
      pages?.finish();
    }
    store.follow(lives ? { ...recording, state: rests ? "paused" : "recording" } : null);
    if (!lives) return end();
    if (rests && stateBefore === null) events.rest();
    if (!rests && stateBefore === "paused") events.wake();
    if (rests && stateBefore !== "paused") pages?.rest({ unseen: stateBefore === null });
    if (!rests && stateBefore === "paused") pages?.wake({ catchUp: inFront });
    stateBefore = rests ? "paused" : "recording";
  }

  function onStored(changes, area) {
    if (area === "local" && changes.recording) follow(changes.recording.newValue);
  }

  function onMessage(message, _sender, answer) {
    if (message.ask === "place" && isTop) answer(isOff ? null : store.place());
    if ("front" in message) setFront(message.front && document.visibilityState === "visible");
  }

  function setFront(now) {
    if (!isTop || leaving || now === inFront) return;
    inFront = now;
    if (!isThere) return; // a tab that loads tells by its page that it is in front
    if (now) pages.catchUp();
    store.record(now ? "tab_shown" : "tab_hidden", {});
  }

  /** Tell the worker which document stands in its tab. It may just be stopping: say so until it answers. */
  async function hello(recording, tries = HELLO_TRIES) {
    const answered = await ledgerium.tell({ hello: store.documentId, recording }).catch(() => false);
    if (answered || tries <= 1 || signal.aborted || !chrome.runtime?.id) return;
    setTimeout(() => hello(recording, tries - 1), HELLO_MS);
  }

  /** `address` where nothing known here speaks against it: when the file is made, the page before has a say. */
  function cameBy() {
    const [navigation] = performance.getEntriesByType("navigation");
    if (navigation?.type === "back_forward") return "history";
    return navigation?.type === "navigate" && !document.referrer ? "address" : "load";
  }

  function showLoaded() {
    if (signal.aborted) return;
    isThere = true;
    if (!wasOpen) pages?.show(cameBy(), { anew: true });
    else if (inFront) pages?.catchUp();
    messages.begin({ withPage: !wasOpen });
  }

  function whenThere() {
    if (document.readyState !== "loading") return showLoaded();
    // A press can come before the page is complete: then the page was there.
    const early = new AbortController();
    const once = () => {
      early.abort();
      showLoaded();
    };
    for (const type of ["DOMContentLoaded", "pointerdown", "keydown"]) {
      window.addEventListener(type, once, { capture: true, signal: early.signal });
    }
    signal.addEventListener("abort", () => early.abort());
  }

  /** Asynchronous, because the call itself throws once the extension is gone. */
  const stored = async () => (await chrome.storage.local.get("recording")).recording;

  function hear() {
    try {
      chrome.storage.onChanged.addListener(onStored);
      chrome.runtime.onMessage.addListener(onMessage);
    } catch {
      end(); // the extension was reloaded while the page loaded
    }
  }

  listen(document, "visibilitychange", () => setFront(document.visibilityState === "visible"));
  listen(window, "pagehide", () => (leaving = true));
  listen(window, "pageshow", ({ persisted }) => {
    leaving = false;
    if (!persisted) return;
    // Back from the cache: what happened to the recording meanwhile, and to the extension, was not heard.
    stored()
      .then((recording) => {
        follow(recording);
        if (!signal.aborted) pages?.show("history", { anew: true });
      })
      .catch(end);
  });

  if (document.prerendering) document.addEventListener("prerenderingchange", whenThere, { once: true, signal });
  else whenThere();

  hear();
  stored()
    .then((recording) => {
      if (signal.aborted) return;
      follow(recording);
      if (!signal.aborted) hello(recording.header.recording);
    })
    .catch(end);
})();

// The one gate through which events leave the page: nothing is written unmasked, unasked or while paused.
//
// A content script writes straight to chrome.storage.local, one key for each event. Anything on the way (the
// worker, a port, a list that is read and written back) was measured to lose events when a click leaves the page.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});

  const LONGEST = { label: 200, message: 300, route: 500, system: 253 };
  const LONGEST_READ = 2000; // far more than is kept, so that no number is cut before it is masked
  const RETRY_MS = 200;
  const FOLD_AFTER = 100; // events of one document, after which the worker is asked to fold what is old

  function shorten(text, most) {
    const letters = [...text];
    return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
  }

  /** The event with its texts masked and bounded, and how many pieces were masked. A sensitive field that was
   *  filled counts as one: the step stays visible, and the file says that something was left out. */
  function masked({ page, element, dragged, message, ...rest }, { caseForm, token, isStrict }) {
    let redactions = rest.kind === "field_changed" && element.field === "sensitive" ? 1 : 0;
    const counted = ({ text, count }) => {
      redactions += count;
      return text;
    };
    const clean = (text, most = LONGEST.label) => {
      const plain = text.slice(0, LONGEST_READ).toWellFormed().replace(/\s+/g, " ").trim();
      return shorten(counted(ledgerium.mask(plain, caseForm, token)), most);
    };
    const changed = (record, change, ...keys) => {
      const texts = keys.filter((key) => record[key]).map((key) => [key, change(record[key])]);
      return { ...record, ...Object.fromEntries(texts) };
    };
    // A title, a heading and a message that is no label may repeat what was chosen.
    const told = (text) => (isStrict ? counted(ledgerium.knownText(text, caseForm)) : text);
    const cleanText = (text, most) => clean(counted(ledgerium.withoutChosen(text)), most);
    const cleanTitle = (text) => told(clean(counted(ledgerium.withoutChosenParts(text))));
    const described = (el) => {
      const { isFields, isKey: _, ...plain } = {
        ...changed(el, clean, "name", "owner"),
        ...(el.within && { within: changed(el.within, cleanText, "name") }),
      };
      return isStrict ? counted(ledgerium.knownElement(plain, isFields, caseForm)) : plain;
    };
    const way = shorten(counted(ledgerium.maskRoute(page.route, caseForm, token)), LONGEST.route);
    const route = isStrict ? counted(ledgerium.knownRoute(way)) : way;
    const system = shorten(counted(ledgerium.mask(page.system, "", token)), LONGEST.system);
    const event = { ...rest, page: { ...changed(page, cleanTitle, "title", "heading"), route, system } };
    if (element) event.element = described(element);
    if (dragged) event.dragged = described(dragged);
    if (message) {
      const spaced = message.text.slice(0, LONGEST_READ).replace(/\s+/g, " ");
      event.message = { ...message, text: told(cleanText(spaced, LONGEST.message)) };
    }
    return { event, redactions };
  }

  /** crypto.randomUUID exists only on secure pages, and an ERP in a company's network may not be one. */
  function randomHex(bytes) {
    return [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Tell the worker. Asynchronous, because the call itself throws once the extension is gone. */
  const tell = async (message) => chrome.runtime.sendMessage(message);

  /** Where this document's events go. `lost` is called when the extension is gone. */
  function openStore({ lost }) {
    const documentId = `d-${randomHex(6)}`;
    let recording; // undefined until storage has answered: a click can be quicker
    let rules = {}; // what masking goes by
    let failed = {}; // what the disk refused, to be tried again with the next event
    let written = 0;
    let waiting = [];
    let count = 0;
    let leftByPerson = false; // as the disk has it

    /** A place in the order of events. What is written to the same slot again counts instead of what was written. */
    const newSlot = () => ({
      utc: Date.now(),
      clock: Math.round((performance.timeOrigin + performance.now()) * 1000),
      mono: Math.round(performance.now()),
      count: count++,
      revision: 0,
    });

    /** No key is written twice: what is told again gets the next revision. So old keys can be folded at any time. */
    function keyOf(slot, revision) {
      const at = [slot.utc, slot.clock].map((number, index) => String(number).padStart(15 + 2 * index, "0"));
      const place = [documentId, String(slot.count).padStart(7, "0"), revision];
      return ["event", recording.header.recording, ...at, ...place].join("|");
    }

    async function write(slot, raw, replaced) {
      const { event, redactions } = masked(raw, rules);
      const revision = slot.revision++;
      const replaces = replaced && { replaces: replaced.count };
      const entry = { event, writer: documentId, clock: slot.clock, count: slot.count, revision, redactions, ...replaces };
      const entries = { ...failed, [keyOf(slot, revision)]: entry };
      failed = {};
      try {
        await chrome.storage.local.set(entries).catch(async () => {
          await new Promise((done) => setTimeout(done, RETRY_MS));
          await chrome.storage.local.set(entries);
        });
        written += 1;
        if (written % FOLD_AFTER === 0) tell({ fold: recording.header.recording }).catch(() => {});
      } catch {
        if (isGone()) return lost();
        Object.assign(failed, entries);
        tell({ failed: Object.keys(failed).length }).catch(() => {});
      }
    }

    const isGone = () => !chrome.runtime?.id;

    /** Record an event now, or in the place that `slot` holds, or as what has become of the one in `replacing`. */
    function record(kind, fields, { slot = newSlot(), page = ledgerium.pageNow(), replacing } = {}) {
      const raw = { kind, utc_ms: slot.utc, mono_ms: slot.mono, document: documentId, page, ...fields };
      if (isGone()) lost();
      else if (recording === undefined) waiting.push([slot, raw, replacing]);
      else if (recording?.state === "recording") write(slot, raw, replacing);
      return slot;
    }

    function follow(now) {
      recording = now;
      const { case_form: caseForm, naming } = now?.header ?? {};
      ledgerium.echoes.setForm(caseForm);
      rules = { caseForm, token: ledgerium.tokens(now?.tokenKey), isStrict: naming === "known_words" };
      const early = waiting;
      waiting = [];
      if (recording?.state === "recording") for (const parts of early) write(...parts);
    }

    /** Remember whether it was always the person who took this document away. Nothing is written until it was. */
    function left(byPerson) {
      if (byPerson === leftByPerson || isGone() || recording?.state !== "recording") return;
      leftByPerson = byPerson;
      chrome.storage.local.set({ [`left|${recording.header.recording}|${documentId}|${byPerson}`]: byPerson }).catch(() => {});
    }

    /** What a note or a mark says about the page in front of the person. */
    function place() {
      const { event, redactions } = masked({ page: ledgerium.pageNow() }, rules);
      return { document: documentId, mono_ms: Math.round(performance.now()), page: event.page, redactions };
    }

    return { documentId, newSlot, record, follow, left, place };
  }

  Object.assign(ledgerium, { openStore, tell });
})();

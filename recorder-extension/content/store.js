// The one gate through which events leave the page: nothing is written unmasked, unasked or while paused.
//
// A content script writes straight to chrome.storage.local, one key for each event. Anything on the way (the
// worker, a port, a list that is read and written back) was measured to lose events when a click leaves the page.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});

  const LONGEST = { label: 200, message: 300 };
  const LONGEST_READ = 2000; // far more than is kept, so that no number is cut before it is masked
  const RETRY_MS = 200;

  function shorten(text, most) {
    const letters = [...text];
    return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
  }

  /** The event with its texts masked and bounded, and how many pieces were masked. */
  function masked({ page, element, message, ...rest }, { case_form: caseForm }) {
    let redactions = 0;
    const clean = (text, most = LONGEST.label) => {
      const plain = text.slice(0, LONGEST_READ).toWellFormed().replace(/\s+/g, " ").trim();
      const { text: kept, count } = ledgerium.mask(plain, caseForm);
      redactions += count;
      return shorten(kept, most);
    };
    const cleaned = (record, ...keys) => {
      const texts = keys.filter((key) => record[key]).map((key) => [key, clean(record[key])]);
      return { ...record, ...Object.fromEntries(texts) };
    };
    const event = { ...rest, page: cleaned(page, "title", "heading") };
    if (element) {
      event.element = cleaned(element, "name", "owner");
      if (element.within) event.element.within = cleaned(element.within, "name");
    }
    if (message) event.message = { ...message, text: clean(message.text, LONGEST.message) };
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
    let waiting = [];
    let count = 0;

    /** A place in the order of events. Writing to the same slot again replaces what was written. */
    const newSlot = () => ({
      utc: Date.now(),
      clock: Math.round((performance.timeOrigin + performance.now()) * 1000),
      mono: Math.round(performance.now()),
      count: count++,
    });

    function keyOf(slot) {
      const at = [slot.utc, slot.clock].map((number, index) => String(number).padStart(15 + 2 * index, "0"));
      return ["event", recording.header.recording, ...at, documentId, String(slot.count).padStart(7, "0")].join("|");
    }

    async function write(slot, raw, replaced) {
      const { event, redactions } = masked(raw, recording.header);
      const [key, old] = [keyOf(slot), replaced && keyOf(replaced)];
      const entry = { event, writer: documentId, clock: slot.clock, count: slot.count, redactions };
      try {
        await chrome.storage.local.set({ [key]: entry }).catch(async () => {
          await new Promise((done) => setTimeout(done, RETRY_MS));
          await chrome.storage.local.set({ [key]: entry });
        });
        if (old) await chrome.storage.local.remove(old); // only now: rather told twice than lost
      } catch {
        if (isGone()) lost();
        else tell({ failed: true }).catch(() => {});
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
      const early = waiting;
      waiting = [];
      if (recording?.state === "recording") for (const parts of early) write(...parts);
    }

    /** What a note or a mark says about the page in front of the person. */
    function place() {
      const { event, redactions } = masked({ page: ledgerium.pageNow() }, recording?.header ?? {});
      return { document: documentId, mono_ms: Math.round(performance.now()), page: event.page, redactions };
    }

    return { documentId, newSlot, record, follow, place };
  }

  Object.assign(ledgerium, { openStore, tell });
})();

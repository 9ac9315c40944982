// Runs in the page's own world: the browser's boxes (alert, confirm, prompt) can be seen nowhere else.
//
// It says what the page says in a box and whether OK or Cancel was pressed, never what was written into one. The
// recorder hears it through an event of window; without a recorder nobody does.
(() => {
  const HEARD = "ledgerium-dialog";
  const ENDED = "ledgerium-end";
  const AT_ONCE_MS = 5; // the browser keeps a box from showing after many: then no person answered
  const KNOWN = Symbol.for(HEARD);
  if (Object.hasOwn(window.alert, KNOWN)) return; // injected twice

  let ended = false;

  function tell(detail) {
    try {
      if (!ended) window.dispatchEvent(new CustomEvent(HEARD, { detail: JSON.stringify(detail) }));
    } catch {
      // a page may replace what this needs; its box must show all the same
    }
  }

  /** The parameters with the text of the box as the browser would make it: once, an object may count. */
  const asTexts = ([text, ...rest]) => [typeof text === "object" && text !== null ? `${text}` : text, ...rest];

  function wrapped(name, { empty, answerOf }) {
    const own = Object.getOwnPropertyDescriptor(window, name);
    const original = window[name];
    // A method, so that it has no prototype, as the browser's own functions have none.
    const { [name]: box } = {
      [name](...given) {
        const parameters = given.length ? asTexts(given) : given;
        const [text = empty] = parameters;
        tell({ text: String(given.length ? text : "") });
        const asked = performance.now();
        const answer = original.apply(this ?? window, parameters);
        if (answerOf && performance.now() - asked >= AT_ONCE_MS) tell({ answer: answerOf(answer) });
        return answer;
      },
    };
    const source = Function.prototype.toString.call(original);
    Object.defineProperties(box, {
      length: { value: original.length, configurable: true },
      toString: { value: () => source, configurable: true },
      [KNOWN]: { value: true },
    });
    window[name] = box;
    return () => {
      if (window[name] === box) Object.defineProperty(window, name, own);
    };
  }

  const restore = [
    wrapped("alert", { empty: "undefined" }), // the text of alert(undefined); the others take it for none
    wrapped("confirm", { empty: "", answerOf: (isOk) => (isOk ? "OK" : "Cancel") }),
    wrapped("prompt", { empty: "", answerOf: (written) => (written === null ? "Cancel" : "OK") }),
  ];

  /** A page that wrapped a box itself keeps what it wrapped: that one is silent from now on. */
  function end() {
    ended = true;
    for (const put of restore) put();
  }
  window.addEventListener(ENDED, end, { once: true });
})();

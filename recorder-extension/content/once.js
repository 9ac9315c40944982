// What is asked of elements again and again while one event is handled. Nothing of the page runs meanwhile, so that an
// answer holds until the event is told; then all are forgotten.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});

  const all = []; // the answers to each question, by element
  let isHandling = false;

  /** `handle` as one event that is handled. What it calls may be made so too: it is part of the same. */
  const during = (handle) => (...parameters) => {
    if (isHandling) return handle(...parameters);
    isHandling = true;
    try {
      return handle(...parameters);
    } finally {
      isHandling = false;
      for (const answers of all) answers.clear();
    }
  };

  /** A question of an element that depends on the page alone, never on what was recorded. */
  function once(ask) {
    const answers = new Map();
    all.push(answers);
    return (el) => {
      if (!isHandling) return ask(el);
      if (!answers.has(el)) answers.set(el, ask(el));
      return answers.get(el);
    };
  }

  Object.assign(ledgerium, { during, once });
})();

// A field's own box: what stands in it beside the place to write, such as values that can be taken away again and the
// arrow that opens a list.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});
  const { roleOf, parentOf, textOf, isChooser, kebab, isCommand } = ledgerium;

  // What authors call a value that stands in a small box of its own, and what they call a button for it.
  const TOKEN = /(?:^|[-_])(?:chip|tag|token)s?(?:$|[-_])/;
  const HIGHEST = 60;
  const MOST_CONTROLS = 2; // the value, and what takes it away
  const BUTTON_FOR_IT = /(?:^|[-_])(?:add|new|create|edit|manage|select|btn|button|link|toggle|trigger|menu)(?:$|[-_])/;
  const LEVELS = 5;
  const APART = "form, body, main, fieldset, table, tr, td, th, li, [role=toolbar], [role=dialog]";
  const FIELDS = 'input:not([type="hidden"]), textarea, [role="combobox"], [role="slider"]';
  const BUTTONS = "button, [role=button], a[href]";
  const BOXES = 'input[type="checkbox"], input[type="radio"]';

  const isDrawn = (el) => el.type !== "hidden" && !el.hidden;
  const isCombo = (field) => roleOf(field) === "combobox" || field.hasAttribute("aria-autocomplete");
  const isField = (field) => isChooser(field) && isDrawn(field);

  /** What fits a selector in a box, in its open shadow root too. */
  const allIn = (box, what) => [box, ...(box.shadowRoot ? [box.shadowRoot] : [])].flatMap((at) => [...at.querySelectorAll(what)]);

  /** The boxes around an element, from the inner one on, up to what holds several fields for certain. */
  function* boxesAround(el) {
    for (let at = parentOf(el), level = 0; at && level < LEVELS && !at.matches(APART); at = parentOf(at), level += 1) yield at;
  }

  /** The one field of the nearest box around an element that has any; null where there are more. */
  function fieldNear(el) {
    for (const at of boxesAround(el)) {
      const fields = fieldsIn(at).filter((field) => field !== el && !field.contains(el) && !el.contains(field));
      if (fields.length) return fields.length === 1 ? fields[0] : null;
    }
    return null;
  }

  /** The fields in a box, in slots and open shadow roots too; of one that stands in another the inner. */
  function fieldsIn(box) {
    const all = allIn(box, FIELDS).filter(isField);
    return all.filter((field) => !all.some((other) => other !== field && field.contains(other)));
  }

  /** A field's own box: the widest around it that holds no other. */
  function boxAround(field) {
    let box = field;
    for (const at of boxesAround(field)) {
      if (fieldsIn(at).some((other) => other !== field)) break;
      box = at;
    }
    return box;
  }

  /** The field that stands after an element in the same box: the element is a value in it. */
  function fieldAfter(el, isOne = isCombo) {
    const field = fieldNear(el);
    const isAfter = field && isOne(field) && el.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING;
    return isAfter ? field : null;
  }

  /** The field whose list or calendar a small picture in the same box opens. */
  const fieldBeside = (el) => (/\p{L}/u.test(textOf(el)) ? null : fieldNear(el));

  /** The one field that stands hidden in the box which shows what was chosen in it, or in the line of a slider. */
  function fieldIn(el) {
    const fields = allIn(el, `${FIELDS}, ${BOXES}`).filter(isDrawn);
    const only = (some) => (some.length === 1 ? some[0] : null);
    const sliders = fields.filter((field) => roleOf(field) === "slider");
    const field = only(sliders) ?? only(fields.filter((one) => roleOf(one) === "combobox")) ?? only(fields);
    return field && (isChooser(field) || sliders.length === 1 || field.matches(BOXES)) ? field : null;
  }

  /** A value in a small box: it stands in a field's own box before the place to write, or its author calls it so, by a
   *  class or by the tag of an element of their own. What is led by a word of command is none, nor what a box is for
   *  that has fields or more buttons in it. */
  const isToken = (el) => fieldAfter(el) !== null || isCalledToken(el);

  // What costs most is asked last: the words of a text, the height of a box.
  function isCalledToken(el) {
    const called = [el, parentOf(el)].filter((at) => at && wordsOf(at).some(isTokensWord));
    return called.length > 0 && !isCommand(textOf(el)) && called.some(isSmall);
  }

  const isSmall = (at) =>
    at.querySelectorAll(BUTTONS).length <= MOST_CONTROLS && at.querySelector(FIELDS) === null && at.offsetHeight <= HIGHEST;

  const wordsOf = (el) => [...el.classList, ...(el.localName.includes("-") ? [el.localName] : [])];

  function isTokensWord(word) {
    const name = kebab(word);
    return TOKEN.test(name) && !BUTTON_FOR_IT.test(name);
  }

  Object.assign(ledgerium, { boxAround, fieldAfter, fieldBeside, fieldIn, isToken });
})();

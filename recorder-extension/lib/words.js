// An event as a line of "Steps so far". Pure: the words come in as `texts`, the functions of texts.js.

const MARKS = {
  case: "mark_case",
  hold: "mark_hold",
  release: "mark_release",
  hand_off: "mark_hand_off",
  end: "mark_end",
};
const MESSAGES = {
  status: "step_message",
  alert: "step_alert",
  validation_error: "step_not_accepted",
  dialog: "step_dialog",
};
const THINGS = {
  link: "thing_link",
  button: "thing_button",
  textbox: "thing_field",
  searchbox: "thing_field",
  combobox: "thing_field",
  listbox: "thing_field",
  spinbutton: "thing_field",
  slider: "thing_field",
  checkbox: "thing_box",
  radio: "thing_box",
  switch: "thing_box",
  tab: "thing_tab",
  menuitem: "thing_entry",
  listitem: "thing_entry",
  treeitem: "thing_entry",
  option: "thing_choice",
  row: "thing_row",
  cell: "thing_cell",
  gridcell: "thing_cell",
  columnheader: "thing_heading",
  rowheader: "thing_heading",
  heading: "thing_heading",
  img: "thing_picture",
};

/** A name, or what kind of thing it is and whose data it shows. */
function thing({ name, role, owner }, { text }) {
  if (name) return text("quoted", name);
  const shape = text(Object.hasOwn(THINGS, role) ? THINGS[role] : "thing_other"); // pages make up roles
  return owner ? text("thing_of", shape, text("quoted", owner)) : shape;
}

function pressed({ element, presses }, texts) {
  const what = thing(element, texts);
  return presses ? texts.counted("step_pressed_times", presses, what) : texts.text("step_pressed", what);
}

function filled({ element }, texts) {
  if (["choice", "radio"].includes(element.field)) return texts.text("step_chose", thing(element, texts));
  return texts.text(element.field === "checkbox" ? "step_set" : "step_filled", thing(element, texts));
}

function dropped({ element, dragged }, texts) {
  const what = dragged ? thing(dragged, texts) : texts.text("thing_file");
  return element ? texts.text("step_dropped_on", what, thing(element, texts)) : texts.text("step_dropped", what);
}

export function inWords(event, texts) {
  const { text } = texts;
  const page = ({ heading, title, route, system }) => text("quoted", heading || title || route || system);
  const about = (named, plain) => (event.element ? text(named, thing(event.element, texts)) : text(plain));
  switch (event.kind) {
    case "page_shown": return text("step_page", page(event.page));
    case "tab_shown": return text("step_tab_shown", page(event.page));
    case "tab_hidden": return text("step_tab_hidden", page(event.page));
    case "click": return pressed(event, texts);
    case "field_changed": return filled(event, texts);
    case "form_submitted": return event.element.name ? about("step_sent_named") : text("step_sent");
    case "copy": return about("step_copied_from", "step_copied");
    case "paste": return about("step_pasted_into", "step_pasted");
    case "drop": return dropped(event, texts);
    case "message_shown": return text(MESSAGES[event.message.type], event.message.text);
    case "note": return text("step_note", event.text);
    case "mark": return [text(MARKS[event.mark]), event.case, event.text].filter(Boolean).join(" · ");
    case "paused": return text("step_paused");
    case "resumed": return text("step_resumed");
    default: return text("step_other");
  }
}

// An event as a line of "Steps so far". Pure.

const MARKS = { case: "Case starts", hold: "On hold", release: "Released", hand_off: "Handed off", end: "Case ends" };
const MESSAGES = { status: "Message", alert: "Alert", validation_error: "Not accepted", dialog: "Dialog" };
const SHAPES = { row: "a row", cell: "a cell", gridcell: "a cell", option: "a choice", listitem: "an entry", treeitem: "an entry" };

const quoted = (text) => `“${text}”`;

/** A name, or what kind of thing it is and whose data it shows. */
function thing(element) {
  if (element.name) return quoted(element.name);
  const shape = SHAPES[element.role] ?? `a ${element.role === "generic" ? "spot" : element.role}`;
  return element.owner ? `${shape} of ${quoted(element.owner)}` : shape;
}

function filled(element) {
  if (["choice", "radio"].includes(element.field)) return `Chose ${thing(element)}`;
  if (element.field === "checkbox") return `Set ${thing(element)}`;
  return `Filled ${thing(element)}`;
}

export function inWords(event) {
  const where = () => quoted(event.page.heading || event.page.title || event.page.route || event.page.system);
  switch (event.kind) {
    case "page_shown": return `Page ${where()}`;
    case "tab_shown": return `Came to the tab ${where()}`;
    case "tab_hidden": return `Left the tab ${where()}`;
    case "click": return `Pressed ${thing(event.element)}`;
    case "field_changed": return filled(event.element);
    case "form_submitted": return event.element.name ? `Sent the form ${quoted(event.element.name)}` : "Sent the form";
    case "copy": return event.element ? `Copied from ${thing(event.element)}` : "Copied";
    case "paste": return event.element ? `Pasted into ${thing(event.element)}` : "Pasted";
    case "message_shown": return `${MESSAGES[event.message.type]}: ${event.message.text}`;
    case "note": return `Note: ${event.text}`;
    case "mark": return [MARKS[event.mark], event.case, event.text].filter(Boolean).join(" · ");
    case "paused": return "Paused";
    case "resumed": return "Resumed";
    default: return event.kind;
  }
}

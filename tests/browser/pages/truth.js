// What really happened to a page, by its own listeners on its own elements, told to the test's server.
//
// A beacon survives the page that sends it. It knows nothing of the recorder and shares no code with it.
const server = new URL("/truth", document.currentScript.src).href;

function happened(kind, name, more = {}) {
  navigator.sendBeacon(server, JSON.stringify({ kind, name, ...more }));
}

/** Count the real presses of an element: not those that a script makes up. */
function presses(el, name) {
  el.addEventListener("click", (event) => event.isTrusted && happened("click", name));
}

/** Count the changes of a field that the page is told of. */
function changes(el, name) {
  el.addEventListener("change", (event) => event.isTrusted && happened("field_changed", name));
}

function submits(form, name) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.isTrusted) happened("form_submitted", name);
  });
}

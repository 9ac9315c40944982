// The credit desk: one page, a view for each route, drawn from the JSON interface. Texts only ever enter the
// page as text nodes.

const [banner, view] = ["banner", "view"].map((id) => document.getElementById(id));

// ------------------------------------------------------------------------------------------ drawing

/** An element; attributes that are null or false are left out, functions become listeners. */
const el = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat());
  return element;
};

const card = (title, ...children) => el("section", { class: "card" }, el("h2", {}, title), ...children);
const link = (text, href, style = null) => el("a", { href, class: style }, text);
const badge = (state) => el("span", { class: "badge", "data-state": state }, state);

const facts = (rows) =>
  el("dl", {}, Object.entries(rows).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));

const table = (caption, columns, rows, empty) => {
  const style = columns.map((name) => (name.endsWith("#") ? "number" : null));
  const heads = columns.map((name, at) => el("th", { scope: "col", class: style[at] }, name.replace("#", "")));
  const lines = rows.map((row) => el("tr", {}, row.map((cell, at) => el("td", { class: style[at] }, cell))));
  const none = el("tr", {}, el("td", { class: "empty", colspan: columns.length }, empty));
  return el(
    "table", {},
    el("caption", {}, caption),
    el("thead", {}, el("tr", {}, heads)),
    el("tbody", {}, lines.length ? lines : none),
  );
};

const tell = ({ role, text }) => {
  for (const message of document.querySelectorAll("p.message")) {
    message.textContent = message.getAttribute("role") === role ? text : "";
  }
};

// ---------------------------------------------------------------------------------------- interface

const ask = async (path, fields) => {
  const options = fields ? { method: "POST", body: new URLSearchParams(fields) } : {};
  const response = await fetch(`/api${path}`, options);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
};

// -------------------------------------------------------------------------------------------- views

const checkRow = (order) => [
  link(order.number, `/checks/${order.number}`), order.customer, order.total, order.exposure, order.limit,
  badge(order.credit),
];

const drawQueue = (orders) => {
  const columns = ["Order", "Customer", "Order total#", "Exposure#", "Limit#", "Credit"];
  const list = table("Orders that are not released yet", columns, orders.map(checkRow), "No order waits");
  return { heading: "Credit checks", parts: [el("section", { class: "card" }, list)] };
};

const drawHolds = (orders) => {
  const rows = orders.map((order) => [
    link(order.number, `/holds/${order.number}`), order.customer, order.hold, order.total, order.hold_note || "—",
  ]);
  const list = table("Held until released", ["Order", "Customer", "Reason of the hold", "Order total#", "Note"], rows,
    "No order is on hold");
  return { heading: "Orders on hold", parts: [el("section", { class: "card" }, list)] };
};

const standing = (order) =>
  card("Customer", facts({
    Customer: order.customer, City: order.city, "Agreed terms": order.agreed_terms, "Order terms": order.terms,
  }));

const exposure = (order) =>
  card("Exposure", facts({
    "Open balance": order.balance, "Order total": order.total, Exposure: order.exposure,
    Limit: order.limit,
  }));

const overdue = (order) =>
  card("Overdue invoices", table("Past their due date", ["Invoice", "Due", "Amount#"],
    order.overdue.map((one) => [one.number, one.due, one.amount]), "No invoice is overdue"));

const openOrder = (order) => link("Open order", order.address, "button");

const drawCheck = (order) => {
  const actions = el("div", { class: "actions" },
    el("button", { type: "button", class: "primary", click: (event) => runCheck(order, event.target) }, "Run credit check"),
    order.on_hold ? link("Open hold", `/holds/${order.number}`, "button") : [],
    openOrder(order),
    el("span", { class: "spinner", hidden: true, "aria-hidden": "true" }));
  const columns = el("div", { class: "columns" }, el("div", {}, exposure(order), overdue(order)), standing(order));
  return { heading: `Credit check ${order.number}`, state: order.credit, parts: [actions, columns] };
};

const runCheck = async (order, button) => {
  tell({});
  button.disabled = true;
  view.querySelector(".spinner").hidden = false;
  await answered(`/checks/${order.number}/run`, {}, drawCheck);
};

const drawHold = (order) => {
  const about = card("Why it is held", facts({
    Customer: order.customer, "Reason of the hold": order.hold || "—", "Order total": order.total,
    Exposure: order.exposure, Limit: order.limit, Note: order.hold_note || "—",
  }));
  const form = order.on_hold ? card("Decision", holdForm(order)) : [];
  const actions = el("div", { class: "actions" },
    link("Back to the credit check", `/checks/${order.number}`, "button"), openOrder(order));
  return { heading: `Hold on ${order.number}`, state: order.credit, parts: [about, form, actions] };
};

const field = (id, label, control) =>
  el("div", { class: "field" }, el("label", { for: id }, label), control);

const holdForm = (order) => {
  const reasons = ["", ...order.reasons].map((reason) => el("option", { value: reason }, reason || "Choose…"));
  const reason = el("select", { id: "reason", name: "reason" }, reasons);
  const comment = el("textarea", { id: "comment", name: "comment", rows: "3" });
  return el("form", { "aria-label": "Release hold", novalidate: true, submit: (event) => decide(order, event) },
    el("div", { class: "fields" }, field("reason", "Reason", reason), field("comment", "Comment", comment)),
    el("div", { class: "actions" },
      el("button", { type: "submit", name: "decision", value: "release", class: "primary" }, "Release hold"),
      el("button", { type: "submit", name: "decision", value: "keep" }, "Keep on hold")));
};

const decide = async (order, event) => {
  event.preventDefault();
  const fields = new FormData(event.target, event.submitter);
  const reason = view.querySelector("#reason");
  const missing = fields.get("decision") === "release" && !fields.get("reason");
  markMissing(reason, missing);
  if (missing) return;
  tell({});
  await answered(`/holds/${order.number}/decision`, fields, drawHold);
};

const markMissing = (reason, missing) => {
  view.querySelector("#reason-problem")?.remove();
  reason.removeAttribute("aria-describedby");
  reason.setAttribute("aria-invalid", String(missing));
  if (!missing) return;
  reason.after(el("p", { id: "reason-problem", class: "problem" }, "Choose a reason"));
  reason.setAttribute("aria-describedby", "reason-problem");
  tell({ role: "alert", text: "Hold not released: choose a reason" });
  reason.focus();
};

// ------------------------------------------------------------------------------------------- routes

const VIEWS = [
  [/^\/checks$/, drawQueue],
  [/^\/checks\/[^/]+$/, drawCheck],
  [/^\/holds$/, drawHolds],
  [/^\/holds\/[^/]+$/, drawHold],
];

const drawTrouble = (error) => ({
  heading: error.message === "HTTP 404" ? "Order not found" : "The credit desk does not answer",
  parts: [el("p", {}, link("Back to the credit checks", "/checks"))],
});

const draw = ({ heading, state, parts }) => {
  document.title = `${heading} · Credit`;
  banner.replaceChildren(el("h1", { tabindex: "-1" }, heading), state ? badge(state) : "");
  view.replaceChildren(...parts.flat());
};

const focusHeading = () => banner.querySelector("h1").focus({ preventScroll: true });

/** Post, and draw the same view again with the answer, unless the person has gone elsewhere meanwhile. */
const answered = async (path, fields, drawOrder) => {
  const place = location.pathname;
  try {
    const answer = await ask(path, fields);
    if (location.pathname !== place) return;
    draw(drawOrder(answer.order));
    tell(answer);
    focusHeading();
  } catch (error) {
    if (location.pathname === place) draw(drawTrouble(error));
  }
};

/** Draw the view of the present route. */
const show = async () => {
  const place = location.pathname;
  const [, drawView] = VIEWS.find(([pattern]) => pattern.test(place));
  try {
    const data = await ask(place);
    if (location.pathname !== place) return;
    tell({});
    draw(drawView(data));
  } catch (error) {
    draw(drawTrouble(error));
  }
};

document.addEventListener("click", async (event) => {
  const anchor = event.target.closest("a");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!anchor || !plain || anchor.origin !== location.origin || anchor.pathname === "/") return;
  event.preventDefault();
  if (anchor.pathname !== location.pathname) history.pushState(null, "", anchor.pathname);
  await show();
  focusHeading();
});

window.addEventListener("popstate", () => show());
show();

// The order page: validation without leaving the page, and the dialog for the release.

const tell = ({ role, text }) => {
  for (const message of document.querySelectorAll("p.message")) {
    message.textContent = message.getAttribute("role") === role ? text : "";
  }
};

const showState = ({ state, stage }) => {
  const badge = document.querySelector(".top .badge");
  badge.textContent = badge.dataset.state = state;
  for (const step of document.querySelectorAll(".progress li")) {
    if (step.dataset.stage === stage) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  }
};

const validate = async (button) => {
  button.disabled = true;
  tell({});
  try {
    const response = await fetch(button.dataset.validate, { method: "POST" });
    const answer = await response.json();
    showState(answer);
    tell(answer);
  } catch {
    tell({ role: "alert", text: "The order could not be validated. Try again." });
  } finally {
    button.disabled = false;
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.validate) validate(button);
  if (button?.dataset.dialog) document.getElementById(button.dataset.dialog).showModal();
  if (button && "close" in button.dataset) button.closest("dialog").close();
});

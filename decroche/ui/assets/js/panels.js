// Outcomes that ask something open their panel in place; Enter in it confirms, Escape closes it.
// data-ask="panel" closes the other panels, data-extra="panel" stays beside any outcome.
function set(panel, open) {
  panel.hidden = !open;
  panel.disabled = !open;
  document.querySelectorAll(`[aria-controls="${panel.id}"]`).forEach((node) => node.setAttribute("aria-expanded", String(open)));
  if (open) panel.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-ask], [data-extra]");
  if (!opener) return;
  const panel = document.getElementById(opener.dataset.ask || opener.dataset.extra);
  if (!panel) return;
  event.preventDefault();
  if (opener.dataset.ask) document.querySelectorAll("fieldset.panel[data-exclusive]").forEach((other) => other !== panel && set(other, false));
  set(panel, panel.hidden || Boolean(opener.dataset.ask));
  panel.scrollIntoView({ block: "nearest" });
});

document.addEventListener("keydown", (event) => {
  const panel = event.target.closest?.("fieldset.panel");
  if (event.key === "Escape" && panel) {
    set(panel, false);
    document.querySelector(`[aria-controls="${panel.id}"]`)?.focus();
  } else if (event.key === "Enter" && event.target.matches("input, select") && event.target.closest("form[data-loop]")) {
    event.preventDefault();
    const open = document.querySelector("fieldset.panel[data-exclusive]:not([hidden]) [data-confirm]");
    open?.click();
  }
});

document.addEventListener("click", (event) => {
  const suggestion = event.target.closest("[data-fill]");
  if (!suggestion) return;
  const field = document.querySelector(suggestion.dataset.into);
  field.value = suggestion.dataset.fill;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

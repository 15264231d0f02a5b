// Outcomes that ask something open their panel in place; Enter in it confirms (Shift+Enter for all
// the cards of the company, where it asks that); Escape, its cross or its key again close it.
// data-ask="panel" is an outcome, data-extra="panel" is kept beside whichever outcome follows. One
// panel is open at a time: that of the outcome comes back when what is kept beside it is done.
let resumes = null;

const all = () => [...document.querySelectorAll("fieldset.panel")];
const texts = (panel) =>
  [...panel.querySelectorAll("input, textarea")].map((node) => node.value.trim()).filter(Boolean);
const exclusive = (panel) => "exclusive" in panel.dataset;

function set(panel, open) {
  panel.hidden = !open;
  // “All cards” that Shift+Enter ticked is meant once: a panel that was left confirms it no more.
  if (!open) panel.querySelectorAll("[data-once]").forEach((node) => (node.checked = false));
  panel.disabled = !open && (exclusive(panel) || !texts(panel).length);
  document.querySelectorAll(`[aria-controls="${panel.id}"]`).forEach((node) => {
    node.setAttribute("aria-expanded", String(open));
    const added = node.querySelector(".added");
    if (added) added.textContent = open ? "" : texts(panel)[0] || "";
  });
  // A text that stands there already gives way to what is typed now.
  if (open) {
    const first = panel.querySelector("input:not([type=hidden]), select, textarea");
    first?.focus();
    if (first?.matches("input")) first.select();
  }
  confirms();
}

// What Ctrl+Enter in the note does is written beneath it.
function confirms() {
  const line = document.querySelector("[data-confirms]");
  if (!line) return;
  const open = all().find((panel) => exclusive(panel) && !panel.hidden);
  line.hidden = !open;
  line.lastElementChild.textContent = open
    ? document
        .querySelector(`[aria-controls="${open.id}"] b, .more [aria-controls="${open.id}"]`)
        ?.textContent.trim() || ""
    : "";
}

function open(panel) {
  const before = all().find((other) => !other.hidden && exclusive(other));
  if (before && before !== panel) resumes = exclusive(panel) ? null : before;
  all().forEach((other) => other !== panel && !other.hidden && set(other, false));
  set(panel, true);
  panel.scrollIntoView({ block: "nearest" });
}

function close(panel) {
  set(panel, false);
  const back = exclusive(panel) ? null : resumes;
  resumes = null;
  if (back?.isConnected) set(back, true);
  else document.querySelector(`[aria-controls="${panel.id}"]`)?.focus();
}

function keep(panel) {
  close(panel);
  if (!panel.isConnected) return; // the next card came: it stays on the one that was left
  const said = document.querySelector(".last"),
    [text] = texts(panel);
  if (said && text)
    said.textContent = `${document.querySelector("form[data-loop]").dataset.kept} ${text}`;
}

// The first Enter takes the correction of a slip in an address (unless it was taken and typed over
// or refused before, slips.js), the second confirms. An address typed a moment ago is heard first.
function confirm(panel, patience = 5) {
  const address = panel.querySelector("input[data-heard]");
  if (address?.dataset.heard === "no" && patience)
    return setTimeout(() => confirm(panel, patience - 1), 120);
  const slip = panel.querySelector("[data-slip]");
  if (!slip || address.dataset.corrected === address.value)
    return panel.querySelector("[data-confirm]")?.click();
  address.dataset.corrected = address.value;
  slip.click();
}

document.addEventListener(
  "input",
  (event) => event.target.dataset.heard && (event.target.dataset.heard = "no"),
);
document.addEventListener("htmx:afterSwap", (event) => {
  const address = event.detail.requestConfig?.elt;
  if (address?.dataset?.heard) address.dataset.heard = "yes";
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-ask], [data-extra]");
  const panel = opener && document.getElementById(opener.dataset.ask || opener.dataset.extra);
  if (panel) {
    event.preventDefault();
    if (panel.hidden) open(panel);
    else close(panel);
  }
  if (event.target.closest("[data-shuts]")) close(event.target.closest("fieldset.panel"));
  if (event.target.closest("[data-keep]")) keep(event.target.closest("fieldset.panel"));
});

document.addEventListener("keydown", (event) => {
  const panel = event.target.closest?.("fieldset.panel");
  if (!panel) return;
  if (event.key === "Escape") {
    close(panel);
    if (exclusive(panel)) document.querySelector("#desk h1")?.focus(); // where Space dials
  } else if (event.key === "Enter" && event.target.matches("input, select")) {
    event.preventDefault();
    const everywhere = event.shiftKey && panel.querySelector("[name=everywhere]");
    if (everywhere) {
      everywhere.checked = true;
      everywhere.dataset.once = "";
    }
    if (exclusive(panel)) confirm(panel);
    else keep(panel);
  }
});

// What stood in the fields of what is kept beside an outcome is shown again with its key.
document.addEventListener("decroche:filled", () =>
  all().forEach((panel) => panel.hidden && set(panel, false)),
);

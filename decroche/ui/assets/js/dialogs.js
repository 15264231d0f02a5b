// Buttons that open a dialog (data-opens="#id"); a dialog closes on its backdrop and on
// data-closes.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.querySelector(opener.dataset.opens);
    event.preventDefault();
    dialog.showModal();
    dialog.querySelector("input")?.select();
    return;
  }
  if (event.target.matches("dialog") || event.target.closest("[data-closes]"))
    event.target.closest("dialog")?.close();
});

// A menu (details.takeaway) closes by a press elsewhere, and by Escape, which gives the focus back.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.takeaway[open]"))
    if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.takeaway[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Arrow keys walk through the results below a search field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const dialog = event.target.closest("dialog");
  if (!dialog) return;
  const stops = [dialog.querySelector("input"), ...dialog.querySelectorAll(".results a")].filter(
    Boolean,
  );
  const at = stops.indexOf(document.activeElement);
  event.preventDefault();
  stops[
    Math.max(0, Math.min(stops.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))
  ]?.focus();
});

document.addEventListener("click", (event) => {
  const printer = event.target.closest("[data-print]");
  if (printer) window.print();
});

// What is long folds to a few lines (.fold); a press on it, or Enter, shows the rest.
function look() {
  document.querySelectorAll("[data-fold]").forEach((node) => {
    const long = node.scrollHeight > node.clientHeight + 2;
    node.classList.toggle("long", long);
    if (!node.matches("a"))
      long ? node.setAttribute("tabindex", "0") : node.removeAttribute("tabindex");
  });
}

document.addEventListener("click", (event) => {
  const node = event.target.closest(".fold.long, .fold.open");
  if (node && !node.matches("a") && !String(getSelection())) node.classList.toggle("open");
});
document.addEventListener(
  "keydown",
  (event) => event.key === "Enter" && event.target.matches?.(".fold") && event.target.click(),
);
document.addEventListener("htmx:afterSettle", look);
addEventListener("DOMContentLoaded", look);
addEventListener("resize", look);
document.fonts?.ready.then(look);

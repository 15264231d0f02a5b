// Single keys press the control that carries them: data-key="1", "m", "space", "enter", "ctrl+z".
// Digits go by the physical key, so that the unshifted row of an AZERTY keyboard works; letters by
// the character typed. Nothing fires in a text field, in an open dialog, or while a key is held.
const typing = (node) =>
  node.closest(
    "input:not([type=checkbox]):not([type=submit]), textarea, select, [contenteditable]",
  );

function nameOf(event) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (event.ctrlKey || event.metaKey)
    return event.key.toLowerCase() === "z" && !event.shiftKey ? "ctrl+z" : "";
  if (event.altKey) return "";
  if (digit && !event.shiftKey) return digit[1];
  if (event.code === "Space") return "space";
  return event.key.length === 1 || event.key === "Enter" ? event.key.toLowerCase() : "";
}

// The note of a call that came in has the keyboard from the start. Until she has typed there, or
// gone there herself, a digit is the outcome all the same.
const AT_ONCE = "data-at-once";
function isOutcome(name, node) {
  const untouched = node.hasAttribute(AT_ONCE);
  node.removeAttribute(AT_ONCE);
  return untouched && /^\d$/.test(name);
}
for (const name of ["pointerdown", "focusout"])
  document.addEventListener(name, ({ target }) => target.removeAttribute?.(AT_ONCE));

document.addEventListener("keydown", (event) => {
  const name = nameOf(event);
  if (event.repeat || document.querySelector("dialog[open]")) return;
  if (typing(event.target) && !isOutcome(name, event.target)) return;
  if (!name) return;
  const onControl = event.target.closest("button, a, summary, input");
  if ((name === "enter" || name === "space") && onControl) return;
  const control = [...document.querySelectorAll(`[data-key="${CSS.escape(name)}"]`)].find(
    (node) => node.offsetParent || node.dataset.hiddenKey,
  );
  if (!control) return;
  event.preventDefault();
  if (control.matches("summary")) control.focus();
  control.click();
});

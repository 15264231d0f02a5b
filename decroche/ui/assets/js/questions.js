// What opens with a question (data-focus) has the cursor in its first field.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.open && target.matches("[data-focus]")) {
      target.querySelector("input:not([type=hidden])").focus();
    }
  },
  true,
);

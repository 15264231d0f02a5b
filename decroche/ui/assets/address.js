// A call that they made to her, or one made away from the desk, has an address of its own. Once it
// is noted another card stands there: the address is that of the loop again, so that a reload does
// not lay the card of that call before her a second time.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const origin = document.querySelector("form[data-loop]")?.elements.origin.value;
  if (detail.target?.id === "desk" && !origin && location.search)
    history.replaceState(history.state, "", location.pathname);
});

// The card that she stopped on is offered once: a reload does not offer it again.
if (new URLSearchParams(location.search).has("left"))
  history.replaceState(history.state, "", location.pathname);

// A password that is typed: shown while the button beside it is pressed in, and measured by the
// desk while it is chosen. Before the form leaves it is hidden again, so that no browser keeps it
// among the words it offers.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = button.parentElement.querySelector("input");
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.hidden = false;
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false));
}

for (const place of document.querySelectorAll("[data-strength]")) {
  const field = place.previousElementSibling.querySelector("input");
  let waits, last;
  const measure = async () => {
    last?.abort();
    last = new AbortController();
    const asked = { method: "POST", body: new FormData(field.form), signal: last.signal };
    try {
      const answer = await fetch(place.dataset.strength, asked);
      if (answer.ok) place.innerHTML = await answer.text();
    } catch {
      // The desk does not answer, or more was typed: what was chosen is looked at when it is sent.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(measure, 300);
  });
}

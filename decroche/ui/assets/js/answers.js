// An answer she opens during a call is counted with it: the loop's form carries it along, and the
// answer comes into view.
document.addEventListener("click", (event) => {
  const answer = event.target.closest("summary")?.closest("details[data-answer]");
  const form = document.querySelector("form[data-loop]");
  if (!answer) return;
  requestAnimationFrame(() => answer.open && answer.scrollIntoView({ block: "nearest" }));
  if (!form || form.querySelector(`input[name=answer][value="${answer.dataset.answer}"]`)) return;
  form.append(
    Object.assign(document.createElement("input"), {
      type: "hidden",
      name: "answer",
      value: answer.dataset.answer,
    }),
  );
});

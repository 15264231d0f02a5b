// A code on the screen waits for the telephone that reads it.
const pairing = document.querySelector("[data-pairing]");
const LASTS = 119000;
const begun = Date.now();
const timer = setInterval(async () => {
  const { waits } = await (await fetch(pairing.dataset.pairing, { cache: "no-store" })).json();
  if (waits) return;
  clearInterval(timer);
  if (Date.now() - begun < LASTS) return location.assign(pairing.dataset.then);
  pairing.querySelector(".qr").remove();
  pairing.querySelector("[data-part=state]").textContent = pairing.dataset.over;
}, 1000);

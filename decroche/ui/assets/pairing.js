// A code on the screen waits for the telephone that reads it. Once its time is over, only a button
// for another code is left of it.
const pairing = document.querySelector("[data-pairing]");
const begun = Date.now();
const timer = setInterval(async () => {
  const answer = await fetch(pairing.dataset.pairing, { cache: "no-store" }).catch(() => null);
  const state = pairing.querySelector("[data-part=state]");
  const { waits, words } = answer?.ok ? await answer.json() : { waits: true };
  state.textContent = words ?? pairing.dataset.away;
  if (waits) return;
  clearInterval(timer);
  // A moment before the end of its time a code is over, or claimed: the page says which.
  if (Date.now() - begun < pairing.dataset.seconds * 1000 - 1000)
    return location.assign(pairing.dataset.then);
  for (const part of pairing.querySelectorAll("[data-part=code]")) part.remove();
  pairing.querySelector("[data-part=over]").hidden = false;
}, 1000);

// A page that is older than its protection gets a new one, for every form on it.
export const headers = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");
export const desk = () => document.body.dataset.desk || "";

// Whether the desk answers this browser: false when its session has ended, or is another member's
// by now. Throws without an answer.
export async function renew() {
  const answer = await fetch(document.body.dataset.renew, {
    cache: "no-store",
    signal: AbortSignal.timeout(15000),
  });
  if (answer.status === 403) return false;
  if (!answer.ok) throw new Error();
  const { csrf, desk: now } = await answer.json();
  if (now !== desk()) return false;
  document.body.setAttribute("hx-headers", JSON.stringify({ ...headers(), "X-CSRFToken": csrf }));
  document
    .querySelectorAll("input[name=csrfmiddlewaretoken]")
    .forEach((field) => (field.value = csrf));
  return true;
}

// Sends what is typed, so that the desk keeps it; keepalive: also while the page is left. Throws
// when it may not be kept yet: the desk fails, or this browser's session has ended.
export async function keepTyped(path, body) {
  const post = () =>
    fetch(path, {
      method: "POST",
      body,
      headers: headers(),
      keepalive: body.toString().length < 60000,
      signal: AbortSignal.timeout(15000),
    });
  let answer = await post();
  if (answer.status === 403 && (await renew())) answer = await post();
  if (answer.status >= 500 || answer.status === 403) throw new Error(String(answer.status));
  return answer;
}

// Colours and type of the charts, read from the tokens, so that light, dark and paper need no
// second set.
const INKS = {
  ink: "#000",
  muted: "#333",
  line: "#999",
  rule: "#ccc",
  card: "#fff",
  raised: "#fff",
  todo: "#444",
  yes: "#444",
  "heat-0": "#eee",
  "heat-1": "#ddd",
  "heat-2": "#bbb",
  "heat-3": "#888",
  "heat-4": "#444",
};
let paper = false;

// The tokens are read before the page is laid out for the printer: there they still are those of
// the screen, pale on dark in the dark theme.
export function onPaper(draw) {
  paper = true;
  draw();
  paper = false;
}

export const token = (name) =>
  (paper && INKS[name]) ||
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export const numbers = new Intl.NumberFormat(document.documentElement.lang);
export const shares = new Intl.NumberFormat(document.documentElement.lang, {
  style: "percent",
  maximumFractionDigits: 0,
});

export function text() {
  return { fontFamily: "Atkinson, system-ui, sans-serif", fontSize: 13, color: token("muted") };
}

// The words of a point hold names that somebody typed: a node, since a text is taken for HTML.
export function tooltip(words) {
  return {
    confine: true,
    formatter: (point) =>
      Object.assign(document.createElement("span"), { textContent: words(point) }),
    borderWidth: 1,
    borderColor: token("line"),
    backgroundColor: token("raised"),
    padding: [6, 10],
    textStyle: { ...text(), color: token("ink") },
    extraCssText: "box-shadow: none",
  };
}

export function axis(data, more = {}) {
  return {
    type: "category",
    data,
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { ...text(), hideOverlap: true },
    ...more,
  };
}

export function counts(more = {}) {
  return {
    type: "value",
    minInterval: 1,
    axisLabel: { ...text(), formatter: (n) => numbers.format(n) },
    splitLine: { lineStyle: { color: token("rule") } },
    ...more,
  };
}

// The drawing stands beside its table: what it says in words is there; pictures need only a name.
export const base = () => ({ animation: false, textStyle: text(), aria: { enabled: false } });

// One function per kind of chart: the data of a figure in, the option of ECharts out.
import { axis, base, counts, shares, text, token, tooltip } from "./theme.js";

const levels = () => ["heat-0", "heat-1", "heat-2", "heat-3", "heat-4"].map(token);

// {days, hours, cells: [[hour, day, level, words, few, address]]}
export function heat({ days, hours, cells }) {
  const narrow = innerWidth < 600;
  return {
    ...base(),
    grid: { left: narrow ? 34 : 56, right: 8, top: 4, bottom: 24 },
    xAxis: axis(hours, { position: "bottom" }),
    yAxis: axis(days, { inverse: true }),
    visualMap: {
      show: false,
      dimension: 2,
      type: "piecewise",
      pieces: levels().map((color, value) => ({ value, color })),
    },
    tooltip: tooltip(({ data }) => data.value[3]),
    series: [
      {
        type: "heatmap",
        cursor: "pointer",
        data: cells.map((cell) => ({
          value: cell,
          itemStyle: cell[4]
            ? {
                color: token("card"),
                borderColor: token("line"),
                borderType: "dashed",
                borderWidth: 1.5,
                borderRadius: 6,
              }
            : { borderColor: token("card"), borderWidth: 3, borderRadius: 6 },
        })),
        emphasis: { itemStyle: { borderColor: token("focus"), borderWidth: 2 } },
      },
    ],
  };
}

// Of the months of a calendar as many are named as have room: each one, or one in two, three, six,
// twelve. Where a year ends within it, January is named by its year.
function named({ first, last, months }, width) {
  const count = (day) => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7));
  const many = count(last) - count(first) + 1;
  const room = Math.max(1, Math.floor((width - 38) / 46));
  const every = [1, 2, 3, 6, 12].find((step) => many / step <= room) || 12;
  return ({ yyyy, M }) => {
    if ((M - 1) % every) return "";
    return M === 1 && many > 12 ? yyyy : months[M - 1];
  };
}

// {first, last, cells: [[iso day, calls, words, address]], weekdays, months}
export function calendar({ first, last, cells, weekdays, months }, width) {
  const most = Math.max(1, ...cells.map((cell) => cell[1]));
  const blue = token("todo");
  return {
    ...base(),
    tooltip: tooltip(({ data }) => data.value[2]),
    visualMap: {
      show: false,
      min: 0,
      max: most,
      dimension: 1,
      inRange: { color: [token("heat-0"), blue] },
    },
    calendar: {
      range: [first, last],
      left: 34,
      right: 4,
      top: 22,
      bottom: 4,
      cellSize: ["auto", "auto"],
      splitLine: { show: false },
      itemStyle: { color: token("heat-0"), borderColor: token("card"), borderWidth: 2 },
      yearLabel: { show: false },
      dayLabel: { ...text(), firstDay: 1, nameMap: weekdays },
      monthLabel: { ...text(), nameMap: months, formatter: named({ first, last, months }, width) },
    },
    series: [
      {
        type: "heatmap",
        coordinateSystem: "calendar",
        cursor: "pointer",
        data: cells.map((value) => ({ value })),
        emphasis: { itemStyle: { borderColor: token("focus"), borderWidth: 2 } },
      },
    ],
  };
}

// {labels, values, words, color, addresses}
export function bars({ labels, values, words, color }) {
  return {
    ...base(),
    grid: { left: 40, right: 8, top: 10, bottom: 24 },
    xAxis: axis(labels),
    yAxis: counts(),
    tooltip: tooltip(({ dataIndex }) => words[dataIndex]),
    series: [
      {
        type: "bar",
        data: values,
        barMaxWidth: 36,
        itemStyle: { color: token(color || "todo"), borderRadius: [4, 4, 0, 0] },
      },
    ],
  };
}

// {labels, rates: [[share, low, high]], words, mean}: a point with its interval on each line, the
// mean of all as a rule
export function intervals({ labels, rates, words, mean }) {
  const whisker = (_params, api) => {
    const [low, high] = [
      api.coord([api.value(1), api.value(0)]),
      api.coord([api.value(2), api.value(0)]),
    ];
    return {
      type: "line",
      shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] },
      style: { stroke: token("todo"), lineWidth: 6, opacity: 0.3, lineCap: "round" },
    };
  };
  return {
    ...base(),
    grid: { left: 8, right: 16, top: 6, bottom: 26, containLabel: true },
    xAxis: counts({
      max: (range) => Math.min(1, Math.ceil(range.max * 10) / 10),
      minInterval: 0,
      axisLabel: { ...text(), hideOverlap: true, formatter: (n) => shares.format(n) },
    }),
    yAxis: axis(labels, {
      inverse: true,
      axisLabel: {
        ...text(),
        color: token("ink"),
        width: innerWidth < 600 ? 110 : 240,
        overflow: "truncate",
      },
    }),
    tooltip: tooltip(({ dataIndex }) => words[dataIndex]),
    series: [
      {
        type: "custom",
        renderItem: whisker,
        data: rates.map(([, low, high], i) => [i, low, high]),
        encode: { x: [1, 2], y: 0 },
      },
      {
        type: "scatter",
        symbolSize: 11,
        data: rates.map(([share], i) => [share, i]),
        itemStyle: { color: token("todo") },
        markLine: {
          silent: true,
          symbol: "none",
          label: { show: false },
          lineStyle: { color: token("muted"), type: "dashed" },
          data: [{ xAxis: mean }],
        },
      },
    ],
  };
}

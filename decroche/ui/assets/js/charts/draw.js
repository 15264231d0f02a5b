// Draws every <figure data-chart="kind"> from the JSON inside it, anew when its size or the colours
// change.
import { BarChart, CustomChart, HeatmapChart, ScatterChart } from "echarts/charts";
import {
  CalendarComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import * as kinds from "./kinds.js";
import { onPaper } from "./theme.js";

use([
  BarChart,
  CustomChart,
  HeatmapChart,
  ScatterChart,
  CalendarComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
]);

function draw(figure) {
  const data = JSON.parse(figure.querySelector("script").textContent);
  const place = figure.querySelector(".canvas");
  place.hidden = false;
  if (data.rates) place.style.blockSize = `${46 + 38 * data.rates.length}px`;
  const chart = init(place, null, { renderer: "svg" });
  const redraw = (width = place.clientWidth) =>
    chart.setOption(kinds[figure.dataset.chart](data, width), true);
  redraw();
  // A plain click on what the pointer is over: ECharts' own click is lost when it redraws between
  // press and release.
  let address = "";
  chart.on("mouseover", ({ dataIndex, data: point }) => {
    address = data.addresses ? data.addresses[dataIndex] : point.value?.at(-1);
  });
  chart.on("mouseout", () => {
    address = "";
  });
  place.addEventListener("click", () => {
    if (typeof address === "string" && address.startsWith("/")) location.assign(address);
  });
  let width = place.clientWidth;
  new ResizeObserver(() => {
    if (place.clientWidth !== width) {
      chart.resize();
      redraw();
    }
    width = place.clientWidth;
  }).observe(place);
  for (const colours of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
    matchMedia(colours).addEventListener("change", () => redraw());
  addEventListener("beforeprint", () => {
    chart.resize({ width: 640, height: place.clientHeight });
    onPaper(() => redraw(640));
  });
  addEventListener("afterprint", () => {
    chart.resize({ width: "auto", height: "auto" });
    redraw();
  });
}

for (const figure of document.querySelectorAll("figure[data-chart]")) draw(figure);

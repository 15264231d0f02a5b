// The charts of the Bilan: ECharts in parts, on its own, so that no other page pays for it.
import "./js/charts/draw.js";

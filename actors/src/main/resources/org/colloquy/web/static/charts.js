// Curves by uPlot, in the page's colours.

import uPlot from "/lib/uplot.js";
import { h } from "./dom.js";
import { number } from "./format.js";

const HEIGHT = 210;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/**
 * A picture of curves over one axis.
 * series: [{ name, hue, values, dash }]; values may hold null. Lives until the signal.
 */
export function curves({ title, x, xName, series, unit = "", low, high, signal }) {
  const drawn = series.filter((one) => one.values.some((value) => value !== null));
  const place = h("div", { class: "plot" });
  const legend = h("ul", { class: "legend" }, drawn.map((one) =>
    h("li", {}, h("span", { class: one.dash ? "line dashed" : "line", "--hue": `var(--c${one.hue % 8})` }), one.name, " ", h("span", { class: "num dim" }, last(one.values, unit)))));
  const figure = h("figure", { class: "chart", role: "group", "aria-label": title + ". " + drawn.map((one) => summary(one, unit)).join("; ") },
    h("figcaption", {}, title), legend, place);
  if (drawn.length === 0) {
    place.append(h("p", { class: "dim none" }, "Nothing yet."));
    return figure;
  }
  let plot = null;
  const build = () => {
    plot?.destroy();
    const width = Math.max(200, place.clientWidth);
    const axis = { stroke: colour("--dim"), grid: { stroke: colour("--rule"), width: 1 }, ticks: { stroke: colour("--rule"), width: 1 }, font: "12px system-ui", size: 58 };
    plot = new uPlot({
      width, height: HEIGHT, legend: { show: false }, cursor: { drag: { x: false, y: false }, points: { size: 7 } },
      scales: { x: { time: false }, y: { range: (_, min, max) => bounds(min, max, low, high) } },
      axes: [{ ...axis, size: 30, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000], values: (_, marks) => marks.map((mark) => (Number.isInteger(mark) ? String(mark) : "")) }, { ...axis, values: (_, marks) => marks.map((mark) => mark === 0 ? "0" : number(Number(mark.toPrecision(6)))) }],
      series: [{ label: xName }, ...drawn.map((one) => ({
        label: one.name, stroke: colour(`--c${one.hue % 8}`), width: 2, dash: one.dash, spanGaps: true,
        points: { show: x.length < 40, size: 5, fill: colour(`--c${one.hue % 8}`) } }))],
      hooks: { setCursor: [(u) => tell(u, tip, x, xName, drawn, unit)] },
    }, [x, ...drawn.map((one) => one.values)], place);
  };
  const tip = h("div", { class: "tip", "aria-hidden": "true" });
  figure.append(tip);
  const watcher = new ResizeObserver(() => {
    if (!place.isConnected) return;
    if (plot === null) build();
    else if (Math.abs(plot.width - place.clientWidth) > 2) plot.setSize({ width: Math.max(200, place.clientWidth), height: HEIGHT });
  });
  watcher.observe(place);
  window.addEventListener("theme", () => plot && build(), { signal });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot && build(), { signal });
  signal.addEventListener("abort", () => {
    watcher.disconnect();
    plot?.destroy();
  });
  return figure;
}

function bounds(min, max, low, high) {
  const from = low ?? min;
  const to = high ?? max;
  if (from === null || to === null) return [0, 1];
  const room = (to - from) * 0.06 || Math.abs(to) * 0.1 || 1;
  return [low ?? from - room, high ?? to + room];
}

function tell(u, tip, x, xName, drawn, unit) {
  const at = u.cursor.idx;
  tip.textContent = at === null || at === undefined ? "" : `${xName} ${x[at]}: ` + drawn.map((one) => one.values[at] === null ? "" : `${one.name} ${number(one.values[at])}${unit}`).filter(Boolean).join(", ");
}

function last(values, unit) {
  const there = values.filter((value) => value !== null);
  return there.length ? number(there.at(-1)) + unit : "";
}

function summary(one, unit) {
  const there = one.values.filter((value) => value !== null);
  return `${one.name} from ${number(there[0])}${unit} to ${number(there.at(-1))}${unit}`;
}

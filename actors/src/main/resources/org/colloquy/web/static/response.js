// The item-response picture and the heat map.

import { search } from "./api.js";
import { h, svg } from "./dom.js";

const WIDTH = 760;
const HEIGHT = 300;
const EDGE = { left: 44, right: 86, top: 26, bottom: 38 };

/** P(right) by difficulty: a curve for each agent, a mark for each question. */
export function responsePicture(data, run) {
  const difficulties = data.questions.map((one) => one.difficulty);
  const abilities = data.agents.map((one) => one.ability);
  const low = Math.min(-2, ...difficulties, ...abilities) - 0.4;
  const high = Math.max(2, ...difficulties, ...abilities) + 0.4;
  const x = (difficulty) => EDGE.left + ((difficulty - low) / (high - low)) * (WIDTH - EDGE.left - EDGE.right);
  const y = (p) => EDGE.top + (1 - p) * (HEIGHT - EDGE.top - EDGE.bottom);
  const curve = (ability) => Array.from({ length: 81 }, (_, i) => low + ((high - low) * i) / 80)
    .map((d) => `${x(d).toFixed(1)},${y(1 / (1 + Math.exp(-1.7 * (ability - d)))).toFixed(1)}`).join(" ");
  const ends = labelPlaces(data.agents.map((one) => y(1 / (1 + Math.exp(-1.7 * (one.ability - high))))));
  const cooperate = data.questions.filter((one) => one.mode === "cooperate").length;
  const words = `${data.agents.map((one) => `${one.agent} has ability ${one.ability.toFixed(2)}`).join(", ")}. Of ${data.questions.length} questions shown, ${cooperate} were met as colleagues.`;
  return h("figure", { class: "chart response" },
    h("ul", { class: "legend" },
      h("li", {}, mark("cooperate"), "cooperate ", h("span", { class: "dim" }, String(cooperate))),
      h("li", {}, mark("compete"), "compete ", h("span", { class: "dim" }, String(data.questions.length - cooperate)))),
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": "Item-response picture. " + words },
      [0, 0.25, 0.5, 0.75, 1].map((p) => [
        svg("line", { class: p === 0.5 ? "half" : "rule", x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(p), y2: y(p) }),
        svg("text", { x: EDGE.left - 8, y: y(p) + 4, "text-anchor": "end" }, String(p))]),
      Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, i) => Math.ceil(low) + i).map((d) =>
        svg("text", { x: x(d), y: HEIGHT - EDGE.bottom + 18, "text-anchor": "middle" }, String(d))),
      svg("text", { x: WIDTH - EDGE.right, y: HEIGHT - 4, "text-anchor": "end" }, "difficulty"),
      svg("text", { x: 6, y: 12 }, "P(right)"),
      data.agents.map((one, i) => {
        const hue = run.agents.findIndex((agent) => agent.name === one.agent);
        return [svg("polyline", { class: "irt-curve", points: curve(one.ability), "--hue": `var(--c${hue % 8})` }),
          svg("text", { class: "curve-name", x: WIDTH - EDGE.right + 8, y: ends[i] + 4, "--hue": `var(--c${hue % 8})` }, one.agent)];
      }),
      data.questions.map((one) => dot(one, x, y, data, run))),
    data.total > data.questions.length && h("p", { class: "dim" }, `${data.questions.length} of ${data.total} questions, evenly picked.`));
}

function dot(one, x, y, data, run) {
  const [cx, cy] = [x(one.difficulty), y(one.pooled)];
  const title = svg("title", {}, `Question ${data.iteration}.${one.question}: ${one.family} ${one.level}, difficulty ${one.difficulty.toFixed(2)}, pooled P ${one.pooled.toFixed(2)}, ${one.mode}`);
  const shape = one.mode === "cooperate"
    ? svg("circle", { cx, cy, r: 5 }, title)
    : svg("path", { d: `M${cx} ${cy - 6.5}L${cx + 6} ${cy + 4.5}H${cx - 6}Z` }, title);
  return svg("a", { href: "/run" + search({ run: run.id, tab: "dialogues", iteration: data.iteration, question: one.question }), class: "question-dot " + one.mode, tabindex: -1 }, shape);
}

function mark(mode) {
  return svg("svg", { class: "key question-dot " + mode, viewBox: "-8 -8 16 16", width: 14, height: 14, "aria-hidden": "true" },
    mode === "cooperate" ? svg("circle", { r: 5 }) : svg("path", { d: "M0 -6.5L6 4.5H-6Z" }));
}

/** Names at the curves' ends, moved apart where they would touch. */
function labelPlaces(wanted) {
  const order = wanted.map((place, i) => [place, i]).sort((a, b) => a[0] - b[0]);
  const places = [];
  let above = -Infinity;
  for (const [place, i] of order) {
    above = Math.max(place, above + 15);
    places[i] = above;
  }
  const over = Math.max(0, above - (HEIGHT - EDGE.bottom));
  return places.map((place) => place - over);
}

/** Shares of right answers by family and level: left before the discussion, right after it. */
export function heatMaps(run) {
  const families = [...new Set(run.heat.map((cell) => cell.family))].sort();
  const levels = [...new Set(run.heat.map((cell) => cell.level))].sort((a, b) => a - b);
  const discussed = run.accuracy.some((agent) => agent.mended + agent.spoiled > 0) || run.protocols.some((name) => name !== "solo");
  const agents = run.agents.slice(0, 8);
  return h("div", { class: "heats" }, agents.map((agent, i) => h("div", { class: "wide heat" }, h("table", {},
    h("caption", {}, h("span", { class: "dot", "--hue": `var(--c${i % 8})` }), agent.name, h("span", { class: "dim" }, discussed ? " - % right alone | final" : " - % right")),
    h("thead", {}, h("tr", {}, h("th", {}, "Family"), levels.map((level) => h("th", { class: "grade", scope: "col" }, level === 0 ? "any" : "Level " + level)))),
    h("tbody", {}, families.map((family) => h("tr", {}, h("th", { scope: "row" }, family),
      levels.map((level) => {
        const cell = run.heat.find((one) => one.family === family && one.level === level);
        return cell ? heatCell(cell, cell.agents[i], agent.name, run, discussed) : h("td", { class: "heat-cell none" }, "");
      }))))))));
}

function heatCell(cell, tally, agent, run, discussed) {
  if (tally.answers === 0) return h("td", { class: "heat-cell none" }, "");
  const half = (share) => h("span", { class: "half", "--share": share.share }, (100 * share.share).toFixed(0));
  const title = `${agent}, ${cell.family} level ${cell.level}: ${tally.solo.right} of ${tally.answers} right alone, ${tally.last.right} at the end`;
  return h("td", { class: "heat-cell" }, h("a", { title, "aria-label": title, href: "/run" + search({ run: run.id, tab: "dialogues", family: cell.family, level: cell.level, agent }) },
    half(tally.solo), discussed && half(tally.last)));
}

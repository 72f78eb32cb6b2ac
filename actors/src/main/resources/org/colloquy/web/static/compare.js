// Two runs, or two iterations, side by side.

import { ask, changed, search } from "./api.js";
import { h, plain, show } from "./dom.js";
import { count, percent } from "./format.js";
import { badge, crumbs, empty, select, shareBar } from "./parts.js";
import { board, question } from "./board.js";

export async function comparePage(main, parameters, { signal, go }) {
  document.title = "Compare - Colloquy";
  crumbs(["Runs", "/"], ["Compare"]);
  const { runs } = await ask("runs", {}, signal);
  const names = runs.filter((run) => run.standing !== "unreadable").map((run) => [run.id, run.name + " \u00b7 " + run.id]);
  const set = (changes) => go("/compare" + changed({ leftDialogue: "", rightDialogue: "", ...changes }), { replace: true });
  const form = h("form", { class: "filters compare-form", onsubmit: (event) => event.preventDefault() },
    sides(names, parameters, set));
  const place = h("div", {});
  show(main, h("h1", {}, "Compare"), form, place);
  if (!parameters.left || !parameters.right) {
    show(place, empty("Choose two runs", "They are compared on the questions that both asked."));
    return;
  }
  const { left, right, leftIteration, rightIteration } = parameters;
  const data = await ask("compare", { left, right, leftIteration, rightIteration }, signal);
  if (signal.aborted) return;
  const unread = [data.left, data.right].filter((run) => !run.index.current && run.standing !== "running");
  if (unread.length > 0) setTimeout(() => !signal.aborted && go(location.pathname + location.search, { replace: true }), 1500);
  show(place, unread.length > 0 && h("p", { class: "warning", role: "status" }, "Still reading " + unread.map((run) => run.id).join(" and ") + "; what is compared grows."), heads(data), difference(data), accuracy(data), flips(data, parameters));
  if (parameters.leftDialogue && parameters.rightDialogue) await together(place, parameters, signal);
}

function sides(names, parameters, set) {
  return ["left", "right"].flatMap((side) => [
    select(side === "left" ? "Left" : "Right", side, parameters[side], [["", "choose \u2026"], ...names], (value) => set({ [side]: value, [side + "Iteration"]: "" })),
    h("label", { class: "field" }, h("span", {}, "Iteration"), h("input", { type: "number", min: 0, placeholder: "all", value: parameters[side + "Iteration"] ?? "", onchange: (event) => set({ [side + "Iteration"]: event.target.value }) }))]);
}

function heads(data) {
  return h("div", { class: "two" }, [data.left, data.right].map((run) => h("div", { class: "card" },
    h("div", { class: "title-row" }, h("h2", {}, h("a", { href: "/run" + search({ run: run.id }) }, plain(run.name))), badge(run.standing)),
    h("p", { class: "sub" }, plain(run.id), run.iteration === undefined ? "" : ", iteration " + run.iteration),
    h("p", { class: "digest" }, run.digest ? h("code", {}, run.digest.slice(0, 24) + "\u2026") : "no digest yet"),
    run.exam && h("p", { class: "sub" }, `Evaluated alone after ${run.exam.version} iterations: `, run.exam.agents.map((mark, i) => (i ? ", " : "") + mark.agent + " " + percent(mark.share))))));
}

function difference(data) {
  if (data.identical) return h("p", { class: "same" }, "The logs are identical, record for record.");
  const at = data.difference;
  return h("section", {}, h("h2", {}, "First record that differs"),
    h("p", { class: "lead" }, `Record ${count(at.seq)}, field `, h("code", {}, at.field), ". All before it is equal."),
    h("div", { class: "two" }, h("pre", { class: "prompt" }, plain(at.left)), h("pre", { class: "prompt" }, plain(at.right))));
}

function accuracy(data) {
  if (data.questions === 0) return empty("No question in common", "Accuracies cannot be paired; the runs asked different questions.");
  const rows = data.accuracy.flatMap((agent, i) => [["first idea", agent.solo], ["final answer", agent.last]].map(([what, one]) => h("tr", {},
    h("th", { scope: "row" }, agent.agent, h("div", { class: "sub" }, what)),
    h("td", { "data-label": "Left" }, shareBar(one.left, i)), h("td", { "data-label": "Right" }, shareBar(one.right, i)),
    h("td", { class: "num", "data-label": "Difference" }, one.difference === undefined ? "" : [points(one.difference), one.low === undefined ? "" : h("div", { class: "sub" }, `${points(one.low)} to ${points(one.high)}`)]))));
  return h("section", {}, h("h2", {}, "Accuracy on " + count(data.questions) + " questions in common"),
    h("p", { class: "lead" }, "The difference is right minus left in percentage points, paired by question, with Student's interval at 95\u202f%."),
    data.agents.length === 0 ? empty("No agent in common", "Agents are matched by name.") :
      h("div", { class: "wide" }, h("table", { class: "rows" }, h("thead", {}, h("tr", {}, h("th", {}, "Agent"), h("th", {}, "Left"), h("th", {}, "Right"), h("th", { class: "num" }, "Difference"))), h("tbody", {}, rows))));
}

const points = (share) => (share > 0 ? "+" : share < 0 ? "\u2212" : "") + Math.abs(100 * share).toFixed(1);

function flips(data, parameters) {
  if (data.flips.length === 0) return data.questions > 0 && h("section", {}, h("h2", {}, "Questions that flipped"), h("p", { class: "lead" }, "None: the same final answers were right on both sides."));
  return h("section", {}, h("h2", {}, "Questions that flipped"),
    h("p", { class: "lead" }, `${count(data.gained)} right only on the right side, ${count(data.lost)} right only on the left side. Each opens both dialogues next to each other.`),
    h("div", { class: "wide flips" }, h("table", { class: "rows" }, h("thead", {}, h("tr", {}, h("th", {}, "Question"), h("th", {}, "Agent"), h("th", {}, "Right on"), h("th", {}, "Dialogues"))),
      h("tbody", {}, data.flips.map((flip) => h("tr", {},
        h("th", { scope: "row" }, flip.family + (flip.level ? " " + flip.level : "")), h("td", { "data-label": "Agent" }, flip.agent),
        h("td", { "data-label": "Right on" }, flip.gained ? "the right" : "the left"),
        h("td", {}, h("a", { href: "/compare" + search({ ...parameters, leftDialogue: flip.left, rightDialogue: flip.right }) }, flip.left + " | " + flip.right))))))),
    data.flips.length < data.gained + data.lost && h("p", { class: "dim" }, `The first ${data.flips.length}.`));
}

async function together(place, parameters, signal) {
  const [left, right] = await Promise.all([["left", "leftDialogue"], ["right", "rightDialogue"]].map(([run, id]) => ask("dialogue", { run: parameters[run], id: parameters[id] }, signal)));
  const half = (one, run) => h("div", { class: "card" }, h("h3", {}, h("a", { href: "/dialogue" + search({ run, id: one.id }) }, one.id), " in ", run), question(one), board(one, { run }, signal));
  const section = h("section", { tabindex: -1, class: "together" }, h("h2", {}, "Next to each other"), h("div", { class: "two" }, half(left, parameters.left), half(right, parameters.right)));
  place.prepend(section);
}

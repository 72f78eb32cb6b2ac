// What the policies learned: curves over the iterations.

import { ask } from "./api.js";
import { curves } from "./charts.js";
import { h, show } from "./dom.js";
import { number, percent } from "./format.js";
import { empty, shareBar } from "./parts.js";

const POLICY_CURVES = [
  ["reward", "Reward", ""], ["kl", "KL", ""], ["entropy", "Entropy, nats", ""],
  ["zeroSpread", "Groups without spread, %", "%"], ["completionTokens", "Length, tokens", ""], ["gradientNorm", "Gradient norm", ""],
];

export async function learningTab(body, run, parameters, { signal, first }) {
  const data = await ask("learning", { run: parameters.run }, signal);
  if (signal.aborted) return;
  const told = JSON.stringify([data.policies, data.exams]);
  if (!first && told === learningTab.told) return;
  learningTab.told = told;
  // Drawn anew when an iteration is over: the curves before are let go.
  learningTab.inner?.abort();
  const inner = new AbortController();
  learningTab.inner = inner;
  signal.addEventListener("abort", () => inner.abort(), { signal: inner.signal });
  const open = !first && body.querySelector("details.numbers")?.open;
  if (data.exams.length === 0 && data.iteration.length === 0) {
    show(body, empty("Nothing learned yet", "Curves appear after the first iteration."));
    return;
  }
  show(body, exams(data, run, inner.signal), whileLearning(data, run, inner.signal), numbers(data, open));
}

const hue = (names, name) => Math.max(0, names.indexOf(name));
const hundred = (values) => values.map((value) => (value === null ? null : 100 * value));

function exams(data, run, signal) {
  const names = run.agents.map((agent) => agent.name);
  const of = (name) => data.exams.map((exam) => exam.agents.find((mark) => mark.agent === name)?.share ?? null);
  const first = data.exams[0];
  const last = data.exams.at(-1);
  return h("section", {}, h("h2", {}, "Alone, on questions that no policy was trained on"),
    data.exams.length === 0 ? h("p", { class: "lead" }, "This run is not evaluated, or not yet.") : [
      h("div", { class: "charts one" }, curves({ title: "Right alone, % (greedy, validation draw)", x: data.exams.map((exam) => exam.version), xName: "after", unit: "\u202f%", signal,
        series: names.map((name) => ({ name, hue: hue(names, name), values: hundred(of(name)) })) })),
      h("div", { class: "wide" }, h("table", { class: "rows" },
        h("thead", {}, h("tr", {}, h("th", {}, "Agent"), h("th", {}, first.version === 0 ? "Before training" : "After " + first.version), h("th", {}, "After " + last.version + " iterations"), h("th", { class: "num" }, "Change"))),
        h("tbody", {}, first.agents.map((mark) => {
          const after = last.agents.find((other) => other.agent === mark.agent) ?? mark;
          const change = after.share - mark.share;
          return h("tr", {}, h("th", { scope: "row" }, mark.agent), h("td", { "data-label": "First" }, shareBar(mark, hue(names, mark.agent))), h("td", { "data-label": "Last" }, shareBar(after, hue(names, mark.agent))),
            h("td", { class: "num", "data-label": "Change" }, (change > 0 ? "+" : change < 0 ? "\u2212" : "") + percent(Math.abs(change))));
        })))),
    ]);
}

function whileLearning(data, run, signal) {
  const names = run.agents.map((agent) => agent.name);
  const policies = Object.keys(data.policies);
  const x = data.iteration;
  const chart = (title, series, unit = "") => curves({ title, x, xName: "iteration", unit, series, signal });
  const byPolicy = (key, scale) => policies.map((policy, i) => ({ name: policy, hue: names.includes(policy) ? hue(names, policy) : i, values: scale ? hundred(data.policies[policy][key]) : data.policies[policy][key] }));
  return h("section", {}, h("h2", {}, "While learning"), h("div", { class: "charts" },
    chart("First ideas right, %", names.map((name) => ({ name, hue: hue(names, name), values: hundred(data.agents[name].solo) })), "\u202f%"),
    POLICY_CURVES.map(([key, title, unit]) => chart(title, byPolicy(key, unit === "%"), unit === "%" ? "\u202f%" : "")),
    chart("Tokens clipped, %", policies.flatMap((policy, i) => {
      const at = names.includes(policy) ? hue(names, policy) : i;
      return [{ name: policy + " below", hue: at, values: hundred(data.policies[policy].clippedLow) }, { name: policy + " above", hue: at, dash: [5, 4], values: hundred(data.policies[policy].clippedHigh) }];
    }), "\u202f%"),
    chart("Tokens sampled per second", [{ name: "tokens/s", hue: 2, values: data.tokensPerSecond }]),
    chart("Seconds by phase", Object.entries(data.seconds).map(([phase, values], i) => ({ name: phase, hue: [0, 1, 2][i], values })), "\u202fs")));
}

/** The same as numbers, for those who cannot or need not see curves. */
function numbers(data, open) {
  const policies = Object.keys(data.policies);
  const rows = data.iteration.map((iteration, i) => [iteration, i]).slice(-200);
  return h("details", { class: "numbers", open: open || false }, h("summary", {}, "As numbers", data.iteration.length > 200 ? " (the last 200 iterations)" : ""),
    h("div", { class: "wide" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { class: "num" }, "Iteration"), policies.flatMap((policy) => ["reward", "KL", "entropy", "no spread"].map((name) => h("th", { class: "num" }, policy + " " + name))))),
      h("tbody", {}, rows.map(([iteration, i]) => h("tr", {}, h("th", { scope: "row", class: "num" }, String(iteration)),
        policies.flatMap((policy) => ["reward", "kl", "entropy", "zeroSpread"].map((key) => h("td", { class: "num" }, data.policies[policy][key][i] === null ? "" : number(data.policies[policy][key][i]))))))))));
}

// The table of a run's dialogues, with its filters.

import { ask, changed, search } from "./api.js";
import { h, plain, show } from "./dom.js";
import { count } from "./format.js";
import { empty, mark, modeTag, select } from "./parts.js";

export const FILTERS = ["iteration", "question", "family", "level", "mode", "agent", "outcome", "flip", "order"];
const PAGE = 50;

export async function dialoguesTab(body, run, parameters, { signal, go, first }) {
  const offset = Math.max(0, Number.parseInt(parameters.offset ?? "0", 10) || 0);
  const filter = Object.fromEntries(FILTERS.map((name) => [name, parameters[name]]));
  const answer = await ask("dialogues", { run: parameters.run, ...filter, offset, limit: PAGE }, signal);
  const address = (changes) => "/run" + search({ run: parameters.run, tab: "dialogues", ...filter, ...changes });
  const table = h("div", { class: "table-place" }, rows(answer, run, parameters, filter, address, offset));
  if (first) {
    show(body, form(run, parameters, (name, value) => go(location.pathname + changed({ [name]: value, offset: "" }), { replace: true })), table);
  } else {
    body.querySelector(".table-place")?.replaceWith(table);
  }
}

function form(run, parameters, set) {
  const any = (entries) => [["", "any"], ...entries.map((entry) => (Array.isArray(entry) ? entry : [String(entry), String(entry)]))];
  const levels = [...new Set(run.heat.map((cell) => cell.level))].sort((a, b) => a - b);
  const field = (label, name, entries) => select(label, name, parameters[name], entries, (value) => set(name, value));
  return h("form", { class: "filters", onsubmit: (event) => event.preventDefault() },
    run.iterations > 1 && h("label", { class: "field" }, h("span", {}, "Iteration"),
      h("input", { type: "number", name: "iteration", min: 0, max: run.iterations - 1, value: parameters.iteration ?? "", placeholder: "any", onchange: (event) => set("iteration", event.target.value) })),
    parameters.question && h("span", { class: "chip" }, "question " + parameters.question, h("button", { type: "button", class: "quiet", "aria-label": "Any question", onclick: () => set("question", "") }, "\u00d7")),
    field("Family", "family", any(run.families)),
    field("Level", "level", any(levels)),
    field("Mode", "mode", any(["cooperate", "compete"])),
    field("Agent", "agent", any(run.agents.map((agent) => agent.name))),
    field("Final answer", "outcome", any(["right", "wrong", "malformed", ["failed", "dialogue failed"]])),
    field("Flip", "flip", any([["mended", "wrong to right"], ["spoiled", "right to wrong"], ["either", "either"]])),
    select("Order", "order", parameters.order, [["", "first to last"], ["newest", "last to first"]], (value) => set("order", value)));
}

function rows(answer, run, parameters, filter, address, offset) {
  if (answer.total === 0) {
    const filtered = Object.values(filter).some((value) => value);
    return filtered
      ? empty("No dialogue fits", h("a", { href: "/run" + search({ run: parameters.run, tab: "dialogues" }) }, "Show all " + count(run.dialogues)), ".")
      : empty("No dialogue yet", "It appears here by itself.");
  }
  const last = Math.min(offset + PAGE, answer.total);
  return [
    h("div", { class: "wide" }, h("table", { class: "rows dialogues" },
      h("thead", {}, h("tr", {}, h("th", {}, "Dialogue"), h("th", {}, "Question"), h("th", {}, "Kind"), h("th", {}, "Mode"),
        answer.agents.slice(0, 8).map((agent) => h("th", { class: "grade", title: agent + ": alone, then final" }, agent)), h("th", { class: "num" }, "Tokens"))),
      h("tbody", {}, answer.dialogues.map((one) => row(one, answer.agents, parameters, filter))))),
    h("nav", { class: "pager", "aria-label": "Pages" },
      offset > 0 && h("a", { class: "button", href: address({ offset: Math.max(0, offset - PAGE) || "" }), rel: "prev" }, "\u2190 Earlier"),
      h("span", {}, `${count(offset + 1)} to ${count(last)} of ${count(answer.total)}`),
      last < answer.total && h("a", { class: "button", href: address({ offset: offset + PAGE }), rel: "next" }, "Later \u2192")),
  ];
}

function row(one, agents, parameters, filter) {
  const href = "/dialogue" + search({ run: parameters.run, id: one.id });
  return h("tr", {},
    h("th", { scope: "row" }, h("a", { href }, one.id)),
    h("td", { class: "question" }, plain(one.text)),
    h("td", { "data-label": "Kind" }, one.family + (one.level ? " " + one.level : "")),
    h("td", { "data-label": "Mode" }, one.status === "failed" ? h("span", { class: "badge failed" }, "failed") : modeTag(one.mode)),
    one.answers.slice(0, 8).map((answer, i) => h("td", { class: "grade", "data-label": agents[i] }, marks(answer))),
    h("td", { class: "num", "data-label": "Tokens" }, count(one.tokens)));
}

function marks(answer) {
  if (!answer.solo) return mark();
  return h("span", { class: "change" }, mark(answer.solo, "alone"), h("span", { "aria-hidden": "true" }, "\u2192"), mark(answer.last, "final"));
}

// All runs of the folder.

import { ask, search } from "./api.js";
import { h, plain, show } from "./dom.js";
import { count, duration, percent, when } from "./format.js";
import { badge, crumbs, empty, select } from "./parts.js";

const SORTS = {
  started: ["Started", (run) => run.started ?? "", -1],
  name: ["Scenario", (run) => run.name, 1],
  standing: ["Status", (run) => run.standing, 1],
  dialogues: ["Dialogues", (run) => run.dialogues ?? 0, -1],
  solo: ["Alone", (run) => mean(run, "solo"), -1],
  last: ["Final", (run) => mean(run, "last"), -1],
  seconds: ["Time", (run) => run.seconds ?? 0, -1],
};

export async function runsPage(main, parameters, { signal, go }) {
  document.title = "Runs - Colloquy";
  crumbs();
  const answer = await ask("runs", {}, signal);
  if (answer.single && !parameters.stay && answer.runs.length === 1) {
    await go("/run" + search({ run: answer.runs[0].id }), { replace: true });
    return;
  }
  const table = h("div", {});
  const set = (name, value) => {
    parameters[name] = value;
    history.replaceState(null, "", "/" + search(parameters));
    list();
  };
  const names = [...new Set(answer.runs.map((run) => run.name))].sort();
  const find = h("input", {
    type: "search", name: "q", value: parameters.q ?? "", placeholder: "name, agent, digest",
    oninput: (event) => set("q", event.target.value),
  });
  const list = () => show(table, body(answer.runs, parameters, set));
  show(main,
    h("div", { class: "title-row" }, h("h1", {}, "Runs"), answer.runs.length > 1 && h("a", { class: "button push", href: "/compare" }, "Compare")),
    answer.runs.length > 0 && h("form", { class: "filters", onsubmit: (event) => event.preventDefault() },
      h("label", { class: "field" }, h("span", {}, "Search"), find),
      select("Status", "standing", parameters.standing, [["", "any"], ...["running", "finished", "resumable", "failed", "unreadable"].map((one) => [one, one])], (value) => set("standing", value)),
      select("Scenario", "scenario", parameters.scenario, [["", "any"], ...names.map((name) => [name, name])], (value) => set("scenario", value))),
    table);
  list();
  if (answer.runs.some((run) => run.standing === "running")) {
    const timer = setInterval(async () => {
      try {
        answer.runs = (await ask("runs", {}, signal)).runs;
        list();
      } catch {
        clearInterval(timer);
      }
    }, 3000);
    signal.addEventListener("abort", () => clearInterval(timer));
  }
}

function body(runs, parameters, set) {
  if (runs.length === 0) {
    return empty("No runs yet", "Make one with ", h("code", {}, "./colloquy run scenarios/quickstart.yaml"), " and it appears here.");
  }
  const shown = runs.filter((run) => fits(run, parameters));
  if (shown.length === 0) {
    return empty("No run fits", "Widen the search, or ", h("a", { href: "/" }, "show all " + runs.length + " runs"), ".");
  }
  const [key, way] = order(parameters);
  const value = SORTS[key][1];
  shown.sort((a, b) => way * (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0));
  return h("div", { class: "wide" }, h("table", { class: "rows runs" },
    h("caption", { class: "sr" }, shown.length + " runs"),
    h("thead", {}, h("tr", {}, head("name", parameters, set), h("th", {}, "Agents"), ...["standing", "dialogues", "solo", "last", "seconds", "started"].map((each) => head(each, parameters, set)), h("th", {}, "Digest"))),
    h("tbody", {}, shown.map(row))));
}

function order(parameters) {
  const key = SORTS[parameters.sort] ? parameters.sort : "started";
  return [key, parameters.way === "up" ? 1 : parameters.way === "down" ? -1 : SORTS[key][2]];
}

function head(key, parameters, set) {
  const [sorted, way] = order(parameters);
  const turned = sorted === key ? (way === 1 ? "down" : "up") : "";
  return h("th", { "aria-sort": sorted === key ? (way === 1 ? "ascending" : "descending") : false, class: ["dialogues", "solo", "last", "seconds"].includes(key) ? "num" : "" },
    h("button", { class: "sort", type: "button", onclick: () => { parameters.way = turned; set("sort", key); } },
      SORTS[key][0], h("span", { "aria-hidden": "true" }, sorted === key ? (way === 1 ? " \u25b4" : " \u25be") : "")));
}

function row(run) {
  const name = h("a", { class: "run-name", href: "/run" + search({ run: run.id }) }, plain(run.name));
  return h("tr", {},
    h("td", { "data-label": "Scenario" }, name, h("div", { class: "sub" }, plain(run.id))),
    h("td", { "data-label": "Agents" }, run.problem ? h("span", { class: "dim" }, plain(run.problem)) : agents(run)),
    h("td", { "data-label": "Status" }, badge(run.standing)),
    h("td", { "data-label": "Dialogues", class: "num" }, run.dialogues === undefined ? "" : count(run.dialogues)),
    h("td", { "data-label": "Alone", class: "num" }, shares(run, "solo")),
    h("td", { "data-label": "Final", class: "num" }, shares(run, "last")),
    h("td", { "data-label": "Time", class: "num" }, run.seconds === undefined ? "" : duration(run.seconds)),
    h("td", { "data-label": "Started" }, when(run.started)),
    h("td", { "data-label": "Digest" }, run.digest ? h("code", { title: run.digest }, run.digest.slice(0, 10)) : ""));
}

function agents(run) {
  const all = run.agents ?? [];
  const words = all.slice(0, 4).map((agent) => agent.name).join(", ") + (all.length > 4 ? " +" + (all.length - 4) : "");
  return h("span", {}, words, run.trains && h("span", { class: "tag" }, "training"));
}

/** The mean over agents, as in the table's order. */
function mean(run, which) {
  const all = (run.accuracy ?? []).filter((agent) => agent[which].asked > 0);
  return all.length ? all.reduce((sum, agent) => sum + agent[which].share, 0) / all.length : -1;
}

function shares(run, which) {
  const share = mean(run, which);
  if (share < 0) return "";
  const words = run.accuracy.map((agent) => agent.agent + " " + percent(agent[which].share)).join(", ");
  return h("span", { title: words }, percent(share));
}

function fits(run, { q, standing, scenario }) {
  const text = [run.name, run.id, run.digest, ...(run.agents ?? []).map((agent) => agent.name)].join(" ").toLowerCase();
  return (!q || q.toLowerCase().split(/\s+/).every((word) => text.includes(word)))
    && (!standing || run.standing === standing) && (!scenario || run.name === scenario);
}

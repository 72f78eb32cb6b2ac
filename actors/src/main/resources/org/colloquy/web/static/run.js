// One run: what it came to, its dialogues, what its policies learned, its scenario.

import { ask, follow, search } from "./api.js";
import { h, plain, show } from "./dom.js";
import { bytes, count, duration, percent, short, when } from "./format.js";
import { badge, crumbs, empty, modeTag, notice, shareBar } from "./parts.js";
import { dialoguesTab } from "./dialogues.js";
import { learningTab } from "./learning.js";
import { heatMaps, responsePicture } from "./response.js";

const TABS = { overview: ["Overview", overview], dialogues: ["Dialogues", dialoguesTab], learning: ["Learning", learningTab], scenario: ["Scenario", scenarioTab] };

export async function runPage(main, parameters, context) {
  const { signal, fresh } = context;
  const tab = TABS[parameters.tab] ? parameters.tab : "overview";
  const run = await ask("run", { run: parameters.run, iteration: tab === "overview" ? parameters.iteration : "" }, signal);
  document.title = run.name + " - Colloquy";
  crumbs(["Runs", "/"], [run.name]);
  const head = h("div", { class: "run-head" });
  const body = h("div", { class: "tab-body" });
  const draw = async (data, first) => {
    const focus = focusWithin(head, body);
    show(head, header(data, tab, parameters));
    if (first || tab !== "scenario") await TABS[tab][1](body, data, parameters, { ...context, first });
    focus();
  };
  await draw(run, true);
  if (signal.aborted) return;
  show(main, head, body);
  watch(run, parameters, context, draw);
}

/** Where the keyboard is within some parts; gives it back to the same place of what is drawn anew. */
function focusWithin(...parts) {
  const all = (part) => [...part.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")];
  const part = parts.find((one) => one.contains(document.activeElement));
  const at = part === undefined ? -1 : all(part).indexOf(document.activeElement);
  return () => {
    if (at >= 0 && document.activeElement === document.body) all(part)[at]?.focus({ preventScroll: true });
  };
}

/** Draws again as the log grows, once a second at most. */
function watch(run, parameters, { signal }, draw) {
  if (run.standing !== "running" && run.index.current) return;
  let records = run.index.records;
  let standing = run.standing;
  let busy = false;
  let missed = false;
  const again = async () => {
    if (busy) {
      missed = true;
      return;
    }
    busy = true;
    try {
      const next = await ask("run", { run: parameters.run, iteration: parameters.iteration }, signal);
      if (!signal.aborted) await draw(next, false);
    } catch (error) {
      if (error.name !== "AbortError") notice(error.message);
    } finally {
      setTimeout(() => {
        busy = false;
        if (missed && !signal.aborted) {
          missed = false;
          again();
        }
      }, 800);
    }
  };
  follow(parameters.run, signal, (progress) => {
    if (progress.records !== records || progress.standing !== standing || progress.current) {
      records = progress.records;
      standing = progress.standing;
      again();
    }
  }, () => {
    document.querySelector(".run-head")?.prepend(h("p", { class: "warning", role: "alert" }, "This run was deleted. What you see is the last that was read."));
  });
}

function header(run, tab, parameters) {
  const index = run.index;
  const reading = !index.current;
  const facts = [
    ["Dialogues", count(run.dialogues) + (run.failed ? ` (${count(run.failed)} failed)` : "")],
    ["Turns", short(run.turns)], ["Tokens", short(run.tokens)],
    run.trains && ["Iterations", count(run.iterations)],
    ["Seed", run.seed], ["Time", duration(run.seconds)], ["Started", when(run.started)],
    ["Log", bytes(index.bytes)],
  ].filter(Boolean);
  return [
    h("div", { class: "title-row" }, h("h1", {}, plain(run.name)), badge(run.standing), h("a", { class: "button push", href: "/compare" + search({ left: run.id }) }, "Compare")),
    h("p", { class: "sub" }, plain(run.id)),
    index.problem && h("p", { class: "warning", role: "alert" }, "The log is not sound: " + index.problem + ". What stands before is shown."),
    index.torn && run.standing !== "running" && h("p", { class: "warning" }, "The log ends within a record, as after a kill; colloquy resume mends it."),
    reading && h("div", { class: "reading", role: "status" },
      h("progress", { max: index.bytes, value: index.readBytes, "aria-label": "Log read" }),
      ` Reading the log: ${bytes(index.readBytes)} of ${bytes(index.bytes)}`),
    h("dl", { class: "facts" }, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    run.digest && h("p", { class: "digest" }, "Digest ", h("code", {}, run.digest)),
    h("nav", { class: "tabs", "aria-label": "Parts of the run" }, Object.entries(TABS).filter(([key]) => key !== "learning" || run.trains).map(([key, [words]]) =>
      h("a", { href: "/run" + search({ run: parameters.run, tab: key === "overview" ? "" : key }), "aria-current": key === tab ? "page" : false }, words))),
  ];
}

async function overview(body, run, parameters, { signal, go }) {
  if (run.dialogues === 0) {
    show(body, empty("No dialogue yet", run.standing === "running" ? "The run estimates the agents' abilities first. The first dialogue appears here by itself." : "The log holds no whole dialogue."));
    return;
  }
  const response = await ask("response", { run: parameters.run, iteration: parameters.iteration }, signal);
  show(body,
    run.iterations > 1 && iterationChoice(run, parameters, go),
    h("section", {}, h("h2", {}, "Alone and after the discussion"),
      h("p", { class: "lead" }, "How often each agent's first idea and its final answer were right, with Wilson's interval at 95\u202f%."),
      accuracyTable(run)),
    h("section", {}, h("h2", {}, "What the discussion changed"),
      h("p", { class: "lead" }, "Mended: wrong alone, right at the end. Spoiled: the other way round. Each number opens its dialogues."),
      flipTable(run)),
    response.agents.length > 0 && h("section", {}, h("h2", {}, "How modes were chosen"),
      h("p", { class: "lead" }, "Each agent's chance of a right answer by difficulty; each mark is a question at its pooled chance. Below one half the agents cooperate, unless the scenario says otherwise."),
      responsePicture(response, run)),
    h("section", {}, h("h2", {}, "Right and wrong by family and level"), heatMaps(run)));
}

function iterationChoice(run, parameters, go) {
  const to = (iteration) => "/run" + search({ run: parameters.run, iteration });
  const at = parameters.iteration === undefined ? undefined : Number(parameters.iteration);
  return h("form", { class: "filters", onsubmit: (event) => event.preventDefault() },
    h("label", { class: "field" }, h("span", {}, "Iteration"), h("input", { type: "number", min: 0, max: run.iterations - 1, value: at ?? "", placeholder: "all", onchange: (event) => go(to(event.target.value), { replace: true }) })),
    h("a", { class: "button", href: to(0), "aria-current": at === 0 ? "true" : false }, "First"), h("a", { class: "button", href: to(run.iterations - 1), "aria-current": at === run.iterations - 1 ? "true" : false }, "Last"),
    at !== undefined && h("a", { class: "button", href: to("") }, "All"));
}

function accuracyTable(run) {
  return h("div", { class: "wide" }, h("table", { class: "rows" },
    h("thead", {}, h("tr", {}, h("th", {}, "Agent"), h("th", {}, "First idea"), h("th", {}, "Final answer"), h("th", { class: "num" }, "Change"), h("th", { class: "num" }, "Ability"))),
    h("tbody", {}, run.accuracy.map((agent, i) => {
      const ability = run.abilities.find((one) => one.agent === agent.agent);
      const change = agent.last.share - agent.solo.share;
      return h("tr", {}, h("th", { scope: "row" }, h("span", { class: "dot", "--hue": `var(--c${i % 8})` }), agent.agent),
        h("td", { "data-label": "First idea" }, shareBar(agent.solo, i)), h("td", { "data-label": "Final answer" }, shareBar(agent.last, i)),
        h("td", { class: "num", "data-label": "Change" }, agent.answers ? (change > 0 ? "+" : change < 0 ? "\u2212" : "") + percent(Math.abs(change)) : ""),
        h("td", { class: "num", "data-label": "Ability" }, ability ? `${ability.ability.toFixed(2)} \u00b1 ${ability.standardError.toFixed(2)}` : "\u2013"));
    }))));
}

function flipTable(run) {
  const link = (n, filter) => (n === 0 ? "0" : h("a", { href: "/run" + search({ run: run.id, tab: "dialogues", ...filter }) }, count(n)));
  return h("div", { class: "wide" }, h("table", { class: "rows" },
    h("thead", {}, h("tr", {}, h("th", {}, "Mode"), h("th", {}, "Agent"), h("th", { class: "num" }, "Answers"), h("th", { class: "num" }, "Mended"), h("th", { class: "num" }, "Spoiled"))),
    h("tbody", {}, run.modes.filter((mode) => mode.dialogues > 0).flatMap((mode) => mode.agents.map((agent) =>
      h("tr", {}, h("th", { scope: "row" }, modeTag(mode.mode)), h("td", { "data-label": "Agent" }, agent.agent),
        h("td", { class: "num", "data-label": "Answers" }, count(agent.answers)),
        h("td", { class: "num", "data-label": "Mended" }, link(agent.mended, { mode: mode.mode, agent: agent.agent, flip: "mended" })),
        h("td", { class: "num", "data-label": "Spoiled" }, link(agent.spoiled, { mode: mode.mode, agent: agent.agent, flip: "spoiled" })))))))); 
}

function scenarioTab(body, run) {
  show(body,
    h("section", {}, h("h2", {}, "Agents"), h("div", { class: "wide" }, h("table", { class: "rows" },
      h("thead", {}, h("tr", {}, h("th", {}, "Name"), h("th", {}, "Provider"), h("th", {}, "Model"))),
      h("tbody", {}, run.agents.map((agent) => h("tr", {}, h("th", { scope: "row" }, agent.name), h("td", { "data-label": "Provider" }, agent.provider), h("td", { "data-label": "Model" }, h("code", { class: "break" }, plain(agent.model))))))))),
    h("section", {}, h("h2", {}, "Scenario, resolved"), h("pre", { class: "source", tabindex: 0 }, plain(JSON.stringify(run.scenario, null, 2)))));
}

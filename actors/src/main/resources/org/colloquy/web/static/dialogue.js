// One dialogue: a column for each agent, a row for each stage.

import { ask, search } from "./api.js";
import { h, plain, show } from "./dom.js";
import { count, number } from "./format.js";
import { crumbs, mark, modeTag } from "./parts.js";
import { player } from "./player.js";
import { said } from "./said.js";
import { promptOf, tokensOf } from "./turn.js";
import { waterfall } from "./waterfall.js";

const STAGES = { share: "shares its idea", analyse: "analyses its peers", fuse: "fuses what it heard", revise: "revises" };

export async function dialoguePage(main, parameters, context) {
  const { signal } = context;
  const one = await ask("dialogue", { run: parameters.run, id: parameters.id }, signal);
  document.title = one.id + " - Colloquy";
  crumbs(["Runs", "/"], [parameters.run, "/run" + search({ run: parameters.run })], ["Dialogues", "/run" + search({ run: parameters.run, tab: "dialogues" })], [one.id]);
  const stage = board(one, parameters, signal);
  show(main, head(one, parameters), question(one), player(one, stage, parameters, context), stage);
  keys(one, parameters, context);
}

function address(parameters, id) {
  return "/dialogue" + search({ ...parameters, id, turn: "" });
}

function head(one, parameters) {
  return h("div", { class: "title-row" },
    h("h1", {}, "Dialogue " + one.id), modeTag(one.mode), one.status === "failed" && h("span", { class: "badge failed" }, "failed"),
    h("nav", { class: "steps", "aria-label": "Neighbours" },
      one.previous ? h("a", { class: "button", href: address(parameters, one.previous), rel: "prev", title: "Previous dialogue ( [ )" }, "\u2190 " + one.previous) : "",
      one.next ? h("a", { class: "button", href: address(parameters, one.next), rel: "next", title: "Next dialogue ( ] )" }, one.next + " \u2192") : ""));
}

function keys(one, parameters, { signal, go }) {
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "[" && one.previous) go(address(parameters, one.previous));
    if (event.key === "]" && one.next) go(address(parameters, one.next));
  }, { signal });
}

function question(one) {
  const asked = one.question;
  return h("section", { class: "question-card" },
    h("p", { class: "asked" }, plain(asked.text)),
    h("p", { class: "sub" }, `${one.family}${one.level ? ", level " + one.level : ""} \u00b7 ${one.protocol} \u00b7 difficulty ${number(asked.difficulty)}`,
      asked.difficultyRule ? ` by ${asked.difficultyRule}` : "", ` \u00b7 P ${asked.pooled.toFixed(2)} pooled (`,
      asked.chances.map((chance, i) => (i ? ", " : "") + `${chance.agent} ${chance.probability.toFixed(2)}`), ")"),
    h("details", {}, h("summary", {}, "Right answer ", h("strong", {}, plain(asked.answer))),
      asked.steps.length > 0 && h("ol", { class: "solution" }, asked.steps.map((step) => h("li", {}, step)))),
    one.reason && h("p", { class: "warning" }, "It failed: " + plain(one.reason)));
}

function board(one, parameters, signal) {
  const cast = one.cast.map((member) => member.agent);
  const rounds = [...new Set(one.turns.map((turn) => turn.round))].sort((a, b) => a - b);
  const wide = cast.length <= 4;
  return h("div", { class: wide ? "board" : "board tall", "--agents": Math.min(cast.length, 4) },
    h("div", { class: "board-row board-head", "aria-hidden": "true" }, h("div", { class: "stage" }), cast.map((agent, i) => h("div", { class: "agent", "--hue": `var(--c${i % 8})` }, agent))),
    rounds.map((round) => {
      const turns = one.turns.filter((turn) => turn.round === round);
      const stage = turns[0].stage;
      return h("section", { class: "board-row", "aria-label": stage },
        h("h2", { class: "stage" }, stage, one.rounds > 1 && stage === "revise" ? " " + round : ""),
        cast.map((agent, i) => {
          const turn = turns.find((each) => each.agent === agent);
          return turn ? turnCard(one, turn, i, parameters, signal) : h("div", { class: "turn absent" }, "did not speak");
        }));
    }),
    one.failures.length > 0 && h("section", { class: "failures" }, h("h2", {}, "Failed attempts"), h("ul", {}, one.failures.map((failed) =>
      h("li", {}, `${failed.agent}, ${failed.stage}, attempt ${failed.attempt}: ${plain(failed.reason)}`)))));
}

function turnCard(one, turn, hue, parameters, signal) {
  const index = one.turns.indexOf(turn);
  const grade = one.grades?.find((each) => each.agent === turn.agent);
  const firstIdea = turn.stage === "share";
  const lastRound = Math.max(...one.turns.filter((each) => each.agent === turn.agent).map((each) => each.round));
  const final = turn.round === lastRound;
  const text = h("div", { class: "said" }, said(turn, one));
  return h("article", { class: "turn", "data-turn": index, "--hue": `var(--c${hue % 8})`, "aria-label": `${turn.agent} ${STAGES[turn.stage] ?? turn.stage}` },
    h("header", {}, h("span", { class: "who" }, turn.agent), " ", h("span", { class: "does" }, STAGES[turn.stage] ?? turn.stage),
      firstIdea && grade && mark(grade.solo, "alone"), !firstIdea && final && grade && mark(grade.last, "final")),
    text,
    turn.length > turn.text.length && h("p", { class: "dim" }, `The first ${count(turn.text.length)} of ${count(turn.length)} characters.`),
    h("footer", {}, `${count(turn.tokens)} tokens`, turn.truncated && h("span", { class: "tag warn" }, "cut by the token limit"),
      turn.tokens > 0 && tokensOf(text, turn, index, one, parameters, signal)),
    promptOf(turn, index, one, parameters, signal),
    turn.score && waterfall(turn.score));
}

// A dialogue laid out: its question, then a column for each agent and a row for each stage.

import { h, plain } from "./dom.js";
import { count, number } from "./format.js";
import { mark } from "./parts.js";
import { said } from "./said.js";
import { promptOf, tokensOf } from "./turn.js";
import { waterfall } from "./waterfall.js";

const STAGES = { share: "shares its idea", analyse: "analyses its peers", fuse: "fuses what it heard", revise: "revises" };

export function question(one) {
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

export function board(one, parameters, signal) {
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

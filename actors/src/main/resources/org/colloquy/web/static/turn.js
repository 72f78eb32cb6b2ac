// What is fetched of a turn on demand: its exact prompt, and its tokens by log-probability.

import { ask } from "./api.js";
import { h, plain, show } from "./dom.js";
import { count } from "./format.js";
import { said } from "./said.js";

const fetched = (index, one, parameters, signal) => ask("turn", { run: parameters.run, id: one.id, turn: index }, signal);

export function promptOf(turn, index, one, parameters, signal) {
  const place = h("pre", { class: "prompt", tabindex: 0 });
  let asked = false;
  return h("details", {
    ontoggle: async (event) => {
      if (!event.target.open || asked) return;
      asked = true;
      show(place, "\u2026");
      try {
        const answer = await fetched(index, one, parameters, signal);
        show(place, plain(answer.prompt), answer.promptLength > answer.prompt.length && h("em", {}, `\n(the first ${count(answer.prompt.length)} of ${count(answer.promptLength)} characters)`));
      } catch (error) {
        asked = false;
        if (error.name !== "AbortError") show(place, error.message);
      }
    },
  }, h("summary", {}, "Prompt ", h("span", { class: "dim" }, count(turn.promptLength) + " characters")), place);
}

/** A switch between the text and its tokens, shaded by how unlikely each was. */
export function tokensOf(text, turn, index, one, parameters, signal) {
  const button = h("button", { type: "button", class: "small", "aria-pressed": "false", onclick: async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    if (!on) {
      show(text, said(turn, one));
      return;
    }
    try {
      const answer = await fetched(index, one, parameters, signal);
      show(text, tokens(answer));
    } catch (error) {
      if (error.name !== "AbortError") show(text, error.message);
    }
  } }, "Log-probabilities");
  return button;
}

function tokens(answer) {
  if (answer.tokens.length === 0) return "The model told no tokens.";
  const named = answer.tokens.every((token) => token.text !== undefined);
  const sum = answer.tokens.reduce((total, token) => total + (token.logProb ?? 0), 0);
  return [
    h("span", { class: answer.exact ? "tokens" : "tokens apart" }, answer.tokens.map((token) => chip(token, named))),
    h("span", { class: "tokens-note dim" }, `log P ${sum.toFixed(3)}`,
      answer.tokens.some((token) => token.logProb === undefined) && ", not all are known",
      !named && "; the vocabulary is not in the run, so ids are shown",
      answer.tokenCount > answer.tokens.length && `; the first ${count(answer.tokens.length)} of ${count(answer.tokenCount)}`),
  ];
}

function chip(token, named) {
  const p = token.logProb === undefined ? 1 : Math.exp(token.logProb);
  const words = token.logProb === undefined ? "not known" : `log P ${token.logProb.toFixed(4)}, P ${p.toFixed(3)}`;
  return h("span", { class: token.silent ? "token silent" : "token", "--doubt": Math.min(1, token.logProb === undefined ? 0 : -token.logProb / 3), title: `token ${token.id}: ${words}` },
    named ? plain(token.text) : String(token.id));
}

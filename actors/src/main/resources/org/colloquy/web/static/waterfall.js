// How a reward became an advantage: each part as a bar from the sum before it.

import { h } from "./dom.js";
import { number, signed } from "./format.js";

const CLOSE = 2e-3;

export function waterfall(score) {
  const rows = steps(score);
  const values = rows.flatMap((row) => [row.from, row.to]);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low || 1;
  const place = (value) => (value - low) / span;
  return h("details", { class: "waterfall" },
    h("summary", {}, "Reward ", h("strong", {}, number(score.reward)), score.trained ? [" \u2192 advantage ", h("strong", { class: tone(score.advantage) }, signed(score.advantage))] : " (not trained)"),
    h("ol", { class: "falls" }, rows.map((row) => h("li", { class: row.kind },
      h("span", { class: "fall-name" }, row.name),
      h("span", { class: "fall-track", "aria-hidden": "true" },
        h("span", { class: "fall-zero", "--at": place(0) }),
        h("span", { class: "fall-bar " + tone(row.kind === "sum" ? row.to : row.to - row.from), "--from": place(Math.min(row.from, row.to)), "--to": place(Math.max(row.from, row.to)) })),
      h("span", { class: "num" }, row.words),
      row.why && h("span", { class: "fall-why dim" }, row.why)))),
    h("p", { class: "dim" }, `A group of ${score.answers} own answers`, score.internalised > 0 ? ` and ${score.internalised} taken over from peers.` : "."));
}

const tone = (value) => (value > 0 ? "up" : value < 0 ? "down" : "level");

function steps(score) {
  const rows = [{ name: "Reward", kind: "sum", from: 0, to: score.reward, words: number(score.reward) }];
  if (!score.trained) return rows;
  const calibrated = score.reward + score.peers.reduce((sum, peer) => sum + peer.term, 0);
  if (Math.abs(calibrated - score.calibrated) < CLOSE) {
    let at = score.reward;
    for (const peer of score.peers) {
      rows.push({ name: "by " + peer.agent, from: at, to: at + peer.term, words: signed(peer.term), why: why(score, peer) });
      at += peer.term;
    }
  }
  rows.push({ name: "Calibrated", kind: "sum", from: 0, to: score.calibrated, words: number(score.calibrated) });
  const centred = score.calibrated - score.group.mean;
  rows.push({ name: "less the group's mean", from: score.calibrated, to: centred, words: signed(-score.group.mean), why: `of ${score.group.count} answers from ${number(score.group.min)} to ${number(score.group.max)}` });
  const divided = centred / (score.group.deviation + 1e-4);
  if (Math.abs(divided - score.advantage) < CLOSE * Math.max(1, Math.abs(divided)) && Math.abs(divided - centred) > CLOSE) {
    rows.push({ name: "by the deviation", from: centred, to: score.advantage, words: "\u00f7 " + number(score.group.deviation) });
  }
  rows.push({ name: "Advantage", kind: "sum", from: 0, to: score.advantage, words: signed(score.advantage) });
  return rows;
}

function why(score, peer) {
  const spread = peer.max - peer.min;
  const words = spread === 0 ? `all of its ${peer.count} at ${number(peer.mean)}` : `its ${peer.count}: mean ${number(peer.mean)}, ${number(peer.min)} to ${number(peer.max)}`;
  return Math.abs(Math.abs(peer.term) - peer.bound) < 1e-9 ? words + `; held at ${number(peer.bound)}` : words;
}

// @ts-check
import { part, setText } from './dom.js';

/** A replica that restarts is away for less than this, and then there is nothing to tell. In milliseconds. */
const PATIENCE_MS = 1200;
const SHOWN_MS = 2500;

/** Kinds of requests that get no answer at the moment. @type {Set<string>} */
const lost = new Set();
let telling = 0;
let hiding = 0;
let isTold = false;

/** @param {string} who */
export function unreachable(who) {
  lost.add(who);
  clearTimeout(hiding);
  if (telling || isTold) return;
  telling = window.setTimeout(() => {
    isTold = true;
    show('Reconnecting…', 'lost');
  }, PATIENCE_MS);
}

/** @param {string} who */
export function reachable(who) {
  if (!lost.delete(who) || lost.size > 0) return;
  clearTimeout(telling);
  telling = 0;
  if (!isTold) return;
  isTold = false;
  show('Connected again', 'back');
  hiding = window.setTimeout(() => show('', ''), SHOWN_MS);
}

/**
 * @param {string} text
 * @param {string} state
 */
function show(text, state) {
  const pill = part(document, 'connection');
  pill.dataset.connection = state;
  setText(pill, text);
}

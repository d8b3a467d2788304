// @ts-check
import { part } from './dom.js';

/** How long a message stays to be read, in milliseconds. */
const SHOWN_MS = 4000;
let hiding = 0;

/**
 * Says something to screen readers only.
 * @param {string} text
 */
export function announce(text) {
  part(document, 'announcer').textContent = text;
}

/**
 * Shows a message for a moment; screen readers read it too.
 * @param {string} text
 */
export function toast(text) {
  const box = part(document, 'toast');
  box.textContent = text;
  clearTimeout(hiding);
  hiding = window.setTimeout(() => (box.textContent = ''), SHOWN_MS);
}

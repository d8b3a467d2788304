// @ts-check
import { part } from './dom.js';
import { saved } from './saved.js';

const kept = saved('shortcuts', true);

/**
 * Keys that do something wherever the focus is, except in a field and in a dialog. They can be switched off, because speech input types
 * letters.
 * @param {Record<string, () => void>} always
 * @param {Record<string, () => void>} inReader
 */
export function startShortcuts(always, inReader) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('shortcuts'));
  const reader = part(document, 'view="reader"');
  const box = part(dialog, 'shortcuts-on');
  box.checked = kept.get();
  box.addEventListener('change', () => kept.set(box.checked));
  part(document, 'open="shortcuts"').addEventListener('click', () => dialog.showModal());

  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
    const isLetter = event.key.length === 1;
    if (isLetter && !kept.get()) return;
    const call = event.key === '?' ? () => dialog.showModal() : always[event.key] ?? (reader.hidden ? undefined : inReader[event.key]);
    if (!call) return;
    event.preventDefault();
    call();
  });
}

/** @param {EventTarget | null} target */
function isTaken(target) {
  const isField = target instanceof Element && target.matches('input:not([type=checkbox]), textarea, select');
  return isField || document.querySelector('dialog[open]') !== null;
}

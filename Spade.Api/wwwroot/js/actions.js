// @ts-check
import { backoff, pause } from './backoff.js';
import { canRetry, find, hasEnded, nameOf, pathOf } from './documents.js';
import { part } from './dom.js';
import { isAway, request } from './http.js';

/** @typedef {import('./documents.js').SpadeDocument} SpadeDocument */

/**
 * Cancels a document that has not ended.
 * @param {string} id
 */
export function cancel(id) {
  return until(id, (document) => !document || hasEnded(document), () => request(pathOf(id), { method: 'DELETE' }));
}

/**
 * Starts a document again that failed, was cancelled, or has pages that could not be read.
 * @param {string} id
 */
export function retry(id) {
  return until(id, (document) => !document || !canRetry(document), () => request(`${pathOf(id)}/retry`, { method: 'POST' }));
}

/**
 * Asks, then removes a document that has ended.
 * @param {SpadeDocument} document
 * @returns {Promise<boolean>} whether it was removed
 */
export async function remove(document) {
  if (!(await isConfirmed(document))) return false;
  await until(document.id, (found) => !found, () => request(pathOf(document.id), { method: 'DELETE' }));
  return true;
}

/**
 * Sends a request until it is answered, unless the document is as wanted already. It looks before each try: a request whose answer was
 * lost may have been carried out, and DELETE on a document that was just cancelled would remove it.
 * @param {string} id
 * @param {(document: SpadeDocument | null) => boolean} isAsWanted
 * @param {() => Promise<unknown>} send
 * @returns {Promise<SpadeDocument | null>}
 */
async function until(id, isAsWanted, send) {
  const waits = backoff();
  for (;;) {
    const document = await find(id);
    if (isAsWanted(document)) return document;
    try {
      await send();
      return await find(id);
    } catch (error) {
      if (!isAway(error)) throw error;
      await pause(waits.delay(error.retryAfter));
    }
  }
}

/**
 * @param {SpadeDocument} document
 * @returns {Promise<boolean>}
 */
function isConfirmed(document) {
  const dialog = /** @type {HTMLDialogElement} */ (window.document.getElementById('confirm-delete'));
  part(dialog, 'delete-name').textContent = nameOf(document);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'delete'), { once: true }),
  );
}

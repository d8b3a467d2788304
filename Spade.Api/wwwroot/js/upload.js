// @ts-check
import { backoff, pause } from './backoff.js';
import { reachable, unreachable } from './connection.js';
import { isAway, Refusal, Renewal } from './http.js';
import { writeHeaders } from './session.js';
import { transfer } from './transfer.js';

/** @typedef {import('./documents.js').SpadeDocument} SpadeDocument */

/** The queue is full, or the client is too fast: later there is room. */
const TOO_MANY = 429;

/** Seconds. A quota of the day has room tomorrow: that is for people to know, and not for a page to wait for. */
const LONGEST_WAIT = 60;

/**
 * Sends a file until the service has it. That may be repeated: the same bytes with the same options are the same document.
 * @param {File} file
 * @param {URLSearchParams} query
 * @param {{onProgress: (part: number) => void, onWait: (reason: string, seconds: number) => void}} tell
 * @param {AbortSignal} signal
 * @returns {Promise<SpadeDocument>}
 */
export async function upload(file, query, tell, signal) {
  const waits = backoff({ first: 800, most: 15000 });
  const renewal = new Renewal();
  for (;;) {
    await checkReadable(file);
    try {
      const document = await transfer(file, query, await writeHeaders(), tell.onProgress, signal);
      reachable('uploads');
      return document;
    } catch (error) {
      if (await renewal.helps(error)) continue;
      if (!mayPass(error)) throw error;
      const wait = waits.delay(error.retryAfter);
      if (isAway(error)) unreachable('uploads');
      tell.onWait(error instanceof Refusal ? error.message : 'The connection was lost.', Math.ceil(wait / 1000));
      await pause(wait, signal);
    }
  }
}

/**
 * @param {unknown} error
 * @returns {error is Refusal | import('./http.js').NoAnswer}
 */
function mayPass(error) {
  return isAway(error) || (error instanceof Refusal && error.status === TOO_MANY && error.retryAfter <= LONGEST_WAIT);
}

/**
 * A folder, or a file that has changed since it was chosen, fails like a lost connection, and would be repeated for ever.
 * @param {File} file
 */
async function checkReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new Error('It cannot be read. Choose files, not folders; a file that has changed has to be chosen again.');
  }
}

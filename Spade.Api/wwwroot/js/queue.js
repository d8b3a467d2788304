// @ts-check
import { part, setText } from './dom.js';
import { age } from './format.js';
import { isAway, Refusal, request } from './http.js';
import { poll } from './poll.js';

const EVERY_MS = 3000;
const HIDDEN_MS = 60_000;

/** Shows the queue of documents. */
export function startQueue() {
  const home = part(document, 'view="home"');
  const panel = part(document, 'queue');
  poll(async () => {
    if (home.hidden) return EVERY_MS;
    try {
      const { queues } = await (await request('/queues')).json();
      show(panel, queues);
      return EVERY_MS;
    } catch (error) {
      if (isAway(error)) return EVERY_MS;
      setText(part(panel, 'queue-note'), notShown(error));
      return HIDDEN_MS;
    }
  });
}

/**
 * Why operations are not shown: a key may lack the scope, and from outside the addresses of queue and ledger do not lead to the service.
 * @param {unknown} error
 */
export function notShown(error) {
  const isHidden = error instanceof Refusal && [403, 404].includes(error.status);
  return isHidden ? 'Shown only to the team that runs the service.' : `Not available: ${/** @type {Error} */ (error).message}`;
}

/**
 * @param {HTMLElement} panel
 * @param {{paused: boolean, jobs: Record<string, number>, oldestWaitingSeconds: number | null}[]} queues
 */
function show(panel, queues) {
  /** @param {string[]} states */
  const sum = (...states) => queues.reduce((total, queue) => total + states.reduce((part, state) => part + queue.jobs[state], 0), 0);
  count('waiting', sum('created', 'retry'));
  count('active', sum('active'));
  count('completed', sum('completed'));
  count('failed', sum('failed'));
  part(panel, 'paused').hidden = !queues.some((queue) => queue.paused);
  const oldest = Math.max(...queues.map((queue) => queue.oldestWaitingSeconds ?? 0), 0);
  setText(part(panel, 'queue-note'), oldest > 0 ? `The oldest has waited ${age(oldest)}.` : 'Nothing waits for a worker.');

  /**
   * @param {string} name
   * @param {number} value
   */
  function count(name, value) {
    setText(part(panel, `count="${name}"`), value.toLocaleString('en'));
  }
}

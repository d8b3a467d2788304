// @ts-check
import { backoff, pause } from './backoff.js';
import { reachable, unreachable } from './connection.js';

/** Answers of a service that restarts, or of a proxy in front of one that does. */
const AWAY = [502, 503, 504];

/** An answer that says no. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {{type?: string, title?: string, detail?: string}} problem
   * @param {number} retryAfter seconds; 0 when the answer named none
   */
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? problem.title ?? `The service answered ${status}.`);
    this.status = status;
    this.title = problem.title ?? `Error ${status}`;
    this.type = (problem.type ?? '').split(':').pop() ?? '';
    this.retryAfter = retryAfter;
  }

  get isAway() {
    return AWAY.includes(this.status);
  }
}

/** There was no answer. */
export class NoAnswer extends Error {
  isAway = true;
  retryAfter = 0;
}

/**
 * True for errors after which the same request may succeed.
 * @param {unknown} error
 * @returns {error is Refusal | NoAnswer}
 */
export function isAway(error) {
  return (error instanceof Refusal || error instanceof NoAnswer) && error.isAway;
}

/**
 * One request, and its answer.
 * @param {string} path
 * @param {{method?: string, accept?: string, signal?: AbortSignal}} [options]
 * @returns {Promise<Response>}
 * @throws {Refusal | NoAnswer}
 */
export async function request(path, { method = 'GET', accept = 'application/json', signal } = {}) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(path, { method, headers: { Accept: accept }, signal, cache: 'no-store' });
  } catch (error) {
    if (signal?.aborted) throw error;
    unreachable('requests');
    throw new NoAnswer('The service cannot be reached at the moment.');
  }
  if (AWAY.includes(response.status)) unreachable('requests');
  else reachable('requests');
  if (response.ok) return response;
  throw new Refusal(response.status, await problemOf(response), Number(response.headers.get('Retry-After')) || 0);
}

/**
 * A request that may be repeated: it is, until the service answers.
 * @param {string} path
 * @param {{accept?: string, signal?: AbortSignal}} [options]
 */
export async function read(path, options = {}) {
  const waits = backoff();
  for (;;) {
    try {
      return await request(path, options);
    } catch (error) {
      if (!isAway(error)) throw error;
      await pause(waits.delay(error.retryAfter), options.signal);
    }
  }
}

/**
 * @param {Response} response
 * @returns {Promise<{type?: string, title?: string, detail?: string}>}
 */
async function problemOf(response) {
  try {
    return await response.json();
  } catch {
    // A proxy's own answer is no problem of ours.
    return { title: response.statusText || undefined };
  }
}

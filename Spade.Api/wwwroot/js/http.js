// @ts-check
import { backoff, pause } from './backoff.js';
import { reachable, unreachable } from './connection.js';
import { forgetSession, signIn, writeHeaders } from './session.js';

/** Answers of a service that restarts, or of a proxy in front of one that does. */
const AWAY = [502, 503, 504];
/** Nobody is signed in, or not any more. */
const SIGNED_OUT = 401;

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
 * One request, and its answer. While nobody is signed in it waits, and is sent again.
 * @param {string} path
 * @param {{method?: string, accept?: string, signal?: AbortSignal}} [options]
 * @returns {Promise<Response>}
 * @throws {Refusal | NoAnswer}
 */
export async function request(path, options = {}) {
  const renewal = new Renewal();
  for (;;) {
    const response = await send(path, options);
    if (response.ok) return response;
    const refusal = new Refusal(response.status, await problemOf(response), Number(response.headers.get('Retry-After')) || 0);
    if (!(await renewal.helps(refusal))) throw refusal;
  }
}

/** What makes a request succeed that was refused because of its session. */
export class Renewal {
  #isRenewed = false;

  /**
   * @param {unknown} refusal
   * @returns {Promise<boolean>} whether the request is to be sent again
   */
  async helps(refusal) {
    if (!(refusal instanceof Refusal)) return false;
    if (refusal.status === SIGNED_OUT) {
      await signIn();
      return true;
    }
    if (refusal.type !== 'antiforgery' || this.#isRenewed) return false;
    this.#isRenewed = true;
    forgetSession();
    return true;
  }
}

/**
 * @param {string} path
 * @param {{method?: string, accept?: string, signal?: AbortSignal}} options
 * @returns {Promise<Response>}
 * @throws {NoAnswer}
 */
async function send(path, { method = 'GET', accept = 'application/json', signal }) {
  const headers = { Accept: accept, ...(method === 'GET' ? {} : await writeHeaders()) };
  try {
    const response = await fetch(path, { method, headers, signal, cache: 'no-store' });
    if (AWAY.includes(response.status)) unreachable('requests');
    else reachable('requests');
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    unreachable('requests');
    throw new NoAnswer('The service cannot be reached at the moment.');
  }
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

// @ts-check
import { backoff, pause } from './backoff.js';
import { reachable, unreachable } from './connection.js';
import { part, setText } from './dom.js';

/**
 * @typedef {object} Session
 * @property {boolean} isOpen nobody signs in here
 * @property {{id: string, tenant: string, scopes: string[]} | null} caller
 * @property {string | null} antiforgeryToken
 */

const PATH = '/site/session';
const HEADER = 'Spade-Antiforgery';
/** The anti-forgery token was of another session; with a new one the request succeeds. */
const FORBIDDEN = 403;
const AGAIN_MS = 1000;

/** @type {Promise<Session> | null} */
let asked = null;
let isAsked = false;
/** Whose data the page shows. @type {string | null} */
let shown = null;
/** @type {Promise<void> | null} */
let signingIn = null;

/** Shows who is signed in. */
export function startSession() {
  part(document, 'sign-out').addEventListener('click', signOut);
  session();
}

/** Headers of a request that changes something. @returns {Promise<Record<string, string>>} */
export async function writeHeaders() {
  const { antiforgeryToken } = await session();
  return antiforgeryToken ? { [HEADER]: antiforgeryToken } : {};
}

/** The next request asks for the session again: another window has signed in, or out. */
export function forgetSession() {
  asked = null;
}

/** Asks for a key until somebody is signed in. For a request that was answered with 401, and then is repeated. */
export function signIn() {
  signingIn ??= ask().finally(() => (signingIn = null));
  return signingIn;
}

/** @returns {Promise<Session>} */
function session() {
  if (asked === null) {
    isAsked = true;
    asked = load().finally(() => (isAsked = false));
  }
  return asked;
}

async function load() {
  const waits = backoff();
  for (;;) {
    try {
      const response = await send('GET');
      if (response.ok) {
        reachable('session');
        return take(await response.json());
      }
    } catch {
      // The connection was lost: it is tried again, as after an error.
    }
    unreachable('session');
    await pause(waits.delay());
  }
}

/**
 * @param {Session} found
 * @returns {Session}
 */
function take(found) {
  const { caller } = found;
  // Another key of the same kind may go on with what the page shows.
  const name = caller && [caller.tenant, ...caller.scopes].join(' ');
  // What the page shows belongs to another caller.
  if (name && shown && name !== shown) location.reload();
  shown = name ?? shown;
  part(document, 'session').hidden = caller === null;
  setText(part(document, 'session-tenant'), caller?.tenant ?? '');
  setText(part(document, 'session-key'), caller?.id ?? '');
  return found;
}

async function ask() {
  // Two at once would each get a token and a cookie, of which the browser keeps one: the sign-in might have the other's token.
  if (!isAsked) forgetSession();
  // The other replica may not know yet what this one answered by.
  if ((await session()).caller) return pause(AGAIN_MS);
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('sign-in'));
  const form = /** @type {HTMLFormElement} */ (part(dialog, 'sign-in'));
  const stop = new AbortController();
  setText(part(dialog, 'sign-in-reason'), shown ? 'Your session has ended. Sign in again to go on.' : 'Paste an API key to go on.');
  say(dialog, '');
  // Without a key there is nothing behind it.
  dialog.addEventListener('cancel', (event) => event.preventDefault(), { signal: stop.signal });
  dialog.showModal();
  await new Promise((resolve) => {
    form.addEventListener('submit', (event) => submit(event, dialog, form, () => resolve(null)), { signal: stop.signal });
    dialog.addEventListener('close', () => dialog.showModal(), { signal: stop.signal });
  });
  stop.abort();
  form.reset();
  dialog.close();
}

/**
 * @param {SubmitEvent} event
 * @param {HTMLDialogElement} dialog
 * @param {HTMLFormElement} form
 * @param {() => void} done
 */
async function submit(event, dialog, form, done) {
  event.preventDefault();
  const button = part(dialog, 'sign-in-button');
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  try {
    const key = String(new FormData(form).get('key') ?? '').trim();
    let response = await send('POST', { key });
    if (response.status === FORBIDDEN) {
      forgetSession();
      response = await send('POST', { key });
    }
    if (!response.ok) throw new Error((await response.json()).detail);
    asked = Promise.resolve(take(await response.json()));
    done();
  } catch (error) {
    const isLost = error instanceof TypeError || error instanceof SyntaxError;
    say(dialog, isLost ? 'The service cannot be reached at the moment. Try again.' : /** @type {Error} */ (error).message);
    part(dialog, 'sign-in-field').select();
  }
  button.removeAttribute('aria-busy');
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {string} problem
 */
function say(dialog, problem) {
  const line = part(dialog, 'sign-in-problem');
  line.hidden = problem === '';
  setText(line, problem);
}

async function signOut() {
  const response = await send('DELETE');
  // The token is of an older session where another window has signed in since.
  if (response.status === FORBIDDEN) {
    forgetSession();
    await send('DELETE');
  }
  location.assign('/');
}

/**
 * @param {'GET' | 'POST' | 'DELETE'} method
 * @param {{key: string}} [body]
 */
async function send(method, body) {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json', ...(method === 'GET' ? {} : await writeHeaders()) };
  return fetch(PATH, { method, headers, body: body && JSON.stringify(body), cache: 'no-store' });
}

// @ts-check
import { copyOf, part, setText } from './dom.js';
import { age, time } from './format.js';
import { isAway, request } from './http.js';
import { poll } from './poll.js';
import { notShown } from './queue.js';

/**
 * @typedef {object} Life
 * @property {string} nodeId
 * @property {string} service
 * @property {string} version
 * @property {string} host
 * @property {number} processId
 * @property {string} state
 * @property {string | null} reason
 * @property {string} startedAt
 * @property {string | null} endedAt
 * @property {number | null} exitCodeIntended
 */

const EVERY_MS = 5000;
const HIDDEN_MS = 60_000;
const STOPS = 4;
/** The charts say spade-worker; a worker that is started by hand has its program's name. */
const WORKER = /\bworker\b/i;

/** Shows the workers that run, and how the latest processes ended. */
export function startProcesses() {
  const home = part(document, 'view="home"');
  const panel = part(document, 'processes');
  poll(async () => {
    if (home.hidden) return EVERY_MS;
    try {
      const { restarts } = await (await request('/restarts?limit=100')).json();
      show(panel, restarts);
      return EVERY_MS;
    } catch (error) {
      if (isAway(error)) return EVERY_MS;
      setText(part(panel, 'workers-note'), notShown(error));
      return HIDDEN_MS;
    }
  });
}

/**
 * @param {HTMLElement} panel
 * @param {Life[]} lives
 */
function show(panel, lives) {
  const workers = lives.filter((life) => WORKER.test(life.service) && isAlive(life));
  const ended = lives.filter((life) => !isAlive(life)).slice(0, STOPS);
  fill(part(panel, 'workers'), workers.map(workerRow));
  fill(part(panel, 'stops'), ended.map(stopRow));
  part(panel, 'stops-title').hidden = ended.length === 0;
  setText(part(panel, 'workers-note'), workers.length > 0 ? '' : 'No worker runs. Documents wait until one starts.');
}

/** @param {Life} life */
function isAlive(life) {
  return life.state === 'running' || life.state === 'draining';
}

/** @param {Life} life */
function workerRow(life) {
  const since = age((Date.now() - Date.parse(life.startedAt)) / 1000);
  return row(life, `${life.host} · ${life.processId}`, life.state === 'draining' ? 'stopping' : `running for ${since}`);
}

/** @param {Life} life */
function stopRow(life) {
  const code = life.exitCodeIntended ? `, code ${life.exitCodeIntended}` : '';
  return row(life, `${life.service} · ${life.processId}`, `${life.state}${code}, ${life.endedAt ? time(life.endedAt) : 'when unknown'}`);
}

/**
 * @param {Life} life
 * @param {string} name
 * @param {string} meta
 */
function row(life, name, meta) {
  const made = copyOf('process-row');
  part(made, 'dot').dataset.dot = life.state;
  part(made, 'name').textContent = name;
  part(made, 'meta').textContent = meta;
  made.title = `${life.service} ${life.version}, ${life.state}`;
  return made;
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement[]} rows
 */
function fill(list, rows) {
  list.replaceChildren(...rows);
}

// @ts-check
import { announce } from './announce.js';
import { copyOf, part, setText } from './dom.js';
import { size } from './format.js';
import { Refusal } from './http.js';
import { optionsAreValid, queryOfOptions } from './options.js';
import { upload } from './upload.js';

/** @typedef {import('./documents.js').SpadeDocument} SpadeDocument */

/** Two at once keep the connection busy and leave the rest of a browser's six for the page. */
const AT_ONCE = 2;
/** Answers that are the same each time. */
const OTHER_KIND = 415;
const ABOUT_THE_FILE = [400, 413, OTHER_KIND];

/** @type {(() => Promise<void>)[]} */
const waiting = [];
let running = 0;

/**
 * Uploads files, and shows a row for each until it is a document.
 * @param {File[]} files
 * @param {(document: SpadeDocument, isOnly: boolean) => void} onUploaded
 */
export function uploadAll(files, onUploaded) {
  if (files.length === 0 || !optionsAreValid()) return;
  const query = queryOfOptions();
  const mostBytes = Number(part(document, 'drop').dataset.maxBytes);
  for (const file of files) {
    const row = copyOf('upload-row');
    part(document, 'uploads').append(row);
    start(row, file, query, mostBytes, (uploaded) => onUploaded(uploaded, files.length === 1));
  }
  announce(files.length === 1 ? `Uploading ${files[0].name}` : `Uploading ${files.length} files`);
}

/** True while a file is on its way, which would be lost with the page. */
export function isUploading() {
  return running > 0 || waiting.length > 0;
}

/**
 * @param {HTMLElement} row
 * @param {File} file
 * @param {URLSearchParams} query
 * @param {number} mostBytes
 * @param {(document: SpadeDocument) => void} onUploaded
 */
function start(row, file, query, mostBytes, onUploaded) {
  const stop = new AbortController();
  const again = part(row, 'action="again"');
  part(row, 'name').textContent = part(row, 'name').title = file.name;
  part(row, 'action="dismiss"').onclick = () => {
    stop.abort();
    row.remove();
  };
  again.onclick = () => enqueue();
  enqueue();

  function enqueue() {
    again.hidden = true;
    showState(row, `${size(file.size)} · waiting`, '');
    part(row, 'progress').hidden = true;
    waiting.push(send);
    next();
  }

  async function send() {
    if (stop.signal.aborted) return;
    try {
      if (file.size === 0) throw new Error('It is empty.');
      if (file.size > mostBytes) throw new Error(`It has ${size(file.size)}; a file may have at most ${size(mostBytes)}.`);
      const uploaded = await upload(file, query, { onProgress, onWait }, stop.signal);
      row.remove();
      onUploaded(uploaded);
    } catch (error) {
      if (stop.signal.aborted) return;
      const reason = reasonOf(error);
      again.hidden = !mayDiffer(error);
      showState(row, 'Not uploaded', reason);
      announce(`${file.name} was not uploaded: ${reason}`);
    }
  }

  /** @param {number} sent */
  function onProgress(sent) {
    showState(row, sent < 1 ? `${size(file.size)} · ${Math.floor(sent * 100)} % sent` : `${size(file.size)} · being stored`, '');
    part(row, 'progress').value = sent;
  }

  /**
   * @param {string} reason
   * @param {number} seconds
   */
  function onWait(reason, seconds) {
    showState(row, `${reason} Trying again in ${seconds} s`, '');
    part(row, 'progress').removeAttribute('value');
  }
}

/**
 * Whether the same file may be taken at another time.
 * @param {unknown} error
 */
function mayDiffer(error) {
  return error instanceof Refusal && !ABOUT_THE_FILE.includes(error.status);
}

/** @param {unknown} error */
function reasonOf(error) {
  const isOtherKind = error instanceof Refusal && error.status === OTHER_KIND;
  return isOtherKind ? 'Its content is of no kind that is named above, whatever its name says.' : /** @type {Error} */ (error).message;
}

async function next() {
  if (running >= AT_ONCE) return;
  const send = waiting.shift();
  if (!send) return;
  running++;
  await send();
  running--;
  next();
}

/**
 * @param {HTMLElement} row
 * @param {string} meta
 * @param {string} problem
 */
function showState(row, meta, problem) {
  setText(part(row, 'meta'), meta);
  const line = part(row, 'problem');
  line.hidden = problem === '';
  setText(line, problem);
  part(row, 'progress').hidden = problem !== '';
}

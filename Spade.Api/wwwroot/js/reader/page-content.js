// @ts-check
import { pathOf } from '../documents.js';
import { read } from '../http.js';

/**
 * @typedef {object} Word
 * @property {string} text
 * @property {Box} box
 * @property {number | null} confidence
 */

/**
 * @typedef {{left: number, top: number, width: number, height: number}} Box pixels of the page as it was read
 */

/**
 * @typedef {object} Line
 * @property {number} block
 * @property {number} paragraph
 * @property {Box} box
 * @property {Word[]} words
 */

/**
 * @typedef {object} PageContent
 * @property {number} width
 * @property {number} height
 * @property {number | null} confidence
 * @property {string} source
 * @property {{type: string, message: string} | null} error
 * @property {Line[]} lines
 */

/** Pages kept in memory; a dense one takes about 200 KB. */
const KEPT = 30;

/** @type {Map<string, PageContent>} */
const cache = new Map();

/**
 * @param {string} id
 * @param {number} number
 * @param {AbortSignal} signal
 * @returns {Promise<PageContent>}
 */
export async function readPage(id, number, signal) {
  const path = `${pathOf(id)}/pages/${number}`;
  const kept = cache.get(path);
  if (kept) return kept;
  const page = contentOf(await (await read(path, { signal })).json());
  // A page that has ended never changes.
  cache.set(path, page);
  if (cache.size > KEPT) cache.delete(/** @type {string} */ (cache.keys().next().value));
  return page;
}

/**
 * @param {string} id
 * @param {number} number
 */
export function imageOf(id, number) {
  return `${pathOf(id)}/pages/${number}/image`;
}

/**
 * The lines as paragraphs, in reading order.
 * @param {PageContent} page
 * @returns {Line[][]}
 */
export function paragraphsOf(page) {
  /** @type {Line[][]} */
  const paragraphs = [];
  for (const line of page.lines) {
    const last = paragraphs.at(-1)?.[0];
    if (last && last.block === line.block && last.paragraph === line.paragraph) paragraphs.at(-1)?.push(line);
    else paragraphs.push([line]);
  }
  return paragraphs;
}

/**
 * The lines after which the page itself begins a new one: the first word of the next line would have fitted, or lies far below. The others
 * may flow.
 * @param {Line[]} lines of one paragraph
 * @returns {Set<Line>}
 */
export function brokenLines(lines) {
  const right = Math.max(...lines.map(({ box }) => box.left + box.width));
  const isBroken = (/** @type {Line} */ { box }, /** @type {number} */ index) => {
    const next = lines[index + 1];
    if (!next) return false;
    const word = next.words[0].box;
    const hadRoom = right - box.left - box.width > word.width + word.height;
    return hadRoom || next.box.top - box.top > 2 * Math.max(box.height, next.box.height);
  };
  return new Set(lines.filter(isBroken));
}

/** @param {PageContent} page */
export function textOf(page) {
  return paragraphsOf(page)
    .map((lines) => lines.map((line) => line.words.map((word) => word.text).join(' ')).join('\n'))
    .join('\n\n');
}

/**
 * @param {any} json
 * @returns {PageContent}
 */
function contentOf(json) {
  return {
    width: json.width,
    height: json.height,
    confidence: json.confidence ?? null,
    source: json.source ?? 'ocr',
    error: json.error ?? null,
    lines: json.lines ?? [],
  };
}

// @ts-check
import { hasEnded } from '../documents.js';
import { Refusal } from '../http.js';
import { imageOf, readPage } from './page-content.js';
import { showPage, showReason } from './page-view.js';

/** @typedef {import('../documents.js').SpadeDocument} SpadeDocument */
/** @typedef {import('./page-content.js').PageContent} PageContent */
/** @typedef {import('./page-states.js').PageState} PageState */

/** The page that is shown. */
export class ShownPage {
  #marks;
  #id = '';
  /** What is on the screen: page and state. */
  #shown = '';
  #loading = new AbortController();
  /** @type {number | null} */
  number = null;
  /** @type {PageContent | null} */
  content = null;

  /** @param {import('./marks.js').Marks} marks */
  constructor(marks) {
    this.#marks = marks;
  }

  /**
   * Nothing of another document is on the screen any more.
   * @param {string} id
   * @param {number | null} number the page to show first
   */
  forget(id, number) {
    this.#id = id;
    this.#empty(number);
  }

  /**
   * Shows a page, unless it is shown already in the same state.
   * @param {SpadeDocument} document
   * @param {number | null} number
   * @param {PageState | null} page
   * @param {number[]} numbers
   * @returns {Promise<boolean>} whether other words are on the screen now
   */
  async show(document, number, page, numbers) {
    const wanted = `${number} ${page?.state} ${page?.state === 'done' ? '' : document.status}`;
    if (wanted === this.#shown) return false;
    this.#empty(number);
    this.#shown = wanted;
    if (number === null || page?.state !== 'done') {
      showReason(reasonOf(document, page), page?.state === 'failed');
      return true;
    }
    const { signal } = this.#loading;
    try {
      const content = await readPage(this.#id, number, signal);
      if (signal.aborted) return false;
      this.#fill(document, number, content, numbers);
    } catch (error) {
      if (signal.aborted) return false;
      showReason(sentenceOf(error), true);
    }
    return true;
  }

  /** @param {number | null} number */
  #empty(number) {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.number = number;
    this.content = null;
    this.#shown = '';
    this.#marks.show([]);
  }

  /**
   * @param {SpadeDocument} document
   * @param {number} number
   * @param {PageContent} content
   * @param {number[]} numbers
   */
  #fill(document, number, content, numbers) {
    if (content.error) {
      showReason(content.error.message, true);
      return;
    }
    this.content = content;
    const label = `Image of page ${number} of ${numbers.at(-1)}`;
    this.#marks.show(showPage(content, imageOf(this.#id, number), label, htmlLanguage(document.language)));
  }
}

/**
 * The name that HTML has for one of Tesseract's languages, so that a screen reader reads the text in it.
 * @param {string} language
 */
function htmlLanguage(language) {
  try {
    return Intl.getCanonicalLocales(language.split('+')[0].split('_')[0])[0];
  } catch {
    return '';
  }
}

/**
 * @param {SpadeDocument} document
 * @param {PageState | null} page
 */
function reasonOf(document, page) {
  if (page?.state === 'failed') return page.error?.message ?? 'This page could not be read.';
  if (hasEnded(document)) return page ? 'This page was not read.' : 'No page was read.';
  return page ? 'This page has not been read yet. It appears here as soon as it is.' : 'The pages appear here as they are read.';
}

/** @param {unknown} error */
function sentenceOf(error) {
  if (error instanceof Refusal && error.type === 'output-unavailable') {
    return 'A version of Spade that did not keep the places of words has read this page. Its text is in the download.';
  }
  return `This page could not be loaded: ${/** @type {Error} */ (error).message}`;
}

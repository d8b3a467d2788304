// @ts-check

/** @typedef {import('../documents.js').SpadeDocument} SpadeDocument */
/** @typedef {import('../events.js').PageEvent} PageEvent */

/**
 * @typedef {object} PageState
 * @property {'waiting' | 'done' | 'failed'} state
 * @property {number | null} confidence
 * @property {{type: string, message: string} | null} error
 */

/** What is known about each page of a document. */
export class PageStates {
  /** @type {Map<number, PageState>} */
  #pages = new Map();
  /** @type {number[]} */
  #numbers = [];

  /** @param {SpadeDocument} document */
  update(document) {
    this.#numbers = numbersOf(document);
  }

  /** @param {PageEvent} event */
  apply(event) {
    this.#pages.set(event.page, { state: event.status, confidence: event.confidence ?? null, error: event.error ?? null });
  }

  get numbers() {
    // Before the pages are counted, events are all there is.
    return this.#numbers.length > 0 ? this.#numbers : [...this.#pages.keys()].sort((a, b) => a - b);
  }

  /**
   * @param {number} number
   * @param {boolean} isComplete pages of a completed document are all there, also without an event of a version that wrote none
   * @returns {PageState}
   */
  of(number, isComplete) {
    return this.#pages.get(number) ?? { state: isComplete ? 'done' : 'waiting', confidence: null, error: null };
  }

  /** The pages that have a text, in order. */
  get readable() {
    return this.numbers.filter((number) => this.#pages.get(number)?.state === 'done');
  }

  /** The pages that have ended, in order. */
  get ended() {
    return this.numbers.filter((number) => this.#pages.has(number));
  }
}

/**
 * The numbers of the pages to read. `pages` is in canonical form, such as `1-3,7`; a range without an end goes to the last page.
 * @param {SpadeDocument} document
 */
function numbersOf({ pages, pagesTotal }) {
  if (pagesTotal === null) return [];
  if (!pages) return Array.from({ length: pagesTotal }, (_, index) => index + 1);
  const numbers = pages.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return numbers.slice(0, pagesTotal);
}

// @ts-check
import { pathOf } from '../documents.js';
import { read } from '../http.js';
import { normal } from './match.js';

/** @typedef {import('./page-states.js').PageStates} PageStates */

/** The text of every page that has been read, to search it. */
export class PageTexts {
  #id;
  #states;
  #pagesRead = -1;
  /** @type {Promise<Map<number, string>>} */
  #texts = Promise.resolve(new Map());

  /**
   * @param {string} id
   * @param {PageStates} states
   */
  constructor(id, states) {
    this.#id = id;
    this.#states = states;
  }

  /**
   * Read again only when pages have ended meanwhile.
   * @returns {Promise<Map<number, string>>} normal texts by page
   */
  read() {
    const pagesRead = this.#states.ended.length;
    if (pagesRead !== this.#pagesRead) {
      this.#pagesRead = pagesRead;
      this.#texts = this.#load();
      // Another try may succeed.
      this.#texts.catch(() => (this.#pagesRead = -1));
    }
    return this.#texts;
  }

  async #load() {
    const texts = (await (await read(`${pathOf(this.#id)}/text`, { accept: 'text/plain' })).text()).split('\f');
    const pages = [this.#states.readable, this.#states.ended, this.#states.numbers].find((some) => some.length === texts.length);
    if (!pages) throw new Error('Pages have ended while the text was read.');
    return new Map(texts.map((text, index) => [pages[index], normal(text)]));
  }
}

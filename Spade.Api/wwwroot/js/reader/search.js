// @ts-check
import { announce } from '../announce.js';
import { part, setText } from '../dom.js';
import { countIn, normal, placesIn } from './match.js';

/** @typedef {import('./marks.js').Marks} Marks */

const TYPING_MS = 150;
/** Each count reads the whole text: while pages arrive one by one, they wait for each other. In milliseconds. */
const ARRIVING_MS = 3000;

/**
 * @typedef {object} Pages
 * @property {() => number} current
 * @property {(page: number) => Promise<void>} show
 * @property {() => Promise<Map<number, string>>} texts normal texts by page
 * @property {(counts: Map<number, number>) => void} onCounted
 */

/** Finds words on the page that is shown, and counts them on all others. */
export class Search {
  #marks;
  #pages;
  #input = part(document, 'search-text');
  #query = '';
  /** @type {Map<number, number>} */
  #counts = new Map();
  /** Places on the page that is shown. @type {number[][]} */
  #places = [];
  #at = 0;
  #typing = 0;
  #arriving = 0;
  #counting = Promise.resolve();

  /**
   * @param {Marks} marks
   * @param {Pages} pages
   */
  constructor(marks, pages) {
    this.#marks = marks;
    this.#pages = pages;
    part(document, 'search').addEventListener('submit', (/** @type {Event} */ event) => event.preventDefault());
    part(document, 'search-next').addEventListener('click', () => this.#step(1));
    part(document, 'search-previous').addEventListener('click', () => this.#step(-1));
    this.#input.addEventListener('input', () => {
      clearTimeout(this.#typing);
      this.#typing = window.setTimeout(() => this.#run(), TYPING_MS);
    });
    this.#input.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => this.#key(event));
  }

  focus() {
    this.#input.focus();
    this.#input.select();
  }

  /** Forgets the query: another document is shown. */
  clear() {
    this.#input.value = '';
    this.#run();
  }

  /** Marks the places on the page that is shown now. */
  apply() {
    this.#places = placesIn(this.#marks.words.map(({ word }) => word.text), this.#query);
    const marked = new Set(this.#places.flat());
    this.#marks.toggle('match', (_, index) => marked.has(index));
    this.#at = Math.min(this.#at, Math.max(this.#places.length - 1, 0));
    this.#tell();
  }

  /** Pages have been read meanwhile: counts again, soon. */
  countLater() {
    if (this.#arriving || !this.#query) return;
    this.#arriving = window.setTimeout(() => {
      this.#arriving = 0;
      this.#count();
    }, ARRIVING_MS);
  }

  async #count() {
    const query = this.#query;
    if (query) {
      try {
        const texts = await this.#pages.texts();
        if (query !== this.#query) return;
        this.#counts = new Map([...texts].map(([page, text]) => [page, countIn(text, query)]));
      } catch {
        setText(part(document, 'search-count'), `${this.#places.length} on this page`);
        return;
      }
    }
    this.#pages.onCounted(this.#counts);
    this.#tell();
  }

  /** What was asked for is said; what changes by itself, as pages arrive, is not. */
  async #run() {
    clearTimeout(this.#typing);
    const query = normal(this.#input.value);
    if (query === this.#query) return;
    this.#query = query;
    this.#counts = new Map();
    this.#at = 0;
    this.apply();
    this.#show();
    this.#counting = this.#count();
    await this.#counting;
    if (query === this.#query) announce(part(document, 'search-count').textContent);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      this.#step(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.clear();
      this.#input.blur();
    }
  }

  /** @param {1 | -1} direction */
  async #step(direction) {
    this.#run();
    await this.#counting;
    const next = this.#at + direction;
    if (next >= 0 && next < this.#places.length) {
      this.#at = next;
    } else {
      const page = this.#nextPage(direction);
      if (page !== null && page !== this.#pages.current()) await this.#pages.show(page);
      this.#at = direction > 0 ? 0 : Math.max(this.#places.length - 1, 0);
    }
    this.#show();
    this.#tell();
    announce(part(document, 'search-count').textContent);
  }

  /**
   * The next page with a match; after the last one the first again.
   * @param {1 | -1} direction
   */
  #nextPage(direction) {
    const pages = [...this.#counts].filter(([, count]) => count > 0).map(([page]) => page);
    if (direction < 0) pages.reverse();
    const isBeyond = (/** @type {number} */ page) => (page - this.#pages.current()) * direction > 0;
    return pages.find(isBeyond) ?? pages[0] ?? null;
  }

  #show() {
    const place = this.#places[this.#at];
    if (place) this.#marks.select(place[0], { focus: false });
  }

  #tell() {
    const current = this.#pages.current();
    const others = [...this.#counts].filter(([page]) => page !== current);
    const total = this.#places.length + others.reduce((sum, [, count]) => sum + count, 0);
    const before = others.reduce((sum, [page, count]) => sum + (page < current ? count : 0), 0);
    const position = this.#places.length > 0 ? `${before + this.#at + 1} of ${total}` : `${total} on other pages`;
    setText(part(document, 'search-count'), this.#query === '' ? '' : total === 0 ? 'No match' : position);
    for (const button of ['search-previous', 'search-next']) part(document, button).disabled = total === 0;
  }
}

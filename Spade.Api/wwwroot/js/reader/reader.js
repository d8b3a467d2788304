// @ts-check
import { announce } from '../announce.js';
import { addressOf, find, hasEnded, nameOf } from '../documents.js';
import { part, setText } from '../dom.js';
import { follow } from '../events.js';
import { startButtons } from './buttons.js';
import { forgetLive, showHead, showLive, showMissing, showPagesRead } from './head.js';
import { startLayout } from './layout.js';
import { Marks } from './marks.js';
import { PageList } from './page-list.js';
import { PageStates } from './page-states.js';
import { PageTexts } from './page-texts.js';
import { showReason } from './page-view.js';
import { Search } from './search.js';
import { ShownPage } from './shown-page.js';
import { Uncertain } from './uncertain.js';

/** @typedef {import('../documents.js').SpadeDocument} SpadeDocument */
/** @typedef {import('../events.js').PageEvent} PageEvent */

/** One document: its pages as they arrive, their images and their text. */
export class Reader {
  /** @type {SpadeDocument | null} */
  #document = null;
  #states = new PageStates();
  #texts = new PageTexts('', this.#states);
  /** @type {Map<number, number>} */
  #matches = new Map();
  /** @type {ReturnType<typeof follow> | null} */
  #following = null;
  #opened = new AbortController();
  #drawing = 0;
  #marks = new Marks();
  #uncertain = new Uncertain(this.#marks);
  #page = new ShownPage(this.#marks);
  #list = new PageList((page) => this.turnTo(page));
  #search = new Search(this.#marks, {
    current: () => this.#page.number ?? 0,
    show: (page) => this.turnTo(page),
    texts: () => this.#texts.read(),
    onCounted: (counts) => {
      this.#matches = counts;
      this.#showList(this.#page.number);
    },
  });

  constructor() {
    startLayout();
    startButtons(this);
  }

  get document() {
    return this.#document;
  }

  get content() {
    return this.#page.content;
  }

  /**
   * Shows a document, or another page of the one that is shown.
   * @param {string} id
   * @param {number | null} page
   */
  async open(id, page) {
    if (this.#document?.id === id) {
      await this.turnTo(page ?? this.#states.numbers[0] ?? 1, { isNew: false });
      return;
    }
    this.close();
    const { signal } = this.#opened;
    this.#states = new PageStates();
    this.#texts = new PageTexts(id, this.#states);
    this.#page.forget(id, page);
    this.#search.clear();
    setText(part(document, 'title'), 'Loading…');
    showReason('Loading…', false);
    if (await this.#look(id, signal)) this.#follow(id, signal);
  }

  /** Stops following the document. */
  close() {
    this.#opened.abort();
    this.#opened = new AbortController();
    this.#following?.close();
    this.#following = null;
    this.#document = null;
  }

  /** Reads the document again. */
  async refresh() {
    const id = this.#document?.id;
    if (id) await this.#look(id, this.#opened.signal);
  }

  /** Follows again: a document that had ended goes on. */
  restart() {
    const id = this.#document?.id;
    this.#following?.close();
    if (id) this.#follow(id, this.#opened.signal);
  }

  /**
   * @param {number} page
   * @param {{isNew?: boolean}} [options] false when the address names the page already
   */
  async turnTo(page, { isNew = true } = {}) {
    const document = this.#document;
    if (!document || (this.#states.numbers.length > 0 && !this.#states.numbers.includes(page))) return;
    if (isNew && page !== this.#page.number) history.replaceState(null, '', addressOf(document.id, page));
    await this.#showPage(page);
    this.#list.reveal(page);
  }

  /** @param {1 | -1} direction */
  turn(direction) {
    const numbers = this.#states.numbers;
    const next = numbers[numbers.indexOf(this.#page.number ?? 0) + direction];
    if (next !== undefined) this.turnTo(next);
  }

  focusSearch() {
    this.#search.focus();
  }

  focusWords() {
    this.#marks.enter();
  }

  toggleUncertain() {
    this.#uncertain.toggle();
  }

  /**
   * Reads the document and shows what has changed.
   * @param {string} id
   * @param {AbortSignal} signal
   * @returns {Promise<SpadeDocument | null>} null when there is none, or when another one is shown by now
   */
  async #look(id, signal) {
    try {
      const found = await find(id, signal);
      if (signal.aborted) return null;
      if (found) this.#take(found);
      else this.#miss();
      return found;
    } catch (error) {
      if (!signal.aborted) showMissing('Not available', /** @type {Error} */ (error).message);
      return null;
    }
  }

  #miss() {
    this.close();
    showMissing('No such document', 'It was deleted, or the address is not complete. Upload the scan again to read it.');
  }

  /** @param {SpadeDocument} found */
  #take(found) {
    const wasRunning = this.#document && !hasEnded(this.#document);
    this.#document = found;
    this.#states.update(found);
    showHead(found);
    if (wasRunning && hasEnded(found)) announce(`${nameOf(found)}: ${found.status}`);
    this.#draw();
  }

  /**
   * @param {string} id
   * @param {AbortSignal} signal
   */
  #follow(id, signal) {
    forgetLive();
    showLive(false);
    let known = -1;
    this.#following = follow(id, {
      onPage: (event) => this.#pageEnded(event),
      onStatus: () => this.refresh(),
      onLive: showLive,
      mayContinue: async () => {
        const before = known;
        known = this.#states.ended.length;
        const found = await this.#look(id, signal);
        // The last events of a document that has ended may be missing still. Where nothing more arrives, there is nothing more: versions
        // without events have read the pages.
        return found !== null && (!hasEnded(found) || (known < found.pagesDone && known > before));
      },
    });
  }

  /** @param {PageEvent} event */
  #pageEnded(event) {
    this.#states.apply(event);
    const document = this.#document;
    if (!document) return;
    // Events of a document that has ended are history.
    if (!hasEnded(document)) {
      Object.assign(document, { pagesDone: event.pagesDone, pagesFailed: event.pagesFailed, pagesTotal: event.pagesTotal });
      showHead(document);
      showPagesRead(document);
      this.#states.update(document);
    }
    this.#draw();
  }

  /** Draws once for all events that arrive together. */
  #draw() {
    if (this.#drawing) return;
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0;
      if (!this.#document) return;
      this.#showPage(this.#page.number ?? this.#states.readable[0] ?? this.#states.numbers[0] ?? null);
      this.#search.countLater();
    });
  }

  /** @param {number | null} number */
  async #showPage(number) {
    const document = this.#document;
    if (!document) return;
    const { numbers } = this.#states;
    this.#showList(number);
    const isNew = await this.#page.show(document, number, number === null ? null : this.#stateOf(number), numbers);
    if (!isNew) return;
    this.#uncertain.apply();
    this.#search.apply();
  }

  /** @param {number | null} number */
  #showList(number) {
    const { numbers } = this.#states;
    const isEmpty = numbers.length === 0 && this.#document !== null && hasEnded(this.#document);
    for (const name of ['tools', 'body', 'copy']) part(document, name).hidden = isEmpty;
    this.#list.update(numbers, number, (page) => this.#stateOf(page), this.#matches);
    showPosition(numbers, number);
  }

  /** @param {number} page */
  #stateOf(page) {
    return this.#states.of(page, this.#document?.status === 'completed');
  }
}

/**
 * @param {number[]} numbers
 * @param {number | null} number
 */
function showPosition(numbers, number) {
  const at = numbers.indexOf(number ?? 0);
  setText(part(document, 'page-number'), at < 0 ? 'No pages yet' : `Page ${number} of ${numbers.at(-1)}`);
  part(document, 'previous-page').disabled = at <= 0;
  part(document, 'next-page').disabled = at < 0 || at === numbers.length - 1;
}

// @ts-check
import { part, setText } from '../dom.js';

/** @typedef {import('./page-view.js').ShownWord} ShownWord */

const text = /** @type {HTMLElement} */ (part(document, 'text'));
const overlay = /** @type {SVGSVGElement} */ (part(document, 'overlay'));
const info = part(document, 'word-info');
const hint = part(document, 'word-hint');

/** The words of the page that is shown, and which of them is marked. */
export class Marks {
  /** @type {ShownWord[]} */
  #words = [];
  /** The one word of the text that Tab leads to. */
  #current = 0;

  constructor() {
    text.addEventListener('click', (event) => this.#choose(event));
    overlay.addEventListener('click', (event) => this.#choose(event));
    text.addEventListener('keydown', (event) => this.#move(event));
    text.addEventListener('focusin', (event) => this.#mark(event));
  }

  /** @param {ShownWord[]} words */
  show(words) {
    this.#words = words;
    this.#current = 0;
    if (words.length > 0) words[0].inText.tabIndex = 0;
    setText(info, '');
    hint.hidden = words.length === 0;
  }

  get words() {
    return this.#words;
  }

  /**
   * Adds or removes a class in both places.
   * @param {string} name
   * @param {(word: ShownWord, index: number) => boolean} isWanted
   */
  toggle(name, isWanted) {
    this.#words.forEach((word, index) => {
      const wanted = isWanted(word, index);
      word.inText.classList.toggle(name, wanted);
      word.onImage.classList.toggle(name, wanted);
    });
  }

  /**
   * Marks a word and brings it into view in both places.
   * @param {number} index
   * @param {{focus?: boolean}} [options]
   */
  select(index, { focus = true } = {}) {
    const chosen = this.#words[index];
    if (!chosen) return;
    this.#words[this.#current].inText.tabIndex = -1;
    this.#current = index;
    chosen.inText.tabIndex = 0;
    this.toggle('current', (_, at) => at === index);
    setText(info, sentenceOf(chosen));
    hint.hidden = true;
    // Smooth only for those who have not asked for less motion: see scroll-behavior in the styles.
    chosen.inText.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    chosen.onImage.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (focus) chosen.inText.focus({ preventScroll: true });
  }

  /** Moves the focus to the words. */
  enter() {
    if (this.#words.length > 0) this.select(this.#current);
  }

  /** @param {Event} event */
  #choose(event) {
    const index = indexOf(event);
    if (index !== null && getSelection()?.isCollapsed !== false) this.select(index);
  }

  /** @param {Event} event */
  #mark(event) {
    const index = indexOf(event);
    if (index !== null && index !== this.#current) this.select(index, { focus: false });
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = this.#nextOf(event.key);
    if (next === undefined) return;
    event.preventDefault();
    // These keys turn pages outside the words.
    event.stopPropagation();
    if (next === null) part(document, 'text-pane').querySelector('.word:focus')?.blur();
    else this.select(Math.min(Math.max(next, 0), this.#words.length - 1));
  }

  /**
   * @param {string} key
   * @returns {number | null | undefined} a word, null to leave the words, or nothing for a key of no meaning here
   */
  #nextOf(key) {
    switch (key) {
      case 'ArrowRight':
        return this.#current + 1;
      case 'ArrowLeft':
        return this.#current - 1;
      case 'ArrowDown':
        return this.#inLine(1);
      case 'ArrowUp':
        return this.#inLine(-1);
      case 'Home':
        return 0;
      case 'End':
        return this.#words.length - 1;
      case 'Escape':
        return null;
      default:
        return undefined;
    }
  }

  /**
   * The word of the next or previous line that is nearest, by the middle of its box.
   * @param {1 | -1} direction
   */
  #inLine(direction) {
    const line = this.#words[this.#current].inText.parentElement;
    const middle = middleOf(this.#words[this.#current]);
    let at = this.#current;
    while (this.#words[at]?.inText.parentElement === line) at += direction;
    const target = this.#words[at]?.inText.parentElement;
    let best = at;
    for (; target && this.#words[at]?.inText.parentElement === target; at += direction) {
      if (Math.abs(middleOf(this.#words[at]) - middle) < Math.abs(middleOf(this.#words[best]) - middle)) best = at;
    }
    return best;
  }
}

/** @param {ShownWord} word */
function middleOf({ word }) {
  return word.box.left + word.box.width / 2;
}

/** @param {Event} event */
function indexOf(event) {
  const marked = /** @type {Element} */ (event.target).closest('[data-word]');
  return marked ? Number(marked.getAttribute('data-word')) : null;
}

/** @param {ShownWord} word */
function sentenceOf({ word }) {
  return `“${word.text}”, ${word.confidence === null ? "from the PDF's own text" : `${Math.round(word.confidence)} % sure`}`;
}

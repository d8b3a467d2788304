// @ts-check
import { copyOf, part, setText } from '../dom.js';
import { counted } from '../format.js';

/** @typedef {import('./page-states.js').PageState} PageState */

/** The column of page numbers. Tab leads to the page that is shown, arrow keys to the others. */
export class PageList {
  #list = part(document, 'pages');
  #onChoose;
  /** @type {Map<number, HTMLElement>} */
  #buttons = new Map();

  /** @param {(page: number) => void} onChoose */
  constructor(onChoose) {
    this.#onChoose = onChoose;
    this.#list.addEventListener('click', (/** @type {Event} */ event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest('button');
      if (button) onChoose(Number(button.dataset.page));
    });
    this.#list.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => this.#move(event));
  }

  /**
   * @param {number[]} numbers
   * @param {number | null} current
   * @param {(page: number) => PageState} stateOf
   * @param {Map<number, number>} matches
   */
  update(numbers, current, stateOf, matches) {
    if (numbers.length !== this.#buttons.size || numbers.some((number) => !this.#buttons.has(number))) this.#build(numbers);
    for (const [number, button] of this.#buttons) {
      const isCurrent = number === current;
      fill(button, number, stateOf(number), matches.get(number) ?? 0);
      if (isCurrent) button.setAttribute('aria-current', 'page');
      else button.removeAttribute('aria-current');
      button.tabIndex = isCurrent ? 0 : -1;
    }
  }

  /** @param {number} page */
  reveal(page) {
    this.#buttons.get(page)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** @param {number[]} numbers */
  #build(numbers) {
    this.#buttons.clear();
    this.#list.replaceChildren(
      ...numbers.map((number) => {
        const item = copyOf('page-button');
        const button = /** @type {HTMLElement} */ (item.firstElementChild);
        button.dataset.page = String(number);
        setText(part(button, 'number'), String(number));
        this.#buttons.set(number, button);
        return item;
      }),
    );
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const numbers = [...this.#buttons.keys()];
    const focused = numbers.findIndex((number) => this.#buttons.get(number) === document.activeElement);
    const next = numbers[focused + (step ?? 0)];
    if (!step || focused < 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === undefined) return;
    this.#onChoose(next);
    this.#buttons.get(next)?.focus();
  }
}

/**
 * @param {HTMLElement} button
 * @param {number} number
 * @param {PageState} page
 * @param {number} matches
 */
function fill(button, number, { state, confidence, error }, matches) {
  const sure = confidence === null ? '' : `${Math.round(confidence)} %`;
  button.dataset.state = state;
  button.classList.toggle('has-match', matches > 0);
  part(button, 'note').dataset.note = matches > 0 ? `${matches} ×` : { waiting: '…', failed: 'error', done: sure }[state];
  const said = { waiting: 'not read yet', failed: 'could not be read', done: sure ? `read, ${sure} sure` : 'read' }[state];
  button.setAttribute('aria-label', `Page ${number}, ${said}${matches > 0 ? `, ${counted(matches, 'match')}` : ''}`);
  button.title = error?.message ?? (sure ? `${sure} sure` : '');
}

// @ts-check
import { part, setText } from '../dom.js';
import { counted } from '../format.js';
import { saved } from '../saved.js';

/** Tesseract is right about most words above it. */
const DEFAULT_THRESHOLD = 70;

/** @typedef {import('./marks.js').Marks} Marks */

/** Marks the words that recognition is less sure of than a threshold. */
export class Uncertain {
  #kept = saved('uncertain', { isOn: true, below: DEFAULT_THRESHOLD });
  #marks;
  #box = part(document, 'uncertain');
  #slider = part(document, 'threshold');

  /** @param {Marks} marks */
  constructor(marks) {
    this.#marks = marks;
    this.#box.checked = this.#kept.get().isOn;
    this.#slider.value = String(this.#kept.get().below);
    this.#box.addEventListener('change', () => this.#change());
    this.#slider.addEventListener('input', () => this.#change());
    this.apply();
  }

  toggle() {
    this.#box.click();
  }

  /** Marks the words that are shown now. */
  apply() {
    const { isOn, below } = this.#kept.get();
    let count = 0;
    this.#marks.toggle('uncertain', ({ word }) => {
      const is = isOn && word.confidence !== null && word.confidence < below;
      if (is) count++;
      return is;
    });
    this.#slider.disabled = !isOn;
    this.#slider.setAttribute('aria-valuetext', `${below} percent, ${counted(count, 'word')}`);
    setText(part(document, 'threshold-value'), `below ${below} %${isOn ? `: ${counted(count, 'word')}` : ''}`);
  }

  #change() {
    this.#kept.set({ isOn: this.#box.checked, below: Number(this.#slider.value) });
    this.apply();
  }
}

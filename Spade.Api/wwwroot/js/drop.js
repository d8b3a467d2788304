// @ts-check
import { part } from './dom.js';

/**
 * Takes files that are dropped anywhere, pasted or chosen.
 * @param {(files: File[]) => void} take
 */
export function startDrop(take) {
  const zone = part(document, 'drop');
  const picker = part(document, 'files');
  picker.addEventListener('change', () => {
    take([...picker.files]);
    // The same file may be chosen again.
    picker.value = '';
  });

  // Each element under the pointer has its own enter and leave: only their count tells whether the files are still over the window.
  let entered = 0;
  window.addEventListener('dragenter', (event) => {
    if (!hasFiles(event)) return;
    entered++;
    zone.classList.add('over');
  });
  window.addEventListener('dragleave', (event) => {
    if (hasFiles(event) && --entered <= 0) leave();
  });
  window.addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    leave();
    take([...(event.dataTransfer?.files ?? [])]);
  });
  window.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files.map(named));
  });

  function leave() {
    entered = 0;
    zone.classList.remove('over');
  }
}

/** @param {DragEvent} event */
function hasFiles(event) {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/**
 * Browsers call every pasted picture image.png; the time tells them apart.
 * @param {File} file
 */
function named(file) {
  if (file.name !== 'image.png') return file;
  const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '.');
  return new File([file], `Pasted at ${time}.png`, { type: file.type });
}

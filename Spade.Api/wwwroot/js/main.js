// @ts-check
import { refresh, startDocumentList } from './document-list.js';
import { addressOf } from './documents.js';
import { part } from './dom.js';
import { startDrop } from './drop.js';
import { startOptions } from './options.js';
import { startProcesses } from './processes.js';
import { startQueue } from './queue.js';
import { copyPage } from './reader/buttons.js';
import { zoom } from './reader/layout.js';
import { Reader } from './reader/reader.js';
import { startRouter } from './router.js';
import { startSession } from './session.js';
import { startShortcuts } from './shortcuts.js';
import { isUploading, uploadAll } from './uploads.js';

const home = part(document, 'view="home"');
const reader = new Reader();
startSession();
startOptions();
startDocumentList();
startQueue();
startProcesses();

const router = startRouter({
  showHome() {
    reader.close();
    refresh();
  },
  showDocument(id, page) {
    reader.open(id, page);
  },
});

startDrop((files) => {
  // Rows of uploads are on the other view.
  if (home.hidden) router.go('/');
  uploadAll(files, (document, isOnly) => {
    if (isOnly && !home.hidden) router.go(addressOf(document.id));
    else refresh();
  });
});

startShortcuts(
  {
    u: () => part(document, 'files').click(),
    d: () => router.go('/'),
  },
  {
    ArrowLeft: () => reader.turn(-1),
    ArrowRight: () => reader.turn(1),
    '/': () => reader.focusSearch(),
    c: () => copyPage(reader),
    l: () => reader.toggleUncertain(),
    w: () => reader.focusWords(),
    '+': () => zoom('in'),
    '-': () => zoom('out'),
    0: () => zoom('fit'),
  },
);

window.addEventListener('beforeunload', (event) => {
  if (isUploading()) event.preventDefault();
});
part(document, 'unstarted').remove();
document.documentElement.dataset.started = '';

// The script of the preview; visitors are never sent one. It copies where a
// block is written, shows what is wrong over the page, and loads the page again
// once the content is good.
'use strict';
{
  const { folder, release, serial } = document.currentScript.dataset;

  /** A button that shows a place and copies it. */
  const button = (place, stage) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = stage ? 'pv-place pv-unseen' : 'pv-place';
    made.dataset.copy = place;
    made.lang = 'en';
    made.textContent = stage ? `${stage} · ${place}` : place;
    return made;
  };

  for (const block of document.querySelectorAll('[data-place]')) {
    // A row of a table, or of a list of terms, holds nothing but its cells.
    const host = block.matches('tr, dl > div') ? block.lastElementChild : block;
    block.classList.add('pv-block');
    host.append(button(block.dataset.place, block.dataset.stage));
  }

  const copied = document.createElement('p');
  copied.className = 'pv-copied';
  copied.setAttribute('role', 'status');
  document.body.append(copied);

  document.addEventListener('click', async (event) => {
    const place = event.target.closest('.pv-place');
    if (!place) return;
    // The clipboard is closed to pages from other machines without TLS.
    await navigator.clipboard?.writeText(place.dataset.copy).then(
      () => { copied.textContent = `Copied: ${place.dataset.copy}`; },
      () => { copied.textContent = 'The browser does not allow copying.'; },
    );
    (place.closest('dialog') ?? document.body).append(copied);
    setTimeout(() => { copied.textContent = ''; }, 2000);
  });

  const overlay = document.createElement('dialog');
  overlay.className = 'pv-overlay';
  overlay.lang = 'en';
  overlay.setAttribute('aria-label', 'What is wrong with the content');

  /** Shows everything that is wrong over the page. */
  const show = async () => {
    const page = await (await fetch(`${folder}report`)).text();
    const report = new DOMParser().parseFromString(page, 'text/html').querySelector('.pv-report');
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'pv-close';
    close.textContent = 'Look at the page';
    close.addEventListener('click', () => overlay.close());
    const content = document.createElement('div');
    content.className = 'pv-report';
    content.append(...report.childNodes);
    overlay.replaceChildren(close, content);
    if (!overlay.isConnected) document.body.append(overlay);
    if (!overlay.open) overlay.showModal();
  };

  const count = document.querySelector('.pv-count');
  count?.addEventListener('click', (event) => {
    event.preventDefault();
    show();
  });

  const stands = document.body.classList.contains('pv-alone');
  const hear = ({ data }) => {
    const state = JSON.parse(data);
    if (stands) {
      if (String(state.serial) !== serial) location.reload();
    } else if (state.errors > 0) {
      show();
    } else if (state.release !== release) {
      location.reload();
    } else {
      overlay.close();
    }
    if (count) count.textContent = state.count;
  };

  // A browser has few connections to one server, and a page that nobody looks
  // at needs none: it hears how things are when it is looked at again.
  let events;
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    events = new EventSource(`${folder}events`);
    events.addEventListener('state', hear);
  };
  document.addEventListener('visibilitychange', listen);
  addEventListener('pageshow', listen);
  addEventListener('pagehide', () => events?.close());
}

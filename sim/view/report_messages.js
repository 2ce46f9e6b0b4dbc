/* report_messages.js - the list of messages, and the story of one. */
(function () {
  'use strict';

  const ROWS_MOST = 100; /* at a time: more is a button away */
  let shown = ROWS_MOST;
  let open = null;

  function wanted() {
    const kind = BP.$('kind').value;
    const text = BP.$('grep').value.trim().toLowerCase();
    return BP.run.messages.filter((message) => (kind === '' || message.kind === kind) &&
      (text === '' || (message.id + ' ' + message.serial + ' ' + message.story).toLowerCase().includes(text)));
  }

  function showStory(message, row) {
    open = message;
    for (const other of BP.$('list').querySelectorAll('tr[aria-selected]'))
      other.setAttribute('aria-selected', 'false');
    if (row) row.setAttribute('aria-selected', 'true');
    BP.map.route(message.hops);
    BP.$('story').parentNode.classList.add('open');
    BP.fill(BP.$('story'),
      BP.el('div', { class: 'bar' }, BP.el('h3', {}, 'Message ' + message.serial + ', ' + message.kind),
        BP.el('button', { type: 'button', disabled: message.hops.length === 0, on: { click: () => showOnMap(message) } }, 'Show its way on the map'),
        BP.el('button', { type: 'button', on: { click: close } }, 'Close')),
      message.n_hops > message.hops.length ? BP.el('p', { class: 'quiet' }, 'The map shows its first ' + message.hops.length + ' hops.') : null,
      BP.el('pre', { tabIndex: 0 }, message.story), dialogueOf(message));
  }

  function dialogueOf(message) {
    return BP.el('details', { id: 'dialogue' }, BP.el('summary', {}, 'What was said on each hop'),
      message.dialogue === undefined
        ? BP.el('p', { class: 'quiet' }, 'Too long for this page: bangpath show --dialogue RUN.db ' + message.serial + ' prints it.')
        : BP.el('pre', { tabIndex: 0 }, message.dialogue));
  }

  function close() {
    open = null;
    BP.map.route(null);
    BP.$('story').parentNode.classList.remove('open');
    BP.fill(BP.$('story'));
    for (const row of BP.$('list').querySelectorAll('tr[aria-selected=true]')) {
      row.setAttribute('aria-selected', 'false');
      row.focus();
    }
  }

  function showOnMap(message) {
    BP.player.pause();
    BP.player.seek(message.hops[message.hops.length - 1][0]);
    BP.map.fit();
    BP.map.route(message.hops);
    BP.$('replay').scrollIntoView();
    BP.$('map').focus({ preventScroll: true });
  }

  function rowOf(message) {
    const row = BP.el('tr', { tabIndex: 0, aria: { selected: String(message === open) }, data: { serial: String(message.serial) } },
      BP.el('td', { class: 'n' }, String(message.serial)), BP.el('td', {}, message.kind),
      BP.el('td', {}, message.outcome),
      BP.el('td', {}, BP.moment(BP.unixMs(BP.run, message.time_us))),
      BP.el('td', {}, BP.name(message.from), message.forged ? BP.el('span', { class: 'quiet' }, ' forged') : null),
      BP.el('td', {}, BP.name(message.first), message.recipients > 1 ? BP.el('span', { class: 'quiet' }, ' and ' + BP.count(message.recipients - 1) + ' more') : null));
    row.addEventListener('click', () => showStory(message, row));
    row.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') showStory(message, row);
      else if (event.key === 'ArrowDown' && row.nextElementSibling) row.nextElementSibling.focus();
      else if (event.key === 'ArrowUp' && row.previousElementSibling) row.previousElementSibling.focus();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return row;
  }

  function showList() {
    const found = wanted();
    const run = BP.run;
    const wrote = ['ham', 'spam', 'worm', 'probe'].some((kind) => run.totals[kind + '.messages'] > 0);
    const note = !wrote ? 'Nobody wrote a letter.'
      : run.n_kept === 0 ? 'This run kept no messages.'
      : 'One that is chosen tells its headers, its bang path and every hop. ' + BP.count(found.length) + ' of ' + BP.count(run.messages.length) + ' in this page; the run kept ' + BP.count(run.n_kept) + '.';
    BP.$('messages-note').textContent = note + ' ' + (wrote && run.how_to_keep ? run.how_to_keep[0].toUpperCase() + run.how_to_keep.slice(1) + '.' : '');
    if (found.length === 0) { BP.fill(BP.$('list')); return; }
    BP.fill(BP.$('list'), BP.el('table', {},
      BP.el('thead', {}, BP.el('tr', {}, BP.el('th', { class: 'n' }, 'No.'), ...['Kind', 'What became of it', 'Written (UTC)', 'From', 'To'].map((text) => BP.el('th', {}, text)))),
      BP.el('tbody', {}, ...found.slice(0, shown).map(rowOf))),
      found.length > shown ? BP.el('button', { type: 'button', on: { click: () => { shown += ROWS_MOST; showList(); } } }, 'More') : null);
  }

  BP.showMessages = function () {
    const kinds = [...new Set(BP.run.messages.map((message) => message.kind))].sort();
    open = null;
    shown = ROWS_MOST;
    BP.$('story').parentNode.classList.remove('open');
    BP.fill(BP.$('story'));
    BP.fill(BP.$('kind'), BP.el('option', { value: '' }, 'all'), ...kinds.map((kind) => BP.el('option', { value: kind }, kind)));
    showList();
  };
  BP.startMessages = function () {
    const again = () => { shown = ROWS_MOST; showList(); };
    BP.$('kind').addEventListener('change', again);
    BP.$('grep').addEventListener('input', again);
  };
})();

/* report_tables.js - numbers: the headline, who paid, relays, all of them; and two or more
 * runs side by side. */
(function () {
  'use strict';

  const DIFFERENCES_MOST = 40; /* keys of scenarios */
  const total = (run, name) => run.totals[name];
  const share = (run, part, whole) => {
    const p = total(run, part), w = total(run, whole);
    return BP.isNumber(p) && w > 0 ? p / w : null;
  };

  /* ---- headline ---- */

  /* measure: its name in the JSON; or value, made of several. */
  const headline = [
    { name: 'Reach of spam', measure: 'spam.reach', format: BP.percent, when: 'spam.sent',
      more: (run) => BP.count(total(run, 'spam.mailboxes_reached')) + ' of ' + BP.count(total(run, 'spam.targets')) + ' target mailboxes' },
    { name: 'Ham delivered', id: 'ham.delivered/ham.sent', format: BP.percent, when: 'ham.sent',
      value: (run) => share(run, 'ham.delivered', 'ham.sent'),
      more: (run) => BP.count(total(run, 'ham.delivered')) + ' of ' + BP.count(total(run, 'ham.sent')) },
    { name: 'Ham refused by a defence', id: 'ham.collateral/ham.sent', format: BP.percent, when: 'ham.sent',
      value: (run) => share(run, 'ham.collateral', 'ham.sent'),
      more: (run) => BP.count(total(run, 'ham.collateral')) + ' recipient-copies: collateral damage' },
    { name: 'Delay of ham', measure: 'ham.delay_s.p50', format: BP.duration, when: 'ham.delivered',
      more: (run) => 'in the median; 90% within ' + BP.duration(total(run, 'ham.delay_s.p90')) },
    { name: 'Amplification', measure: 'spam.amplification', format: BP.times, when: 'spam.sent',
      more: () => 'bytes that others sent for each byte of spammers' },
    { name: 'Open relays at the end', measure: 'relays.open_at_end', format: BP.count,
      more: (run) => 'of ' + BP.count(total(run, 'relays.open_at_begin')) + ' at the begin' },
    { name: 'Mailboxes a worm infected', measure: 'worm.infected', format: BP.count, when: 'worm.messages',
      more: (run) => 'at ' + BP.count(total(run, 'worm.infected_hosts')) + ' hosts' },
    { name: 'Backscatter', measure: 'bounces.backscatter', format: BP.count, when: 'bounces.backscatter',
      more: () => 'bounces to who never wrote' },
    { name: 'Paid by others', measure: 'cost.others', format: BP.money,
      more: (run) => total(run, 'spam.sent') > 0 ? 'spammers paid ' + BP.money(total(run, 'cost.spammers')) : 'for calls and lines' },
    { name: 'Hops', measure: 'hops', format: BP.count, more: (run) => BP.bytes(total(run, 'bytes')) + ' over the lines' },
    { name: 'Calls made', measure: 'calls.made', format: BP.count, when: 'calls.made',
      more: (run) => BP.count(total(run, 'calls.busy')) + ' busy, ' + BP.count(total(run, 'calls.dropped')) + ' dropped' },
  ];

  const valueOf = (run, row) => row.measure ? total(run, row.measure) : row.value(run);
  const applies = (row) => BP.runs.some((run) => !row.when || total(run, row.when) > 0);
  const raw = (x) => x === null || x === undefined ? 'null' : String(x);

  function figures() {
    const run = BP.run;
    return BP.el('ul', { class: 'figures' }, ...headline.filter(applies).map((row) => BP.el('li', { class: 'figure' },
      BP.el('span', { class: 'name' }, row.name),
      BP.el('b', { data: { measure: row.measure || row.id, value: raw(valueOf(run, row)) } }, row.format(valueOf(run, row))),
      BP.el('span', { class: 'more' }, row.more(run).replace(/(\d) (ms|s|min|h|d|[KMGT]?B)\b/g, '$1\u00a0$2')))));
  }

  /* ---- side by side ---- */

  function difference(value, first, format) {
    if (!BP.isNumber(value) || !BP.isNumber(first)) return null;
    const d = value - first;
    const sign = d > 0 ? '+' : d < 0 ? '\u2212' : '\u00b1';
    if (format === BP.percent) return sign + (100 * Math.abs(d)).toFixed(1) + ' points';
    const part = first !== 0 ? ' (' + sign + (100 * Math.abs(d / first)).toFixed(1) + '%)' : '';
    return sign + format(Math.abs(d)) + part;
  }

  function comparedRow(name, values, format, measure) {
    return BP.el('tr', {}, BP.el('th', { scope: 'row' }, name), ...values.map((value, i) => {
      const d = i > 0 ? difference(value, values[0], format) : null;
      return BP.el('td', { class: 'n', data: { measure, value: raw(value), run: BP.letter(i) } }, format(value),
        d ? BP.el('small', {}, d) : null);
    }));
  }

  function runHeads() {
    return BP.runs.map((run, i) => BP.el('th', { class: 'n', scope: 'col' }, BP.swatch(i), ' ' + run.letter));
  }

  function compared() {
    return BP.el('div', { class: 'wide' }, BP.el('table', { id: 'compared' },
      BP.el('caption', { class: 'quiet' }, 'Small: the difference to A.'),
      BP.el('thead', {}, BP.el('tr', {}, BP.el('th', {}, 'Measure'), ...runHeads())),
      BP.el('tbody', {}, ...headline.filter(applies).map((row) =>
        comparedRow(row.name, BP.runs.map((run) => valueOf(run, row)), row.format, row.measure || row.id)))));
  }

  /* The keys of a scenario by group: its text is `merged` of the run. */
  function keysOf(run) {
    const keys = new Map();
    let group = '';
    for (const line of run.merged.split('\n')) {
      const equals = line.indexOf('=');
      if (line.startsWith('[')) group = line.trim();
      else if (equals > 0) keys.set(group + ' ' + line.slice(0, equals).trim(), line.slice(equals + 1).trim());
    }
    return keys;
  }

  /* What the runs were told that is not the same for all. */
  function differencesList() {
    const keys = BP.runs.map(keysOf);
    const names = [...new Set(keys.flatMap((each) => [...each.keys()]))]
      .filter((name) => keys.some((each) => each.get(name) !== keys[0].get(name)));
    if (names.length === 0) return BP.el('li', {}, 'Their scenarios say the same.');
    return BP.el('li', {}, 'Where their scenarios differ:', BP.el('div', { class: 'wide' }, BP.el('table', { id: 'differences' },
      BP.el('thead', {}, BP.el('tr', {}, BP.el('th', {}, 'Key'), ...BP.runs.map((run) => BP.el('th', {}, run.letter)))),
      BP.el('tbody', {}, ...names.slice(0, DIFFERENCES_MOST).map((name) => BP.el('tr', {}, BP.el('th', { scope: 'row' }, BP.el('bdi', {}, BP.shorten(name, 80))),
        ...keys.map((each) => BP.el('td', {}, each.has(name) ? BP.name(each.get(name)) : '\u2013'))))))));
  }

  function listRuns() {
    const list = BP.$('runs');
    list.hidden = false;
    BP.fill(list, ...BP.runs.map((run, i) => BP.el('li', { class: 'run' }, BP.swatch(i), ' ', BP.el('b', {}, run.letter + ' '),
      BP.name(run.name || ''), ': ', BP.el('bdi', {}, BP.shorten(run.title, 200)), ', seed ' + run.seed,
      BP.el('p', {}, run.words.join(' ')))), differencesList());
  }

  /* ---- who paid ---- */

  function bars(title, rows, format) {
    const most = Math.max(...rows.map((row) => row.value || 0), 0);
    if (most === 0)
      return BP.el('div', {}, BP.el('h3', {}, title), BP.el('p', { class: 'quiet' }, 'None: ',
        ...rows.flatMap((row, i) => [i > 0 ? ', ' : '', row.label + ' ',
          BP.el('span', { data: { measure: row.measure, value: raw(row.value) } }, format(row.value))]), '.'));
    return BP.el('div', {}, BP.el('h3', {}, title), BP.el('div', { class: 'bars' }, ...rows.map((row) => {
      const fill = BP.el('div', { class: 'fill ' + (row.payer === 'spammers' ? 'spammers' : 'others') });
      fill.style.width = (most > 0 ? 100 * (row.value || 0) / most : 0) + '%';
      return BP.el('div', { class: 'barrow' }, BP.el('span', {}, row.label),
        BP.el('div', { class: 'track', aria: { hidden: 'true' } }, fill),
        BP.el('span', { class: 'value', data: { measure: row.measure, value: raw(row.value) } }, format(row.value),
          row.note ? BP.el('span', { class: 'quiet' }, ' ' + row.note) : null));
    })));
  }

  const payerNotes = {
    spammers: 'on lines of their own', providers: 'for a user of theirs who spams',
    relays: 'for strangers', recipients: 'to receive it', bounces: 'made by spam',
  };

  function payerRows(prefix) {
    const names = Object.keys(BP.runs[0].totals).filter((name) => name.startsWith(prefix));
    const order = ['spammers', 'providers', 'relays', 'recipients', 'bounces'];
    names.sort((p, q) => order.indexOf(p.slice(prefix.length)) - order.indexOf(q.slice(prefix.length)));
    return names.flatMap((name) => BP.runs.map((run) => ({
      payer: name.slice(prefix.length), measure: name, value: total(run, name),
      label: name.slice(prefix.length) + (BP.runs.length > 1 ? ' ' + run.letter : ''),
      note: payerNotes[name.slice(prefix.length)],
    })));
  }

  function allCosts() {
    const payers = [['cost.spammers', 'spammers'], ['cost.others', 'everybody else']];
    const spams = BP.runs.some((run) => total(run, 'spam.sent') > 0 || total(run, 'cost.spammers') > 0);
    return BP.runs.flatMap((run) => (spams ? payers : payers.slice(1))
      .map(([name, payer]) => ({ payer, measure: name, value: total(run, name),
        label: payer + (BP.runs.length > 1 ? ' ' + run.letter : '') })));
  }

  function showPayers() {
    const parts = [];
    for (const [prefix, title, format] of [
      ['cost_shift.paid.', 'Money that carrying spam cost', BP.money],
      ['cost_shift.bytes.', 'Bytes of spam moved', BP.bytes],
      ['cost_shift.line_s.', 'Time that lines were in use for it', BP.duration]]) {
      const rows = payerRows(prefix);
      if (rows.length > 0) parts.push(bars(title, rows, format));
    }
    parts.push(bars('All mail: telephone and lines', allCosts(), BP.money));
    BP.fill(BP.$('payers'), ...parts);
    for (const part of parts) part.style.marginTop = '1rem';
  }

  /* ---- relays ---- */

  function topHosts(number, most) {
    return Array.from(number, (x, i) => i).filter((i) => number[i] > 0)
      .sort((p, q) => number[q] - number[p] || p - q).slice(0, most);
  }

  function stateAt(run, host, atEnd) {
    const events = run.events;
    let text = events.texts[events.relay_at_begin[host]];
    if (atEnd)
      for (let i = 0; i < events.times.length; i++)
        if (events.hosts[i] === host && events.names[events.kinds[i]] === 'relay')
          text = events.texts[events.details[i]];
    return text;
  }

  function hostTable(hosts, heads, cells) {
    return BP.el('div', { class: 'wide' }, BP.el('table', {},
      BP.el('thead', {}, BP.el('tr', {}, BP.el('th', {}, 'Host'), ...heads.map(([text, n]) => BP.el('th', { class: n ? 'n' : '' }, text)))),
      BP.el('tbody', {}, ...hosts.map((host) => BP.el('tr', {}, BP.el('td', {}, BP.hostLink(host)),
        ...cells(host).map((text, i) => BP.el('td', { class: heads[i][1] ? 'n' : '' }, text)))))));
  }

  function showTop() {
    const run = BP.run, h = run.hosts;
    const relays = topHosts(h.relayed, 15);
    const payers = topHosts(h.paid_udollars, 8);
    const which = BP.runs.length > 1 ? ' of run ' + run.letter : '';
    BP.fill(BP.$('top-relays'),
      BP.el('h3', {}, 'Who passed on most for strangers' + which),
      relays.length === 0 ? BP.el('p', { class: 'quiet' }, 'Nobody passed on mail for strangers.') :
        hostTable(relays, [['Passed on', true], ['Spam to its own', true], ['Paid', true], ['Relay', false]], (i) => {
          const begin = stateAt(run, i, false), end = stateAt(run, i, true);
          return [BP.count(h.relayed[i]), BP.count(h.spam_delivered[i]), BP.money(h.paid_udollars[i] / 1e6),
            begin === end ? begin : begin + ' \u2192 ' + end];
        }),
      payers.length === 0 ? null : BP.el('h3', { id: 'top-payers' }, 'Who paid most' + which),
      payers.length === 0 ? null : hostTable(payers, [['Paid', true], ['Sent', true], ['Mailboxes', true]], (i) =>
        [BP.money(h.paid_udollars[i] / 1e6), BP.bytes(h.bytes[i]), BP.count(h.mailboxes[i])]));
    const second = BP.$('top-payers');
    if (second) second.style.marginTop = '1.4rem';
  }

  const chosenMeasures = [
    ['relays.half_life_s', 'Half of the open relays had closed after'],
    ['relays.closed', 'Relays that closed'],
    ['relays.reopened', 'of these, opened again'],
    ['relays.passed_on_spam', 'Hosts that passed spam on'],
    ['relays.lag_abuse_to_closing_s', 'From the first spam passed on to closing (median)'],
    ['blacklists.listings', 'Times that a host was listed'],
    ['blacklists.false', 'of these, without deserving it'],
    ['blacklists.delistings', 'Times that one was taken off'],
    ['blacklists.listed_at_end', 'Listed at the end'],
    ['blacklists.subscribed', 'Mailboxes whose host asks a list'],
    ['blacklists.lag_abuse_to_listing_s', 'From the first spam passed on to the listing (median)'],
    ['blacklists.lag_listing_to_closing_s', 'From the listing to closing (median)'],
    ['spam.half_reach_s', 'Half of those that spam reached, after'],
    ['spam.host_reach', 'Hosts with a target that spam reached'],
    ['spam.copies_per_mailbox', 'Copies in each mailbox reached'],
    ['spam.share_of_delivered', 'Spam, of all mail delivered'],
    ['probe.tests', 'Relay tests made'],
    ['probe.relays_found', 'Relays found by them'],
  ];

  function numbersTable(rows) {
    return BP.el('div', { class: 'wide' }, BP.el('table', {},
      BP.runs.length > 1 ? BP.el('thead', {}, BP.el('tr', {}, BP.el('th', {}, ''), ...runHeads())) : null,
      BP.el('tbody', {}, ...rows)));
  }

  function showMeasures() {
    const spammed = BP.runs.some((run) => total(run, 'spam.sent') > 0);
    const rows = chosenMeasures.filter(([name]) => BP.runs.some((run) => BP.isNumber(total(run, name))))
      .filter(([name]) => spammed || !/spam/.test(name))
      .map(([name, label]) => comparedRow(label, BP.runs.map((run) => total(run, name)), BP.unitOf(name), name));
    BP.fill(BP.$('measures'), BP.el('h3', {}, 'How fast, and how many'), numbersTable(rows));
  }

  /* ---- all ---- */

  /* Counts as they are; other numbers with their unit, and as the JSON has them. */
  function exactly(measure, value) {
    const text = BP.unitOf(measure)(value);
    return BP.isNumber(value) && BP.unitOf(measure) !== BP.count ? text + ' (' + value + ')' : text;
  }

  function showAll() {
    const names = [...new Set(BP.runs.flatMap((run) => Object.keys(run.totals)))].sort();
    BP.fill(BP.$('totals'), numbersTable(names.map((name) => BP.el('tr', {}, BP.el('th', { scope: 'row' }, BP.el('code', {}, name)),
      ...BP.runs.map((run) => BP.el('td', { class: 'n', data: { total: name, value: raw(total(run, name)), run: run.letter } },
        exactly(name, total(run, name))))))));
    BP.$('merged').textContent = BP.runs.length === 1 ? BP.run.merged
      : BP.runs.map((run) => '; ---- ' + run.letter + ' ----\n' + run.merged).join('\n');
    const notes = BP.runs.flatMap((run) => run.notes.map((note) => BP.runs.length > 1 ? run.letter + ': ' + note : note));
    notes.unshift('Curves have a point at each of ' + BP.count(BP.run.times_us.length) + ' times; between these they are straight.');
    notes.unshift('Links show what crossed them in the last of ' + BP.count(BP.run.frames.length) + ' steps that has ended; parallel links of two hosts are one line.');
    BP.fill(BP.$('notes'), ...notes.map((note) => BP.el('li', {}, note)));
  }

  /* ---- the top of the page ---- */

  function showTitle() {
    const run = BP.runs[0];
    BP.$('title').textContent = BP.runs.length > 1 ? BP.runs.length + ' runs side by side' : run.title || 'A run';
    BP.$('when').textContent = BP.runs.length > 1 ? '' :
      BP.moment(BP.unixMs(run, 0)) + ' to ' + BP.moment(BP.unixMs(run, run.end_us)) + ' UTC, simulated' +
      (run.complete ? '' : ' (stopped before its end)') + '. ' + (run.topology ? run.topology + '. ' : '') + 'Seed ' + run.seed + '.';
    if (BP.runs.length === 1) BP.fill(BP.$('words'), BP.el('p', {}, run.words.join(' ')));
    BP.$('version').textContent = 'bangpath ' + BP.data.bangpath;
  }

  BP.showTables = function () {
    showTitle();
    if (BP.runs.length > 1) listRuns();
    BP.fill(BP.$('headline'), BP.runs.length > 1 ? compared() : figures());
    showPayers();
    showMeasures();
    showAll();
  };
  BP.showTop = showTop;
})();

/* report_host.js - what is known of one host, the search for it, and the legend. */
(function () {
  'use strict';

  const FOUND_MOST = 12;
  const EVENTS_MOST = 40;
  const NEIGHBOURS_MOST = 12;
  let selected = -1;

  const isNet = (host) => (BP.run.network.kind[host] & 1) === 1;
  const moment = (time_us) => BP.moment(BP.unixMs(BP.run, time_us));

  function stateText(host) {
    const state = BP.run.state;
    const parts = [state.text(host) || 'no relay state'];
    if (state.reached[host]) parts.push('reached by spam');
    if (state.infected[host]) parts.push('infected');
    if (state.listed[host] > 0) parts.push('on a blacklist');
    return parts.join(', ');
  }

  /* Of the tooltip. */
  BP.describeShortly = function (host) {
    const h = BP.run.hosts;
    const name = BP.el('strong', {}, BP.el('bdi', {}, BP.shorten(BP.run.network.names[host], 120)));
    if (isNet(host)) return [name, 'a net that joins its members'];
    return [name, stateText(host), BP.el('br'),
      BP.count(h.mailboxes[host]) + (h.mailboxes[host] === 1 ? ' mailbox' : ' mailboxes') + '; paid ' + BP.money(h.paid_udollars[host] / 1e6),
      BP.el('br'), 'spool at the end ' + BP.bytes(h.spool_bytes_at_end[host])];
  };

  function neighbours(host) {
    const net = BP.run.network;
    const found = [];
    for (let i = 0; i < net.a.length; i++) {
      if (net.a[i] === host) found.push([net.b[i], net.bps[i]]);
      else if (net.b[i] === host) found.push([net.a[i], net.bps[i]]);
    }
    return found;
  }

  function eventsOf(host) {
    const events = BP.run.events;
    const lines = [];
    for (let i = 0; i < events.times.length; i++) {
      if (events.hosts[i] !== host) continue;
      if (lines.length === EVENTS_MOST) { lines.push('\u2026'); break; }
      const kind = events.names[events.kinds[i]];
      const detail = events.texts[events.details[i]];
      const words = {
        relay: 'now ' + detail, reached: 'the first spam came', infected: 'a worm ran',
        tested: 'tested: ' + detail, listed: 'listed by ' + detail, delisted: 'taken off ' + detail,
      }[kind] || kind + ' ' + detail;
      lines.push(moment(events.times[i]) + '  ' + words);
    }
    return lines;
  }

  function more(title, items, most) {
    if (items.length === 0) return null;
    const rest = items.length - most;
    return BP.el('details', { open: items.length <= 6 }, BP.el('summary', {}, title),
      BP.el('ul', {}, ...items.slice(0, most).map((item) => BP.el('li', {}, item)),
        rest > 0 ? BP.el('li', { class: 'quiet' }, 'and ' + BP.count(rest) + ' more') : null));
  }

  BP.hostLink = function (host) {
    return BP.el('button', { type: 'button', class: 'link', on: { click: (event) => { event.stopPropagation(); BP.select(host, true); } } },
      BP.name(BP.run.network.names[host] || ''));
  };

  function pairs(host) {
    const h = BP.run.hosts;
    const rows = [];
    const net = BP.run.network;
    rows.push(['state', isNet(host) ? 'net' : stateText(host)]);
    if (net.networks[host]) rows.push(['networks', net.networks[host]]);
    if (!isNet(host))
      rows.push(['mailboxes', BP.count(h.mailboxes[host])], ['lines', BP.count(h.lines[host])],
        ['delivered there', BP.count(h.delivered[host])], ['of that, spam', BP.count(h.spam_delivered[host])],
        ['relayed for strangers', BP.count(h.relayed[host])], ['sent', BP.bytes(h.bytes[host])],
        ['spool at the end', BP.bytes(h.spool_bytes_at_end[host])],
        ['paid', BP.money(h.paid_udollars[host] / 1e6)]);
    if (net.kind[host] & 2) rows.push(['place', 'not known: near its neighbours']);
    return BP.el('dl', {}, ...rows.flatMap(([name, value]) => [BP.el('dt', {}, name), BP.el('dd', {}, value)]));
  }

  function show() {
    if (selected < 0) { BP.fill(BP.$('host')); return; }
    const net = BP.run.network;
    const near = neighbours(selected);
    BP.fill(BP.$('host'),
      BP.el('h3', {}, BP.el('bdi', {}, net.names[selected])),
      net.orgs[selected] ? BP.el('p', { class: 'quiet' }, BP.el('bdi', {}, BP.shorten(net.orgs[selected], 400))) : null,
      pairs(selected),
      more(BP.count(near.length) + (near.length === 1 ? ' link' : ' links'), near.map(([other]) => BP.hostLink(other)), NEIGHBOURS_MOST),
      more('What happened to it', eventsOf(selected), EVENTS_MOST + 1),
      BP.el('button', { type: 'button', class: 'link', on: { click: () => BP.select(-1) } }, 'Let go'));
  }

  /* @go: the map moves there. */
  BP.select = function (host, go) {
    selected = host;
    BP.map.choose(host);
    show();
    if (go && host >= 0) {
      BP.map.show(host);
      if (BP.$('map').getBoundingClientRect().bottom < 80 || BP.$('map').getBoundingClientRect().top > innerHeight - 80)
        BP.$('replay').scrollIntoView();
    }
  };
  BP.selected = () => selected;

  /* The state of the chosen one may change while the replay goes on. */
  let told = '';
  BP.refreshHost = function () {
    const text = selected >= 0 && !isNet(selected) ? stateText(selected) : '';
    if (text === told || selected < 0) return;
    told = text;
    const cell = BP.$('host').querySelector('dd');
    if (cell && !isNet(selected)) cell.textContent = text;
  };

  /* ---- search ---- */

  function find(text) {
    const net = BP.run.network;
    const wanted = text.trim().toLowerCase();
    const found = [];
    if (wanted === '') return found;
    for (let i = 0; i < net.n; i++) {
      const name = net.lower[i];
      const place = name.indexOf(wanted);
      if (place < 0) continue;
      const whole = net.names[i].toLowerCase() === wanted;
      found.push([whole ? 0 : place === 0 ? 1 : 2, -BP.run.hosts.mailboxes[i], i]);
    }
    return found.sort((p, q) => p[0] - q[0] || p[1] - q[1] || p[2] - q[2]).map((row) => row[2]);
  }

  function showFound() {
    const found = find(BP.$('find').value);
    const rest = found.length - FOUND_MOST;
    const nothing = BP.$('find').value.trim() !== '' && found.length === 0;
    BP.fill(BP.$('found'), ...found.slice(0, FOUND_MOST).map((host) => BP.el('li', {}, BP.hostLink(host))),
      rest > 0 ? BP.el('li', { class: 'quiet' }, 'and ' + BP.count(rest) + ' more') : null,
      nothing ? BP.el('li', { class: 'quiet' }, 'no such host') : null);
    return found;
  }

  function startSearch() {
    const input = BP.$('find');
    input.addEventListener('input', showFound);
    input.addEventListener('keydown', (event) => {
      const found = find(input.value);
      if (event.key === 'Enter' && found.length > 0) BP.select(found[0], true);
      else if (event.key === 'ArrowDown' && found.length > 0) BP.$('found').querySelector('button').focus();
      else if (event.key === 'Escape') { input.value = ''; showFound(); input.blur(); }
      else return;
      event.preventDefault();
    });
    BP.$('found').addEventListener('keydown', (event) => {
      const buttons = [...BP.$('found').querySelectorAll('button')];
      const at = buttons.indexOf(document.activeElement);
      if (event.key === 'ArrowDown' && at + 1 < buttons.length) buttons[at + 1].focus();
      else if (event.key === 'ArrowUp') (at > 0 ? buttons[at - 1] : input).focus();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /* ---- legend ---- */

  function sample(draw) {
    const canvas = BP.el('canvas', { width: 68, height: 44, aria: { hidden: 'true' } });
    const c = canvas.getContext('2d');
    c.scale(2, 2);
    draw(c);
    return canvas;
  }

  function mark(look, reached, extra) {
    return sample((c) => {
      if (reached) {
        c.beginPath();
        BP.map.shape(c, look.shape, 17, 11, 13 * look.size + 6);
        c.fillStyle = BP.css('--spam');
        c.fill();
      }
      c.beginPath();
      BP.map.shape(c, look.shape, 17, 11, 13 * look.size);
      c.fillStyle = look.fill;
      c.strokeStyle = BP.css('--rim');
      c.lineWidth = 0.9;
      c.fill();
      c.stroke();
      if (extra) extra(c);
    });
  }

  function line(width, colour, dash) {
    return sample((c) => {
      c.beginPath();
      c.moveTo(1, 11);
      c.lineTo(33, 11);
      c.strokeStyle = BP.css(colour);
      c.lineWidth = width;
      c.setLineDash(dash);
      c.stroke();
    });
  }

  /* As drawNet() of report_map.js draws one. */
  function oval() {
    return sample((c) => {
      c.beginPath();
      c.ellipse(17, 11, 15, 7, 0, 0, 2 * Math.PI);
      c.fillStyle = BP.css('--card');
      c.strokeStyle = BP.css('--quiet');
      c.lineWidth = 1;
      c.fill();
      c.stroke();
    });
  }

  function cross(c) {
    c.beginPath();
    c.moveTo(13.5, 7.5); c.lineTo(20.5, 14.5); c.moveTo(13.5, 14.5); c.lineTo(20.5, 7.5);
    c.strokeStyle = '#000';
    c.lineWidth = 1.6;
    c.stroke();
  }

  function bar(c) {
    c.beginPath();
    c.moveTo(6, 11);
    c.lineTo(28, 11);
    c.strokeStyle = BP.css('--ink');
    c.lineWidth = 1.7;
    c.stroke();
  }

  BP.showLegend = function () {
    const run = BP.run;
    const looks = run.network.looks;
    const used = new Set(run.events.looks.filter((unused, i) => run.events.texts[i] !== '' &&
      (run.events.relay_at_begin.includes(i) || run.events.details.includes(i))));
    const rows = looks.map((look, i) => used.has(i) && i < 3 ? [mark(look, false), look.name === 'open' ? 'open relay' : look.name] : null);
    const others = run.network.kind.some((kind, i) => !(kind & 1) && run.events.looks[run.events.relay_at_begin[i]] === 3);
    if (others) rows.push([mark(looks[3], false), 'another state']);
    if (run.events.names.includes('reached')) rows.push([mark(looks[0], true), 'spam has reached it']);
    if (run.hasWorm) rows.push([mark(looks[0], false, cross), 'a worm has run there']);
    if (run.events.names.includes('listed')) rows.push([mark(looks[0], false, bar), 'on a blacklist']);
    if (run.network.kind.some((kind) => kind & 1)) rows.push([oval(), 'a net: members reach each other']);
    if (run.network.a.length > 0)
      rows.push([line(0.8, '--line', []), 'link, no traffic just then'], [line(2.6, '--calm', []), 'link: the wider, the more traffic']);
    if (run.totals['spam.sent'] > 0) rows.push([line(2.6, '--spam', [6, 3]), 'half of it spam, or more']);
    BP.fill(BP.$('legend'), BP.el('h3', {}, 'Legend'),
      BP.el('ul', {}, ...rows.filter((row) => row).map(([picture, text]) => BP.el('li', {}, picture, text))),
      BP.el('p', { class: 'quiet' }, 'The larger a host, the more mailboxes.'));
  };

  BP.startHost = startSearch;
  BP.forgetHost = function () {
    selected = -1;
    BP.$('find').value = '';
    BP.fill(BP.$('found'));
    BP.fill(BP.$('host'));
  };
})();

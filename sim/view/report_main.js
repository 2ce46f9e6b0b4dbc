/* report_main.js - the clock of the replay, the keys, and the beginning. */
(function () {
  'use strict';

  const SHEET_PX = 690; /* the width of a page of A4 or Letter between its margins */
  const TICKS = 2400; /* of the slider; a key moves by ten: from one point of the curves to the next */
  const player = { time_us: 0, playing: false };
  let last_ms = 0;

  function tell() {
    const run = BP.run;
    const counts = run.state.counts();
    const at = BP.frameAt(run, player.time_us);
    const short = (time_us) => BP.moment(BP.unixMs(run, time_us));
    const day = Math.floor((player.time_us / 1e6 + run.begin_unix_s % 86400) / 86400) + 1;
    const counted = (n, one, many) => BP.count(n) + ' ' + (n === 1 ? one : many);
    const parts = [counted(counts.open, 'open relay', 'open relays')];
    if (run.totals['spam.sent'] > 0) parts.push('spam has reached ' + counted(counts.reached, 'host', 'hosts'));
    if (run.hasWorm) parts.push('a worm has run at ' + counted(counts.infected, 'host', 'hosts'));
    BP.fill(BP.$('now'), BP.el('b', { id: 'clock' }, short(player.time_us) + ' UTC, day ' + day), ': ' + parts.join(', ') + '. ',
      run.network.a.length === 0 ? null
        : BP.el('span', { class: 'quiet' }, at ? 'Links: traffic from ' + short(at.from_us) + ' to ' + short(at.frame.time_us) + '.' : 'Links: no step has ended yet.'));
    BP.$('time').setAttribute('aria-valuetext', short(player.time_us) + ' UTC');
  }

  function show() {
    BP.map.seek(player.time_us);
    BP.seekCharts(player.time_us);
    BP.refreshHost();
    tell();
    BP.$('time').value = String(Math.round(TICKS * player.time_us / Math.max(BP.run.end_us, 1)));
  }

  player.seek = function (time_us) {
    player.time_us = Math.min(Math.max(time_us, 0), BP.run.end_us);
    show();
  };

  function step(now_ms) {
    if (!player.playing) return;
    const share = (now_ms - last_ms) / 1000 / Number(BP.$('speed').value);
    last_ms = now_ms;
    player.seek(player.time_us + share * BP.run.end_us);
    if (player.time_us >= BP.run.end_us) player.pause();
    else requestAnimationFrame(step);
  }

  function showButton() {
    BP.$('play-sign').textContent = player.playing ? '\u2016' : '\u25b6';
    BP.$('play-word').textContent = player.playing ? 'Pause' : 'Play';
    BP.$('now').setAttribute('aria-live', player.playing ? 'off' : 'polite');
  }

  player.play = function () {
    if (player.time_us >= BP.run.end_us) player.seek(0);
    player.playing = true;
    last_ms = performance.now();
    showButton();
    requestAnimationFrame((now_ms) => { last_ms = now_ms; step(now_ms); });
  };
  player.pause = function () { player.playing = false; showButton(); BP.map.wake(); };
  player.toggle = function () { if (player.playing) player.pause(); else player.play(); };
  player.step = function (ticks) {
    player.pause();
    const at = Math.round(TICKS * player.time_us / Math.max(BP.run.end_us, 1)) + ticks;
    player.seek(at * BP.run.end_us / TICKS);
  };
  BP.player = player;

  /* ---- keys ---- */

  const keys = {
    ' ': () => player.toggle(),
    ArrowLeft: () => player.step(-10),
    ArrowRight: () => player.step(10),
    Home: () => { player.pause(); player.seek(0); },
    End: () => { player.pause(); player.seek(BP.run.end_us); },
    '+': () => BP.map.zoom(1.4),
    '=': () => BP.map.zoom(1.4),
    '-': () => BP.map.zoom(1 / 1.4),
    0: () => BP.map.fit(),
    '/': () => BP.$('find').focus(),
    Escape: () => { BP.select(-1); BP.map.route(null); },
  };
  const pans = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };

  function onKey(event) {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target.matches('input:not([type=range]):not([type=radio]), select, textarea')) return;
    if ((event.key === ' ' || event.key === 'Enter') && target.closest('button, summary, a, input[type=radio]')) return;
    if (target.matches('input[type=radio]') && event.key.startsWith('Arrow')) return;
    if (event.shiftKey && pans[event.key]) BP.map.pan(...pans[event.key]);
    else if (!event.shiftKey || event.key === '+') {
      if (!Object.prototype.hasOwnProperty.call(keys, event.key)) return;
      if ((event.key === 'Home' || event.key === 'End') && !target.closest('#replay')) return;
      keys[event.key]();
    } else return;
    event.preventDefault();
  }

  /* ---- the beginning ---- */

  function showRun() {
    BP.forgetHost();
    BP.map.setRun(BP.run);
    BP.showLegend();
    BP.showTop();
    BP.showMessages();
    player.pause();
    player.seek(BP.run.end_us);
  }

  function startWhich() {
    if (BP.runs.length === 1) return;
    BP.$('which-label').hidden = false;
    BP.fill(BP.$('which'), ...BP.runs.map((run, i) => BP.el('option', { value: String(i) }, run.letter + ': ' + BP.shorten(run.name || '', 40))));
    BP.$('which').addEventListener('change', () => { BP.run = BP.runs[Number(BP.$('which').value)]; showRun(); });
  }

  /* Canvases do not follow the style sheet by themselves. */
  function recolour() {
    BP.map.recolour();
    BP.map.drawNow();
    BP.recolourCharts();
    BP.showLegend();
  }

  /* For paper, canvases are drawn anew in its colours; a canvas whose size changes then
   * would print blank, so they keep theirs, and what holds them is made smaller. */
  function setPaper(on) {
    player.pause();
    BP.onPaper = on;
    for (const part of [document.querySelector('.player'), BP.$('charts')]) {
      const width = part.offsetWidth;
      part.style.gridTemplateColumns = on ? getComputedStyle(part).gridTemplateColumns : '';
      part.style.width = on ? width + 'px' : '';
      part.style.zoom = on ? String(Math.min(1, SHEET_PX / width)) : '';
    }
    document.documentElement.classList.toggle('paper', on);
    recolour();
  }

  function start() {
    BP.load();
    BP.showTables();
    BP.map.start();
    BP.startHost();
    BP.startMessages();
    startWhich();
    BP.$('time').max = String(TICKS);
    BP.$('time').addEventListener('input', () => { player.pause(); player.seek(Number(BP.$('time').value) * BP.run.end_us / TICKS); });
    BP.$('play').addEventListener('click', player.toggle);
    document.addEventListener('keydown', onKey);
    BP.startCharts();
    showRun();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
    window.addEventListener('beforeprint', () => setPaper(true));
    window.addEventListener('afterprint', () => setPaper(false));
    document.documentElement.dataset.ready = 'yes';
  }
  start();
})();

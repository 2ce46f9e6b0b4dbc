/* report_map.js - the network on three canvases, one above the other, so that each is drawn
 * again only when it changes: land and links, hosts, and what is pointed at. */
(function () {
  'use strict';

  const ZOOM_MOST = 40;
  const HEAVY = 4000; /* hosts and links: with more, not every step of a hand draws them anew */
  const REPLAY_MS = 160; /* from one drawing of so many hosts to the next */
  const REST_MS = 140;
  const STALE_MS = 1500;
  const map = {};
  let run, net, box, layers;
  let width = 1, height = 1;
  const view = { scale: 1, x: 0, y: 0, fit: 1 };
  let colours = {};
  const drawn = { scale: 1, x: 0, y: 0 }; /* the view that the canvases show */
  let drawn_ms = 0, redraw = 0, heavy = false;
  let chosen = -1, hovered = -1, route = null;
  let current = null; /* the frame that is drawn */
  let dirtyLines = true, dirtyHosts = true, dirtyMarks = true;
  let ranking = [];
  let ratio = 1; /* pixels of the screen to one of the page */
  let leastMark = 5;

  function readColours() {
    for (const name of ['sea', 'land', 'shore', 'line', 'calm', 'spam', 'rim', 'halo', 'ink',
      'select', 'quiet', 'card']) colours[name] = BP.css('--' + name);
  }

  /* ---- where things are ---- */

  const toX = (x) => x * view.scale + view.x;
  const toY = (y) => y * view.scale + view.y;

  function fit() {
    view.fit = Math.min(width / net.width, height / net.height);
    view.scale = view.fit;
    view.x = (width - net.width * view.scale) / 2;
    view.y = (height - net.height * view.scale) / 2;
  }

  /* The buttons stand in the first corner where they hide no host: one below the other, else side by side, as where
   * the map is small; else on a strip below it, whose height is returned. */
  function placeButtons() {
    const zoom = box.querySelector('.zoom');
    const corners = [['right', 'top'], ['right', 'bottom'], ['left', 'top'], ['left', 'bottom']];
    const place = (flow, across, down) => {
      zoom.style.gridAutoFlow = flow;
      zoom.style.left = across === 'left' ? '.6rem' : 'auto';
      zoom.style.right = across === 'right' ? '.6rem' : 'auto';
      zoom.style.top = down === 'top' ? '.6rem' : 'auto';
      zoom.style.bottom = down === 'bottom' ? '.6rem' : 'auto';
    };
    for (const flow of ['row', 'column']) {
      zoom.style.gridAutoFlow = flow;
      const w = zoom.offsetWidth + 24, h = zoom.offsetHeight + 24;
      const isFree = ([across, down]) => {
        for (let i = 0; i < net.n; i++) {
          const x = toX(net.x[i]), y = toY(net.y[i]);
          if ((across === 'right' ? x > width - w : x < w) && (down === 'top' ? y < h : y > height - h)) return false;
        }
        return true;
      };
      const corner = corners.find(isFree);
      if (corner) {
        place(flow, ...corner);
        return 0;
      }
    }
    place('column', 'right', 'bottom');
    return zoom.offsetHeight + 20;
  }

  /* Marks grow more slowly than distances: who zooms in wants room between them. */
  const growth = () => view.fit * Math.pow(view.scale / view.fit, 0.55);
  const sizeOf = (i) => Math.max(net.w[i] * growth(), leastMark);

  function keepInSight() {
    const w = net.width * view.scale, h = net.height * view.scale;
    const room = 60;
    view.x = Math.min(Math.max(view.x, Math.min(room, width - w) - room), Math.max(0, width - w) + (w > width ? room : 0));
    view.y = Math.min(Math.max(view.y, Math.min(room, height - h) - room), Math.max(0, height - h) + (h > height ? room : 0));
    if (w <= width) view.x = (width - w) / 2;
    if (h <= height) view.y = (height - h) / 2;
  }

  /* The view has changed. Where there is much to draw, what is drawn is moved and stretched
   * at once, and drawn anew when the hand rests, or every now and then. */
  function changed() {
    const now_ms = performance.now();
    box.style.touchAction = view.scale > view.fit * 1.01 ? 'none' : 'pan-y';
    clearTimeout(redraw);
    if (!heavy || now_ms - drawn_ms > STALE_MS) {
      drawAll();
      return;
    }
    for (const layer of layers) {
      const k = view.scale / drawn.scale;
      layer.canvas.style.transform = 'translate(' + (view.x - drawn.x * k) + 'px,' + (view.y - drawn.y * k) + 'px) scale(' + k + ')';
    }
    redraw = setTimeout(drawAll, REST_MS);
  }

  function drawAll() {
    dirtyLines = dirtyHosts = dirtyMarks = true;
    map.wake();
  }

  map.zoom = function (factor, x, y) {
    const cx = x === undefined ? width / 2 : x, cy = y === undefined ? height / 2 : y;
    const scale = Math.min(Math.max(view.scale * factor, view.fit), view.fit * ZOOM_MOST);
    view.x = cx - (cx - view.x) * scale / view.scale;
    view.y = cy - (cy - view.y) * scale / view.scale;
    view.scale = scale;
    keepInSight();
    changed();
  };
  map.fit = function () { fit(); drawAll(); };
  map.pan = function (dx, dy) { view.x += dx; view.y += dy; keepInSight(); changed(); };
  map.scale = () => view.scale / view.fit;

  map.show = function (host) {
    if (view.scale < view.fit * 2) map.zoom(2.5 * view.fit / view.scale);
    view.x = width / 2 - net.x[host] * view.scale;
    view.y = height / 2 - net.y[host] * view.scale;
    keepInSight();
    changed();
  };

  function resize() {
    ratio = Math.min(window.devicePixelRatio || 1, 3);
    const old = view.scale / view.fit;
    width = Math.max(box.clientWidth, 50);
    height = Math.round(Math.min(Math.max(width * net.height / net.width, 230), Math.max(window.innerHeight * 0.78, 300)));
    leastMark = Math.min(Math.max(0.4 * Math.sqrt(width * height / net.n), 2.4), 5);
    for (const layer of layers) {
      layer.canvas.width = Math.round(width * ratio);
      layer.canvas.height = Math.round(height * ratio);
      layer.canvas.style.height = height + 'px';
      layer.setTransform(ratio, 0, 0, ratio, 0, 0);
    }
    fit();
    box.style.height = height + placeButtons() + 'px';
    if (old > 1.01 && isFinite(old)) map.zoom(old);
    dirtyLines = dirtyHosts = dirtyMarks = true;
    draw(); /* at once: on paper there is no next frame */
  }

  /* ---- land and links ---- */

  function drawLand(c) {
    c.fillStyle = colours.land;
    c.strokeStyle = colours.shore;
    c.lineWidth = 0.8;
    c.beginPath();
    for (let ring = 0, at = 0; ring < net.rings.length; ring++) {
      for (let i = 0; i < net.rings[ring]; i++, at += 2) {
        if (i === 0) c.moveTo(toX(net.land[at]), toY(net.land[at + 1]));
        else c.lineTo(toX(net.land[at]), toY(net.land[at + 1]));
      }
      c.closePath();
    }
    c.fill();
    c.stroke();
  }

  /* Arcs on a map of the Earth, always bent to the same side; else straight. */
  function trace(c, i) {
    const ax = toX(net.x[net.a[i]]), ay = toY(net.y[net.a[i]]);
    const bx = toX(net.x[net.b[i]]), by = toY(net.y[net.b[i]]);
    if (Math.max(ax, bx) < 0 || Math.min(ax, bx) > width || Math.max(ay, by) < 0 ||
        Math.min(ay, by) > height) return;
    c.moveTo(ax, ay);
    if (net.bend === 0 || net.line_kind[i] & 1) {
      c.lineTo(bx, by);
      return;
    }
    c.quadraticCurveTo((ax + bx) / 2 + 2 * net.bend * (by - ay), (ay + by) / 2 - 2 * net.bend * (bx - ax), bx, by);
  }

  const thinning = () => Math.min(Math.max(Math.sqrt(250 / Math.max(net.a.length, 1)), 0.15), 1);

  function mix(share) {
    const part = (text, i) => parseInt(text.slice(1 + 2 * i, 3 + 2 * i), 16);
    const at = [0, 1, 2].map((i) =>
      Math.round(part(colours.calm, i) + (part(colours.spam, i) - part(colours.calm, i)) * share));
    return 'rgb(' + at.join(',') + ')';
  }

  /* Links of like looks in one path: a stroke costs as much as hundreds of lines in it. */
  function drawLines(c) {
    const thin = thinning() * Math.max(Math.sqrt(growth()), 0.8);
    const busy = new Uint8Array(net.a.length);
    const groups = new Map();
    if (current) {
      const most = Math.log(run.maxCopies + 1);
      for (let i = 0; i < current.line.length; i++) {
        const line = current.line[i];
        const share = current.spam[i] / current.copies[i];
        const level = Math.ceil(8 * Math.log(current.copies[i] + 1) / most);
        const tone = Math.ceil(3 * share);
        const key = (net.line_kind[line] & 1) * 1000 + tone * 100 + (share >= 0.5 ? 50 : 0) + level;
        busy[line] = 1;
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(line);
      }
    }
    c.lineCap = 'butt';
    c.setLineDash([]);
    c.strokeStyle = colours.line;
    const few = net.a.length <= 300; /* not many enough to be seen together */
    c.lineWidth = Math.max((few ? 1.3 : 0.55) * thin, 0.25);
    c.globalAlpha = few ? 1 : 0.75;
    c.beginPath();
    for (let i = 0; i < net.a.length; i++) if (!busy[i]) trace(c, i);
    c.stroke();
    for (const key of [...groups.keys()].sort((p, q) => p % 100 - q % 100 || p - q)) {
      const access = key >= 1000, tone = Math.floor(key % 1000 / 100), level = key % 50;
      c.strokeStyle = mix(tone / 3);
      c.lineWidth = Math.max((0.7 + 3.3 * level / 8) * thin * (access ? 0.7 : 1), 0.35);
      c.globalAlpha = access ? 0.62 : 0.9;
      /* Dashes, for who sees no colours; of thousands they would be a flicker. */
      c.setLineDash(key % 100 >= 50 && net.a.length <= 2000 ? [6, 3] : []);
      c.beginPath();
      for (const line of groups.get(key)) trace(c, line);
      c.stroke();
    }
    c.setLineDash([]);
    c.globalAlpha = 1;
  }

  /* ---- hosts ---- */

  /* The shapes of picture_sheet.c, around a middle. */
  map.shape = function (c, shape, x, y, size) {
    const r = size / 2;
    if (shape === 'circle') {
      c.moveTo(x + r, y);
      c.arc(x, y, r, 0, 2 * Math.PI);
    } else if (shape === 'square') {
      c.rect(x - r, y - r, size, size);
    } else if (shape === 'diamond') {
      c.moveTo(x, y - r); c.lineTo(x + r, y); c.lineTo(x, y + r); c.lineTo(x - r, y); c.closePath();
    } else {
      c.moveTo(x, y - r); c.lineTo(x + r, y + 0.8 * r); c.lineTo(x - r, y + 0.8 * r); c.closePath();
    }
  };

  function isNet(i) { return (net.kind[i] & 1) === 1; }

  function inSight(i) {
    const x = toX(net.x[i]), y = toY(net.y[i]);
    return x > -60 && x < width + 60 && y > -60 && y < height + 60;
  }

  function drawNet(c, i) {
    const k = growth();
    c.beginPath();
    c.ellipse(toX(net.x[i]), toY(net.y[i]), net.w[i] * k / 2, net.h[i] * k / 2, 0, 0, 2 * Math.PI);
    c.fillStyle = colours.card;
    c.strokeStyle = colours.quiet;
    c.globalAlpha = net.bend ? 0.6 : 1;
    c.lineWidth = 1;
    c.fill();
    c.stroke();
    c.globalAlpha = 1;
  }

  /* One by one: a path of thousands of marks takes longer to fill than as many paths. */
  function drawMark(c, i) {
    const look = net.looks[run.state.look(i)];
    const x = toX(net.x[i]), y = toY(net.y[i]);
    const size = sizeOf(i), side = size * look.size;
    /* The ring lies around the mark, whose colour it would hide. */
    if (run.state.reached[i]) {
      c.beginPath();
      map.shape(c, look.shape, x, y, side + 2 * Math.min(Math.max(size * 0.2, 1.3), 3.4));
      c.fillStyle = colours.spam;
      c.fill();
    }
    c.beginPath();
    map.shape(c, look.shape, x, y, side);
    c.fillStyle = look.fill;
    c.fill();
    if (size < 4 || (run.state.reached[i] && size < 8)) return;
    c.lineWidth = Math.min(Math.max(size * 0.06, 0.5), 1);
    c.stroke();
  }

  /* Large hosts first, so that small ones are not hidden; above all those few that differ
   * from most, open ones. */
  function drawMarks(c) {
    const open = [];
    c.strokeStyle = colours.rim;
    for (const i of ranking) {
      if (isNet(i) || !inSight(i)) continue;
      if (run.state.look(i) === 0) open.push(i);
      else drawMark(c, i);
    }
    for (const i of open) drawMark(c, i);
    if (run.hasWorm) drawInfected(c);
    drawListed(c);
  }

  /* A cross within. */
  function drawInfected(c) {
    c.beginPath();
    for (let i = 0; i < net.n; i++) {
      if (!run.state.infected[i] || !inSight(i)) continue;
      const x = toX(net.x[i]), y = toY(net.y[i]), r = Math.max(sizeOf(i) * 0.28, 2);
      c.moveTo(x - r, y - r); c.lineTo(x + r, y + r);
      c.moveTo(x - r, y + r); c.lineTo(x + r, y - r);
    }
    c.strokeStyle = '#000';
    c.lineWidth = 1.6;
    c.stroke();
  }

  /* A bar over it, as on a door. */
  function drawListed(c) {
    c.beginPath();
    for (let i = 0; i < net.n; i++) {
      if (run.state.listed[i] <= 0 || !inSight(i)) continue;
      const x = toX(net.x[i]), y = toY(net.y[i]), r = sizeOf(i) * 0.85;
      c.moveTo(x - r, y); c.lineTo(x + r, y);
    }
    c.strokeStyle = colours.ink;
    c.lineWidth = Math.min(Math.max(growth(), 1), 1.8);
    c.stroke();
  }

  function setFont(c) {
    c.font = '11.5px system-ui, "DejaVu Sans", sans-serif';
    c.textAlign = 'center';
    c.textBaseline = 'top';
    c.lineJoin = 'round';
  }

  function write(c, text, x, y) {
    c.strokeStyle = colours.halo;
    c.lineWidth = 3;
    c.globalAlpha = 0.85;
    c.strokeText(text, x, y);
    c.globalAlpha = 1;
    c.fillStyle = colours.ink;
    c.fillText(text, x, y);
  }

  function drawName(c, i) {
    if (isNet(i)) return;
    setFont(c);
    write(c, BP.shorten(net.names[i], 20), toX(net.x[i]), toY(net.y[i]) + sizeOf(i) / 2 + 8);
  }

  /* Names of nets, unless they are many, and of the largest hosts, where there is room; the more, the
   * closer one looks. */
  const FEW_NETS = 4;
  function drawNames(c) {
    const taken = [];
    const most = Math.round((width < 500 ? 10 : 26) * Math.min(map.scale(), 6));
    let n = 0;
    setFont(c);
    const nets = ranking.filter(isNet), others = ranking.filter((i) => !isNet(i));
    for (const i of nets.length <= FEW_NETS ? [...nets, ...others] : [...others, ...nets]) {
      if (n >= most) break;
      if (!inSight(i)) continue;
      const text = BP.shorten(net.names[i], 20);
      const w = c.measureText(text).width;
      const x = toX(net.x[i]), y = toY(net.y[i]) + (isNet(i) ? -6 : sizeOf(i) / 2 + 2.5);
      const rect = [x - w / 2 - 2, y - 1, x + w / 2 + 2, y + 13];
      if (rect[0] < 0 || rect[2] > width || rect[3] > height) continue;
      if (taken.some((o) => rect[0] < o[2] && rect[2] > o[0] && rect[1] < o[3] && rect[3] > o[1]))
        continue;
      taken.push(rect);
      write(c, text, x, y);
      n++;
    }
  }

  /* ---- what is pointed at ---- */

  function ring(c, i, w) {
    const r = (isNet(i) ? net.w[i] * growth() / 2 : sizeOf(i) / 2) + 5;
    c.beginPath();
    c.arc(toX(net.x[i]), toY(net.y[i]), r, 0, 2 * Math.PI);
    c.strokeStyle = colours.halo;
    c.lineWidth = w + 2.5;
    c.stroke();
    c.strokeStyle = colours.select;
    c.lineWidth = w;
    c.stroke();
  }

  function drawNeighbours(c, host) {
    c.beginPath();
    for (let i = 0; i < net.a.length; i++)
      if (net.a[i] === host || net.b[i] === host) trace(c, i);
    c.strokeStyle = colours.select;
    c.lineWidth = 1.4;
    c.globalAlpha = 0.6;
    c.stroke();
    c.globalAlpha = 1;
  }

  /* The way of a message, with an arrow at the middle of each hop. */
  function drawRoute(c) {
    const seen = new Set();
    c.strokeStyle = colours.select;
    c.fillStyle = colours.select;
    c.lineWidth = 1.8;
    for (const [, from, to] of route) {
      const key = from + '>' + to;
      if (seen.has(key) || from >= net.n || to >= net.n) continue;
      seen.add(key);
      const ax = toX(net.x[from]), ay = toY(net.y[from]);
      const bx = toX(net.x[to]), by = toY(net.y[to]);
      const angle = Math.atan2(by - ay, bx - ax);
      const mx = (ax + bx) / 2, my = (ay + by) / 2;
      c.beginPath();
      c.moveTo(ax, ay);
      c.lineTo(bx, by);
      c.stroke();
      c.beginPath();
      c.moveTo(mx + 6 * Math.cos(angle), my + 6 * Math.sin(angle));
      c.lineTo(mx + 6 * Math.cos(angle + 2.4), my + 6 * Math.sin(angle + 2.4));
      c.lineTo(mx + 6 * Math.cos(angle - 2.4), my + 6 * Math.sin(angle - 2.4));
      c.fill();
    }
    if (route.length > 0) ring(c, route[0][1], 2.5);
  }

  /* ---- drawing when there is something to draw ---- */

  /* In halves: a canvas that is cleared whole before it is printed comes out blank. */
  function wipe(c) {
    c.clearRect(0, 0, width / 2, height);
    c.clearRect(width / 2, 0, width, height);
  }

  /* All three where the view is another than that of the last drawing. */
  function draw() {
    const [lines, hosts, marks] = layers;
    if (drawn.scale !== view.scale || drawn.x !== view.x || drawn.y !== view.y)
      dirtyLines = dirtyHosts = dirtyMarks = true;
    Object.assign(drawn, { scale: view.scale, x: view.x, y: view.y });
    for (const layer of layers) layer.canvas.style.transform = '';
    if (dirtyLines) {
      wipe(lines);
      drawLand(lines);
      drawLines(lines);
    }
    if (dirtyHosts) {
      wipe(hosts);
      for (let i = 0; i < net.n; i++) if (isNet(i) && inSight(i)) drawNet(hosts, i);
      drawMarks(hosts);
      drawNames(hosts);
    }
    if (dirtyMarks) {
      wipe(marks);
      if (chosen >= 0) drawNeighbours(marks, chosen);
      if (route) drawRoute(marks);
      if (chosen >= 0) {
        ring(marks, chosen, 2.5);
        drawName(marks, chosen);
      }
      if (hovered >= 0 && hovered !== chosen) ring(marks, hovered, 1.2);
    }
    dirtyLines = dirtyHosts = dirtyMarks = false;
    drawn_ms = performance.now();
  }

  let asked = false;
  map.wake = function () {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; draw(); });
  };
  map.drawNow = function () { draw(); };

  map.seek = function (time_us) {
    const at = BP.frameAt(run, time_us);
    const frame = at && at.frame;
    if (frame !== current) { current = frame; dirtyLines = true; }
    if (run.state.seek(time_us)) dirtyHosts = true;
    if (!dirtyLines && !dirtyHosts) return;
    if (!BP.player.playing || !heavy || performance.now() - drawn_ms > REPLAY_MS) map.wake();
  };

  map.recolour = function () { readColours(); drawAll(); };

  map.choose = function (host) { chosen = host; dirtyMarks = true; map.wake(); };
  map.route = function (hops) { route = hops; dirtyMarks = true; map.wake(); };

  /* ---- the mouse, fingers ---- */

  /* The nearest host within a finger's width. */
  map.hostAt = function (x, y, reach) {
    let best = -1, least = Infinity;
    for (let i = 0; i < net.n; i++) {
      const half = (isNet(i) ? net.h[i] * growth() : sizeOf(i)) / 2;
      const d = Math.hypot(toX(net.x[i]) - x, toY(net.y[i]) - y) - half;
      if (d < reach && d < least) { best = i; least = d; }
    }
    return best;
  };
  map.place = (host) => [toX(net.x[host]), toY(net.y[host])];

  function hover(host, x, y) {
    const tip = BP.$('tip');
    if (host !== hovered) {
      hovered = host;
      dirtyMarks = true;
      map.wake();
      box.classList.toggle('on-host', host >= 0);
      tip.hidden = host < 0;
      if (host >= 0) BP.fill(tip, ...BP.describeShortly(host));
    }
    if (host >= 0) {
      const left = Math.max(4, Math.min(x + 14, width - tip.offsetWidth - 6));
      const top = y + 18 + tip.offsetHeight > height ? y - tip.offsetHeight - 10 : y + 18;
      tip.style.transform = 'translate(' + left + 'px,' + Math.max(top, 4) + 'px)';
    }
  }

  function listen() {
    const down = new Map();
    let moved = 0, spread = 0;
    const at = (event) => {
      const rect = box.getBoundingClientRect();
      return [event.clientX - rect.left, event.clientY - rect.top];
    };
    const distance = () => {
      const [p, q] = [...down.values()];
      return Math.hypot(p[0] - q[0], p[1] - q[1]);
    };
    box.addEventListener('pointerdown', (event) => {
      if (event.target.closest('button')) return;
      down.set(event.pointerId, at(event));
      moved = 0;
      if (down.size === 2) spread = distance();
    });
    box.addEventListener('pointermove', (event) => {
      const [x, y] = at(event);
      const last = down.get(event.pointerId);
      if (!last) {
        hover(event.target.closest('button') ? -1 : map.hostAt(x, y, 5), x, y);
        return;
      }
      down.set(event.pointerId, [x, y]);
      if (down.size === 2) {
        const [p, q] = [...down.values()];
        map.zoom(distance() / spread, (p[0] + q[0]) / 2, (p[1] + q[1]) / 2);
        spread = distance();
      } else {
        moved += Math.abs(x - last[0]) + Math.abs(y - last[1]);
        if (moved > 4) {
          if (!box.hasPointerCapture(event.pointerId)) box.setPointerCapture(event.pointerId);
          box.classList.add('dragging');
          map.pan(x - last[0], y - last[1]);
        }
      }
    });
    const up = (event) => {
      if (!down.delete(event.pointerId)) return;
      box.classList.remove('dragging');
      if (event.type === 'pointerup' && moved <= 4) {
        const [x, y] = at(event);
        BP.select(map.hostAt(x, y, event.pointerType === 'touch' ? 14 : 6));
      }
    };
    box.addEventListener('pointerup', up);
    box.addEventListener('pointercancel', up);
    box.addEventListener('pointerleave', () => hover(-1));
    /* A page that is scrolled past must not zoom: with Ctrl, or once the map has focus. */
    box.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && document.activeElement !== box) return;
      event.preventDefault();
      map.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018)), ...at(event));
    }, { passive: false });
    BP.$('zoom-in').addEventListener('click', () => map.zoom(1.6));
    BP.$('zoom-out').addEventListener('click', () => map.zoom(1 / 1.6));
    BP.$('zoom-fit').addEventListener('click', map.fit);
  }

  /* ---- setting up ---- */

  map.setRun = function (shown) {
    run = shown;
    net = run.network;
    current = null;
    hovered = chosen = -1;
    route = null;
    run.state.rewind();
    heavy = net.n + net.a.length > HEAVY;
    ranking = Array.from({ length: net.n }, (unused, i) => i)
      .sort((p, q) => run.hosts.mailboxes[q] - run.hosts.mailboxes[p] ||
        run.hosts.relayed[q] - run.hosts.relayed[p] || p - q);
    resize();
  };

  map.start = function () {
    box = BP.$('map');
    layers = ['map-lines', 'map-hosts', 'map-marks'].map((id) => BP.$(id).getContext('2d'));
    readColours();
    listen();
    map.setRun(BP.run);
    let last = box.clientWidth;
    new ResizeObserver(() => {
      if (box.clientWidth === last || BP.onPaper) return;
      last = box.clientWidth;
      resize();
    }).observe(box);
  };

  BP.map = map;
})();

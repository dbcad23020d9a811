/* Chat button. A site that sets a Content-Security-Policy allows our address in script-src and frame-src; nothing else is needed. */
(function () {
  'use strict';
  var tag = document.currentScript;
  if (!tag || document.querySelector('[data-commsbot]')) return;
  var all = '[[words]]';
  var origin = tag.src.split('/').slice(0, 3).join('/');
  var data = tag.dataset;
  var language = all[data.language] ? data.language : (document.documentElement.lang || 'en').slice(0, 2);
  var words = all[language] || all.en;
  var side = data.position === 'left' ? 'left' : 'right';
  var color = data.color && CSS.supports('color', data.color) ? data.color : '#0b5c6b';
  // A phone, also on its side.
  var phone = '(max-width:600px),(max-height:480px)';
  var frame, count = 0, seen = 0, open = false;

  var host = document.createElement('div');
  host.setAttribute('data-commsbot', '');
  var root = host.attachShadow({ mode: 'open' });
  var sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ':host{all:initial}' +
    '*{box-sizing:border-box}[hidden]{display:none!important}' +
    'button{font:600 17px/1.2 system-ui,sans-serif;border:0;cursor:pointer;min-height:48px;min-width:48px;background:' + color + ';color:var(--on)}' +
    'button:focus-visible{outline:3px solid #b35900;outline-offset:2px}' +
    '.go{position:fixed;bottom:16px;' + side + ':16px;z-index:2147483000;padding:14px 20px;border-radius:28px;box-shadow:0 3px 14px rgba(0,0,0,.3);display:flex;gap:10px;align-items:center}' +
    '.badge{background:#fff;color:#8f1119;border-radius:12px;min-width:24px;padding:3px 7px;font-size:15px;text-align:center}' +
    '.aloud{position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}' +
    '.panel{position:fixed;bottom:16px;' + side + ':16px;z-index:2147483000;width:400px;max-width:calc(100vw - 32px);height:680px;max-height:calc(100vh - 32px);display:flex;flex-direction:column;background:#fff;border-radius:14px;overflow:hidden;box-shadow:0 6px 30px rgba(0,0,0,.35)}' +
    '.bar{display:flex;align-items:center;justify-content:space-between;background:' + color + ';color:var(--on);font:600 17px/1.2 system-ui,sans-serif;padding-left:14px}' +
    '.bar svg{display:block;margin:auto}' +
    'iframe{border:0;flex:1;width:100%;min-height:0;background:#fff}' +
    '@media ' + phone + '{.panel{inset:0;width:100%;max-width:none;height:100%;height:100dvh;max-height:none;border-radius:0}}' +
    '@media(forced-colors:active){button,.panel{border:1px solid}}' +
    '@media print{button,.panel{display:none!important}}');
  root.adoptedStyleSheets = [sheet];

  var launcher = add(root, 'button', 'go');
  launcher.type = 'button';
  launcher.setAttribute('aria-expanded', 'false');
  icon(launcher, 'M4 4h16v12H9l-5 4z');
  add(launcher, 'span').textContent = words.open;
  var badge = add(launcher, 'span', 'badge');
  badge.hidden = true;

  var aloud = add(root, 'span', 'aloud');
  aloud.setAttribute('role', 'status');

  var panel = add(root, 'div', 'panel');
  panel.hidden = true;
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', words.chat);
  panel.lang = language;
  var bar = add(panel, 'div', 'bar');
  add(bar, 'span').textContent = words.chat;
  var closer = add(bar, 'button');
  closer.type = 'button';
  closer.setAttribute('aria-label', words.close);
  icon(closer, 'M5 5l14 14M19 5L5 19');

  launcher.addEventListener('click', show);
  closer.addEventListener('click', hide);
  panel.addEventListener('keydown', function (pressed) { if (pressed.key === 'Escape') hide(); });
  window.addEventListener('message', function (message) {
    if (!frame || message.source !== frame.contentWindow || message.origin !== origin || !message.data) return;
    if (message.data.commsbot === 'close') hide();
    if (message.data.commsbot === 'count' && typeof message.data.count === 'number') {
      count = message.data.count;
      news();
    }
  });
  if (window.visualViewport) {
    visualViewport.addEventListener('resize', fit);
    visualViewport.addEventListener('scroll', fit);
  }
  if (document.body) place(); else document.addEventListener('DOMContentLoaded', place);

  function place() {
    document.body.appendChild(host);
    var rgb = shade();
    host.style.setProperty('--on', rgb[0] * .299 + rgb[1] * .587 + rgb[2] * .114 > 150 ? '#111' : '#fff');
  }

  function shade() {
    return /(\d+), (\d+), (\d+)/.exec(getComputedStyle(closer).backgroundColor + '0, 0, 0').slice(1);
  }

  function hex() {
    var digits = '';
    for (var i = 0, rgb = shade(); i < 3; i++) digits += ('0' + (+rgb[i]).toString(16)).slice(-2);
    return digits;
  }

  function show() {
    if (!frame) {
      frame = add(panel, 'iframe');
      frame.title = words.chat;
      frame.referrerPolicy = 'no-referrer';
      frame.src = origin + '/webchat?language=' + language + '&color=' + hex() + '&site=' + encodeURIComponent(location.origin) + (data.clinic ? '&clinic=' + encodeURIComponent(data.clinic) : '');
    }
    turn(true);
    fit();
    frame.focus();
  }

  function hide() {
    if (!open) return;
    turn(false);
    launcher.focus();
  }

  function turn(on) {
    open = on;
    panel.hidden = !on;
    launcher.hidden = on;
    launcher.setAttribute('aria-expanded', String(on));
    news();
  }

  function news() {
    if (open) seen = count;
    var fresh = Math.max(0, count - seen);
    badge.hidden = !fresh;
    badge.textContent = fresh;
    badge.setAttribute('role', 'img');
    var told = words.unread.split('#').join(fresh);
    badge.setAttribute('aria-label', told);
    aloud.textContent = fresh ? told : '';
  }

  // A phone's keyboard covers the page without making it smaller; the panel keeps to what can be seen. Zoomed in, it stays as it is.
  function fit() {
    var view = window.visualViewport;
    var follow = view && view.scale < 1.1 && matchMedia(phone).matches;
    panel.style.height = follow ? view.height + 'px' : '';
    panel.style.top = follow ? view.offsetTop + 'px' : '';
  }

  function add(to, name, kind) {
    var made = document.createElement(name);
    if (kind) made.className = kind;
    return to.appendChild(made);
  }

  function icon(to, path) {
    var ns = 'http://www.w3.org/2000/svg';
    var svg = to.appendChild(document.createElementNS(ns, 'svg'));
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('width', 24);
    svg.setAttribute('height', 24);
    svg.setAttribute('aria-hidden', 'true');
    var line = svg.appendChild(document.createElementNS(ns, 'path'));
    line.setAttribute('d', path);
    line.setAttribute('fill', 'none');
    line.setAttribute('stroke', 'currentColor');
    line.setAttribute('stroke-width', 2.4);
  }
})();

'use strict';

const $ = id => document.getElementById(id);
const remembered = 'commsbot-simulator-phones';
let phone = '';
let shown = '';
let settled = true;

async function call(path, body) {
  const response = await fetch('/simulator' + path, body === undefined ? {} : {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail || 'The service answered ' + response.status + '.');
  return answer;
}

// The service states moments in clinic time with their offset; the page shows that wall time and never the browser's zone.
function wall(iso) {
  return new Date(iso.slice(0, 19) + 'Z');
}

function words(iso, parts) {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...parts }).format(wall(iso));
}

const day = iso => words(iso, { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });

function state(item) {
  if (item.direction === 'inbound') return 'sent by the patient';
  if (item.status === 'undelivered' || item.status === 'failed') return 'not delivered' + (item.errorCode ? ' (' + item.errorCode + ')' : '');
  return item.status;
}

function bubble(item) {
  const row = document.createElement('li');
  row.className = item.direction + (item.status === 'undelivered' || item.status === 'failed' ? ' lost' : '');
  const who = document.createElement('span');
  who.className = 'hidden';
  who.textContent = item.direction === 'inbound' ? 'Patient: ' : 'Clinic: ';
  const text = document.createElement('p');
  text.className = 'text';
  text.append(who, item.body || '(picture)');
  const meta = document.createElement('p');
  meta.className = 'meta';
  meta.textContent = day(item.at) + ' · ' + state(item);
  row.append(text, meta);
  return row;
}

async function showThread() {
  if (!phone) return;
  const asked = phone;
  const { items } = await call('/phone/' + encodeURIComponent(asked) + '/messages');
  const next = JSON.stringify([asked, items]);
  if (asked !== phone || next === shown) return;
  const before = shown ? JSON.parse(shown) : [asked, []];
  shown = next;
  const screen = $('screen');
  const atEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 60;
  $('thread').replaceChildren(...items.map(bubble));
  $('empty').hidden = items.length > 0;
  if (atEnd || before[1].length !== items.length) screen.scrollTop = screen.scrollHeight;
  const last = items[items.length - 1];
  if (before[0] === asked && items.length > before[1].length && last.direction === 'outbound') $('news').textContent = 'New text from the clinic: ' + last.body;
}

async function showClock(given) {
  const clock = given || await call('/clock');
  settled = clock.settled;
  $('now').textContent = words(clock.now, { weekday: 'short', month: 'short', day: 'numeric', year: 'numeric', hour: 'numeric', minute: '2-digit' });
  $('now').dateTime = clock.now;
  const moving = clock.now !== clock.target;
  const next = moving ? 'Moving to ' + day(clock.target) + '…' : settled ? 'Settled: nothing is due.' : 'Waiting until the due texts have gone…';
  if ($('progress').textContent !== next) $('progress').textContent = next;
}

async function attempt(place, deed) {
  $(place).textContent = '';
  try {
    await deed();
  } catch (failure) {
    $(place).textContent = failure.message;
  }
}

function say(body) {
  return attempt('phone-error', async () => {
    await call('/phone/' + encodeURIComponent(phone) + '/messages', { body, to: $('line').value || undefined });
    await showThread();
  });
}

const move = wish => attempt('clock-error', async () => showClock(await call('/clock', wish)));

function phones() {
  try {
    return JSON.parse(localStorage.getItem(remembered)) || [];
  } catch {
    return [];
  }
}

function choose(number) {
  phone = number.replace(/[\s().-]/g, '');
  shown = '';
  $('thread').replaceChildren();
  $('empty').hidden = false;
  const known = [phone, ...phones().filter(other => other !== phone)].slice(0, 12);
  return attempt('phone-error', async () => {
    await showThread();
    localStorage.setItem(remembered, JSON.stringify(known));
    $('recent').replaceChildren(...known.map(value => Object.assign(document.createElement('option'), { value })));
  });
}

$('who').addEventListener('submit', event => {
  event.preventDefault();
  choose($('number').value);
});

$('write').addEventListener('submit', async event => {
  event.preventDefault();
  const body = $('body').value;
  $('body').value = '';
  await say(body);
});

$('body').addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    $('write').requestSubmit();
  }
});

for (const button of document.querySelectorAll('[data-say]')) button.addEventListener('click', () => say(button.dataset.say));
for (const button of document.querySelectorAll('[data-advance]')) button.addEventListener('click', () => move({ advance: button.dataset.advance }));

$('call').addEventListener('click', () => attempt('phone-error', async () => {
  const answer = await call('/phone/' + encodeURIComponent(phone) + '/call', { to: $('line').value || undefined });
  $('twiml').textContent = answer.twiml || 'No answer (' + answer.webhookStatus + ').';
  $('heard').hidden = false;
}));

$('next').addEventListener('click', () => attempt('clock-error', async () => {
  const { due } = await call('/clock/next');
  if (!due) throw new Error('Nothing is planned.');
  await showClock(await call('/clock', { to: due }));
}));

$('jump').addEventListener('submit', event => {
  event.preventDefault();
  const offset = ($('now').dateTime.match(/(Z|[+-]\d\d:\d\d)$/) || ['Z'])[0];
  move({ to: $('to').value.slice(0, 16) + ':00' + offset });
});

async function start() {
  await attempt('phone-error', async () => {
    const { items } = await call('/phone/lines');
    $('line').replaceChildren(...items.map(line => new Option(line.name + ' ' + line.number, line.number)));
    $('line-choice').hidden = items.length < 2;
  });
  const first = phones()[0] || $('number').value;
  $('number').value = first;
  await choose(first);
  const tick = async () => {
    await showThread().catch(() => {});
    await showClock().catch(() => { $('progress').textContent = 'The service does not answer.'; });
    setTimeout(tick, document.hidden ? 5000 : settled ? 1000 : 300);
  };
  await tick();
}

start();

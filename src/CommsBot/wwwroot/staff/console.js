// WebSockets only and no negotiation: a page that reconnects may meet any node.
Blazor.start({
  circuit: {
    configureSignalR: builder => builder.withUrl('/_blazor', { skipNegotiation: true, transport: 1 }),
  },
});

window.commsbotConsole = (() => {
  const remembers = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* A private window forgets. */ } };
  let sound;

  // Until the first click or key after a page was loaded a browser makes no sound, whatever is switched on.
  const tellSound = () => {
    const silent = remembers('commsbot-alerts') === 'on' && sound?.state !== 'running';
    document.querySelectorAll('[data-silent]').forEach(hint => { hint.hidden = !silent; });
  };

  // Browsers give sound and notifications only after a person asked for them.
  const wake = () => {
    if (remembers('commsbot-alerts') === 'on' && window.AudioContext) {
      if (!sound) {
        sound = new AudioContext();
        sound.onstatechange = tellSound;
      }
      if (sound.state === 'suspended') sound.resume();
    }
    tellSound();
  };

  const beep = (at, pitch) => {
    const tone = sound.createOscillator();
    const loud = sound.createGain();
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.2, at);
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.25);
    tone.connect(loud).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 0.25);
  };

  const isTyping = target => target.closest('input, textarea, select, [contenteditable]');
  const isSeen = element => element.offsetParent !== null && !element.disabled;

  const step = by => {
    const rows = [...document.querySelectorAll('[data-row]')].filter(isSeen);
    const at = rows.indexOf(document.activeElement);
    rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
  };

  document.addEventListener('click', wake);
  document.addEventListener('keydown', event => {
    wake();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || remembers('commsbot-keys') === 'off') return;
    if (event.key === 'j' || event.key === 'k') return step(event.key === 'j' ? 1 : -1);
    const wanted = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find(isSeen);
    if (!wanted) return;
    event.preventDefault();
    const field = wanted.matches('input, textarea, select') ? wanted : wanted.querySelector('textarea, input, select');
    if (field) field.focus();
    else wanted.click();
  });

  // All tabs of the console count as one: a key in any of them keeps all open.
  let idle;
  const used = () => remember('commsbot-used', Date.now());
  ['keydown', 'pointerdown', 'wheel', 'touchstart'].forEach(kind => document.addEventListener(kind, used, { passive: true }));
  const lockAfter = minutes => {
    used();
    clearInterval(idle);
    idle = setInterval(() => {
      if (Date.now() - Number(remembers('commsbot-used')) < minutes * 60000) return;
      clearInterval(idle);
      location.assign(`/staff/lock?back=${encodeURIComponent(location.pathname)}`);
    }, 5000);
  };

  return {
    lockAfter,
    toEnd: element => { element.scrollTop = element.scrollHeight; },
    show: id => document.getElementById(id)?.scrollIntoView({ block: 'center' }),
    textOf: id => document.getElementById(id)?.value ?? '',
    restoreText: (id, key) => {
      const field = document.getElementById(id);
      if (field && !field.value) field.value = sessionStorage.getItem(key) ?? '';
      return field?.value ?? '';
    },
    setText: (id, text) => { const field = document.getElementById(id); if (field) field.value = text; },
    focus: selector => document.querySelector(selector)?.focus(),
    alertsAreOn: () => {
      wake();
      return remembers('commsbot-alerts') === 'on';
    },
    setAlerts: async on => {
      remember('commsbot-alerts', on ? 'on' : 'off');
      wake();
      if (on && window.Notification && Notification.permission === 'default') await Notification.requestPermission();
      if (on && sound) beep(sound.currentTime, 660);
    },
    ring: (kind, danger) => {
      if (remembers('commsbot-alerts') !== 'on') return;
      if (sound?.state === 'running') for (let i = 0; i < (danger ? 6 : 2); i++) beep(sound.currentTime + i * 0.3, danger && i % 2 ? 990 : 660);
      if (!window.Notification || Notification.permission !== 'granted') return;
      // On a phone only a service worker may notify; the sound is enough there.
      try { new Notification('CommsBot', { body: `${kind} in the queue`, tag: danger ? 'danger' : 'queue', requireInteraction: danger }).onclick = () => window.focus(); } catch { }
    },
    keysAreOn: () => remembers('commsbot-keys') !== 'off',
    setKeys: on => remember('commsbot-keys', on ? 'on' : 'off'),
    keys: () => [...document.querySelectorAll('[data-key]')].filter(isSeen).map(element => [element.dataset.key, element.dataset.keyName ?? element.textContent.trim()]),
    print: () => window.print(),
  };
})();

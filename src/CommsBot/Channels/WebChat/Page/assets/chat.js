'use strict';
(() => {
  const settings = JSON.parse(document.getElementById('settings').textContent);
  const element = id => document.getElementById(id);
  const place = `commsbot.${settings.clinic}`;
  const Status = { Connecting: 1, Online: 2, ExpiredToken: 3, FailedToConnect: 4, Ended: 5 };
  const patience = 15000;
  const seen = new Set();
  let kept = recall();
  let line = null;
  let store = null;
  let renewing = false;
  let slow = 0;

  element('end').addEventListener('click', () => element('ask').showModal());
  element('ask').addEventListener('close', () => { if (element('ask').returnValue === 'yes') clear(); });
  element('language').addEventListener('click', () => { if (!kept?.spoke) forget(); });
  element('language').href = `?clinic=${encodeURIComponent(settings.clinic)}&language=${element('language').hreflang}`;
  document.addEventListener('keydown', pressed => {
    if (pressed.key === 'Escape' && !element('ask').open) tellWebsite({ commsbot: 'close' });
  });
  addEventListener('pagehide', keepToken);

  if (!settings.bundle) say('missing');
  else if (typeof WebChat === 'undefined') say('offline', 'try-again', () => location.reload());
  else if (location.hash === '#ended') say('ended', 'start-new', begin);
  else begin();

  async function begin() {
    history.replaceState(null, '', location.pathname + location.search);
    hush();
    element('connecting').hidden = false;
    if (kept || await ask({ clinic: settings.clinic, language: settings.language })) mount();
  }

  /** Gets or renews the right to one conversation. False: a sentence on the page says why not. */
  async function ask(body) {
    let answer;
    try {
      answer = await fetch('/api/webchat/token', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    } catch {
      return trouble('offline', 'try-again', () => body.token ? renew() : begin());
    }

    if (answer.ok) {
      const { token, conversationId } = await answer.json();
      kept = { ...(body.token ? kept : {}), token, conversationId };
      keep();
      return true;
    }

    if (answer.status === 429) return trouble('busy', 'try-again', () => body.token ? renew() : begin());
    if (answer.status >= 500) return trouble('offline', 'try-again', () => body.token ? renew() : begin());
    return body.token ? trouble('over', 'start-new', startNew) : trouble('refused');
  }

  // A conversation that has run before is read from its beginning; a new one is started by its first call.
  function mount() {
    const before = line;
    store ??= WebChat.createStore({}, () => next => action => { watch(action); return next(action); });
    line = WebChat.createDirectLine({
      domain: `${location.origin}/v3/directline`,
      token: kept.token,
      ...(kept.started ? { conversationId: kept.conversationId, watermark: '0' } : {}),
    });
    const mine = line;
    line.connectionStatus$.subscribe(status => { if (mine === line) changed(status); });
    WebChat.renderWebChat({
      directLine: line,
      store,
      nonce: settings.nonce,
      locale: settings.language === 'es' ? 'es-ES' : 'en-US',
      sendTypingIndicator: false,
      styleOptions: style(),
    }, element('chat'));
    before?.end();
  }

  function changed(status) {
    clearTimeout(slow);
    if (status === Status.Online) {
      kept.started = true;
      keepToken();
      hush();
      element('connecting').hidden = true;
      element('chat').classList.remove('early');
    } else if (status === Status.Connecting) slow = setTimeout(() => say('offline'), patience);
    else if (status === Status.ExpiredToken) renew();
    else if (status === Status.FailedToConnect) say('offline', 'try-again', renew);
    else if (status === Status.Ended && !renewing) say('over', 'start-new', startNew);
  }

  // An expired key is final for Web Chat; mounted again with the same store it goes on, and what was typed stays.
  async function renew() {
    if (renewing) return;
    renewing = true;
    hush();
    const renewed = kept.started ? await ask({ token: kept.token }) : await ask({ clinic: settings.clinic, language: settings.language });
    if (renewed) mount();
    renewing = false;
  }

  function watch({ type, payload }) {
    const activity = payload?.activity;
    if (activity?.type !== 'message') return;
    if (type === 'DIRECT_LINE/POST_ACTIVITY') {
      kept.spoke = true;
      keep();
    } else if (type === 'DIRECT_LINE/INCOMING_ACTIVITY' && activity.from?.role === 'bot' && activity.id && !seen.has(activity.id)) {
      seen.add(activity.id);
      tellWebsite({ commsbot: 'count', count: seen.size });
    }
  }

  // The website around us learns how many messages there are and that Escape was pressed, and nothing else.
  function tellWebsite(message) {
    if (parent !== window) parent.postMessage(message, '*');
  }

  // A fresh page holds nothing of the old conversation, in memory neither.
  function clear() {
    line?.end();
    forget();
    history.replaceState(null, '', '#ended');
    location.reload();
  }

  function startNew() {
    forget();
    location.reload();
  }

  function say(word, button, action) {
    element('connecting').hidden = true;
    element('said').textContent = settings.words[word];
    element('next').hidden = !button;
    if (button) {
      element('next').textContent = settings.words[button];
      element('next').onclick = action;
    }

    element('trouble').hidden = false;
  }

  function trouble(word, button, action) {
    say(word, button, action);
    return false;
  }

  function hush() {
    element('trouble').hidden = true;
  }

  // The client renews its key by itself every 15 minutes; the newest one is worth keeping.
  function keepToken() {
    if (!kept || !line) return;
    kept.token = line.token || kept.token;
    keep();
  }

  function recall() {
    try {
      return JSON.parse(sessionStorage.getItem(place));
    } catch {
      return null;
    }
  }

  // Where a browser forbids storage in frames the chat still works, until the page is left.
  function keep() {
    try {
      sessionStorage.setItem(place, JSON.stringify(kept));
    } catch { /* see above */ }
  }

  function forget() {
    kept = null;
    try {
      sessionStorage.removeItem(place);
    } catch { /* nothing was kept */ }
  }

  function style() {
    const strong = '#0b5c6b';
    const ink = '#17202b';
    return {
      primaryFont: 'system-ui, "Segoe UI", sans-serif',
      accent: strong,
      subtle: '#48535f',
      timestampColor: '#48535f',
      backgroundColor: '#ffffff',
      bubbleBackground: '#eef2f5',
      bubbleBorderRadius: 14,
      bubbleTextColor: ink,
      bubbleFromUserBackground: strong,
      bubbleFromUserBorderRadius: 14,
      bubbleFromUserTextColor: '#ffffff',
      bubbleMaxWidth: 560,
      bubbleMinHeight: 44,
      avatarSize: 0,
      hideUploadButton: true,
      disableFileUpload: true,
      sendBoxHeight: 52,
      sendBoxButtonColor: strong,
      sendBoxButtonColorOnHover: '#084653',
      sendBoxButtonColorOnFocus: '#084653',
      sendBoxTextWrap: true,
      sendBoxPlaceholderColor: '#48535f',
      sendBoxBorderTop: 'solid 1px #c5ced7',
      suggestedActionLayout: 'flow',
      suggestedActionHeight: 46,
      suggestedActionBorderRadius: 23,
      suggestedActionBorderColor: strong,
      suggestedActionTextColor: '#0a4c59',
      suggestedActionsStackedLayoutButtonTextWrap: true,
      transcriptOverlayButtonBackground: '#ffffff',
      transcriptOverlayButtonColor: ink,
    };
  }
})();

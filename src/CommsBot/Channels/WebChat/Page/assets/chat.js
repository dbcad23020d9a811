'use strict';
(() => {
  const settings = JSON.parse(document.getElementById('settings').textContent);
  const element = id => document.getElementById(id);
  const place = `commsbot.${settings.clinic}`;
  const draftPlace = `${place}.draft`;
  const Status = { Connecting: 1, Online: 2, ExpiredToken: 3, FailedToConnect: 4, Ended: 5 };
  const patience = 15000;
  const greetingPatience = 3000;
  const layoutPatience = [150, 500, 1000];
  const strong = color(new URLSearchParams(location.search).get('color'));
  const site = origin(new URLSearchParams(location.search).get('site'));
  const seen = new Set();
  let kept = recall();
  let line = null;
  let store = null;
  let renewing = false;
  let slow = 0;
  let cleared = false;

  element('end').addEventListener('click', () => element('ask').showModal());
  element('ask').addEventListener('close', () => { if (element('ask').returnValue === 'yes') clear(); });
  element('language').addEventListener('click', () => { if (!kept?.spoke) forget(); });
  element('language').href = `?${new URLSearchParams({ clinic: settings.clinic, language: element('language').hreflang, color: strong.slice(1), ...(site ? { site } : {}) })}`;
  document.documentElement.style.setProperty('--strong', strong);
  document.addEventListener('keydown', pressed => {
    if (pressed.key === 'Escape' && !element('ask').open) tellWebsite({ commsbot: 'close' });
  });
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => { if (document.hidden) leave(); });

  if (!settings.bundle) say('missing');
  else if (location.hash === '#ended') say('ended', 'start-new', begin);
  else begin();

  async function begin() {
    history.replaceState(null, '', location.pathname + location.search);
    hush();
    element('connecting').hidden = false;
    element('greeting').hidden = Boolean(kept?.started);
    const [loaded, allowed] = await Promise.all([load(), kept || ask({ clinic: settings.clinic, language: settings.language })]);
    if (!loaded) say('offline', 'try-again', () => location.reload());
    else if (allowed) mount();
  }

  /** Web Chat is large: it comes while the greeting is read and the key is asked for. */
  function load() {
    if (typeof WebChat !== 'undefined') return true;
    return new Promise(resolve => {
      const script = document.createElement('script');
      script.onload = () => resolve(true);
      script.onerror = () => resolve(false);
      script.src = settings.bundle;
      document.head.append(script);
    });
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
    const draft = recallDraft();
    if (draft && !store.getState().sendBoxValue) store.dispatch({ type: 'WEB_CHAT/SET_SEND_BOX', payload: { text: draft } });
  }

  // What is said first stands there before Web Chat does, and until Web Chat says it.
  function uncover() {
    if (element('first').hidden) return;
    element('first').hidden = true;
    element('chat').classList.remove('early');
    if (!kept.spoke) for (const wait of layoutPatience) setTimeout(toTop, wait);
  }

  // Web Chat shows the end of the first message; in a small window its beginning, what this is, would be out of sight.
  function toTop() {
    const list = element('chat').querySelector('.webchat__basic-transcript__scrollable');
    if (list && seen.size === 1) list.scrollTop = 0;
  }

  function changed(status) {
    clearTimeout(slow);
    if (status === Status.Online) {
      kept.started = true;
      keepToken();
      hush();
      setTimeout(uncover, greetingPatience);
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
      uncover();
      tellWebsite({ commsbot: 'count', count: seen.size });
    }
  }

  // The website whose button opened us learns how many messages there are and that Escape was pressed, and nothing else; any other page hears nothing.
  function tellWebsite(message) {
    if (parent !== window && site) parent.postMessage(message, site);
  }

  // A fresh page holds nothing of the old conversation, in memory neither.
  function clear() {
    cleared = true;
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
    element('greeting').hidden ||= word === 'ended';
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
      if (cleared) sessionStorage.removeItem(draftPlace);
    } catch { /* nothing was kept */ }
  }

  // Half a sentence typed with painful hands outlives another language, a new page of the website and the end of a key.
  function leave() {
    if (cleared) return;
    keepToken();
    try {
      const draft = store?.getState().sendBoxValue;
      if (draft) sessionStorage.setItem(draftPlace, draft);
      else if (store) sessionStorage.removeItem(draftPlace);
    } catch { /* as above */ }
  }

  function recallDraft() {
    try {
      return sessionStorage.getItem(draftPlace);
    } catch {
      return null;
    }
  }

  /** The website as its button names it; null for anything that is no origin. */
  function origin(asked) {
    try {
      return new URL(asked).origin === asked ? asked : null;
    } catch {
      return null;
    }
  }

  /** The website's color, if white can be read on it; else ours. */
  function color(asked) {
    const ours = '#0b5c6b';
    if (!/^[0-9a-f]{6}$/i.test(asked ?? '')) return ours;
    const [red, green, blue] = asked.match(/../g).map(part => parseInt(part, 16) / 255).map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    const contrast = 1.05 / (.2126 * red + .7152 * green + .0722 * blue + .05);
    return contrast >= 4.5 ? `#${asked}` : ours;
  }

  function style() {
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
      sendBoxButtonColorOnHover: ink,
      sendBoxButtonColorOnFocus: strong,
      sendBoxTextWrap: true,
      sendBoxPlaceholderColor: '#48535f',
      sendBoxBorderTop: 'solid 1px #c5ced7',
      autoScrollSnapOnPage: true,
      suggestedActionLayout: 'flow',
      suggestedActionHeight: 46,
      suggestedActionBorderRadius: 23,
      suggestedActionBorderColor: strong,
      suggestedActionTextColor: strong,
      suggestedActionsStackedLayoutButtonTextWrap: true,
      transcriptOverlayButtonBackground: '#ffffff',
      transcriptOverlayButtonColor: ink,
    };
  }
})();

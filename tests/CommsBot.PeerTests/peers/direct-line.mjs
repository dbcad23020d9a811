// botframework-directlinejs as it is in a browser: node direct-line.mjs ADDRESS stream|poll EXPIRED-TOKEN. Prints what came as JSON.
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const { WebSocket: Socket } = require('ws');
const sockets = [];
globalThis.XMLHttpRequest = require('xhr2');
globalThis.WebSocket = class extends Socket {
  constructor(address) {
    super(address);
    sockets.push(this);
  }
};
const { ConnectionStatus, DirectLine } = require('botframework-directlinejs');

const [address, way, expired] = process.argv.slice(2);
const origin = new URL(address).origin;
const given = await fetch(`${origin}/api/webchat/token`, {
  method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify({ clinic: 'mind-balance', language: 'en' }),
}).then(answer => answer.json());
const line = new DirectLine({ domain: `${origin}/v3/directline`, token: given.token, webSocket: way === 'stream', pollingInterval: 250 });
const seen = [];
line.activity$.subscribe(activity => { if (activity.type === 'message') seen.push(activity); });

const bot = () => seen.filter(activity => activity.from.id !== given.userId);
const mine = id => seen.filter(activity => activity.channelData?.clientActivityID === id);
await until('the greeting', () => bot().length === 1);

const question = { type: 'message', text: 'What is CRPS?', from: { id: given.userId }, channelData: { clientActivityID: 'one' } };
const first = await post(question);
await until('the answer', () => bot().length === 2);
const second = await post(question);

const tab = new DirectLine({ domain: `${origin}/v3/directline`, token: given.token, conversationId: line.conversationId, watermark: '0', webSocket: way === 'stream', pollingInterval: 250 });
const inTab = [];
tab.activity$.subscribe(activity => { if (activity.type === 'message' && activity.from.id !== given.userId) inTab.push(activity.text); });
await until('the whole conversation in a second tab', () => inTab.length === 2);

const over = new DirectLine({ domain: `${origin}/v3/directline`, token: given.token, conversationId: line.conversationId, webSocket: false, pollingInterval: 250 });
const states = [];
over.connectionStatus$.subscribe(state => states.push(ConnectionStatus[state]));
over.activity$.subscribe(() => {}, () => {});
await until('a third client that is online', () => states.includes('Online'));
over.token = expired;
await until('the word that a token is over', () => states.includes('ExpiredToken'));

if (way === 'stream') sockets[0].terminate();
await post({ type: 'message', text: 'thank you', from: { id: given.userId }, channelData: { clientActivityID: 'two' } });
await until('the reply after the lost socket, in both tabs', () => bot().length === 3 && inTab.length === 3);

console.log(JSON.stringify({
  texts: bot().map(activity => activity.text.split('\n')[0]),
  outcomes: bot().map(activity => activity.channelData.commsBot.outcome),
  repeatIsTheSame: first === second,
  echoes: mine('one').length,
  sockets: sockets.length,
  tabsAgree: JSON.stringify(inTab) === JSON.stringify(bot().map(activity => activity.text)),
  states,
}));
line.end();
process.exit(0);

function post(activity) {
  return new Promise((resolve, reject) => line.postActivity(activity).subscribe(resolve, reject));
}

async function until(what, holds) {
  for (let wait = 0; wait < 250; wait++) {
    if (holds()) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  console.log(JSON.stringify({ missing: what, seen: bot().map(activity => activity.text) }));
  process.exit(1);
}

// Azure Bot Service played with the official packages: node bot-channel.mjs ADDRESS PORT APPID SECRET. Listens on PORT for keys, token and connector,
// calls the service at ADDRESS as the channel does, and lets both SDKs judge tokens and activities. Prints what it saw as JSON.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { createHmac, generateKeyPairSync } from 'node:crypto';
const require = createRequire(import.meta.url);
const jwt = require('jsonwebtoken');
const { BotFrameworkAuthenticationFactory, ServiceClientCredentialsFactory, AuthenticationConfiguration } = require('botframework-connector');
const { ActivityTypes, DeliveryModes, TurnContext } = require('botbuilder');
const { createSerializer } = require('@azure/core-client');
const mappers = require('botframework-connector/lib/connectorApi/models/mappers');
const { Activity } = require('@microsoft/agents-activity');
const { authorizeJWT } = require('@microsoft/agents-hosting');
const { getJwksClient } = require(join(dirname(require.resolve('@microsoft/agents-hosting')), 'auth', 'jwt-middleware.js'));
console.error = () => {}; // botframework-connector prints every token it refuses

const [address, port, appId, secret] = process.argv.slice(2);
const origin = new URL(address).origin;
const own = `http://127.0.0.1:${port}`;
const serviceUrl = `${own}/connector/`;
const issuer = 'https://api.botframework.com';
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const ours = pair(), stranger = pair();
const got = [];

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const answer = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (request.url === '/metadata') return answer(200, { issuer, jwks_uri: `${own}/keys` });
  if (request.url === '/keys') return answer(200, { keys: [{ ...ours.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', endorsements: ['directline', 'test'] }] });
  if (request.url === '/token') {
    const form = new URLSearchParams(body);
    return form.get('client_secret') === secret ? answer(200, { access_token: 'bot-token', expires_in: 3600, token_type: 'Bearer' }) : answer(400, {});
  }
  got.push({ url: request.url, bearer: request.headers.authorization, activity: JSON.parse(body) });
  return answer(200, { id: `reply-${got.length}` });
}).listen(Number(port), '127.0.0.1');

// The channel's side: the SDK's own client posts the activities, signed as the channel signs them.
class ChannelCredentials extends ServiceClientCredentialsFactory {
  isValidAppId = async id => id === appId;
  isAuthenticationDisabled = async () => false;
  createCredentials = async () => ({
    signRequest: async resource => {
      resource.headers.set('authorization', `Bearer ${sign()}`);
      return resource;
    },
  });
}
const official = BotFrameworkAuthenticationFactory.create(
  '', true, `${own}/login`, issuer, issuer, `${own}/oauth`, `${own}/metadata`, `${own}/metadata`, 'urn:botframework:azure',
  new ChannelCredentials(), new AuthenticationConfiguration());
const client = official.createBotFrameworkClient();
let number = 0;

const talk = await conversation();
const verdicts = await judgeTokens();
const activities = got.map(call => call.activity).concat(talk.expected);
console.log(JSON.stringify({ ...talk, expected: undefined, verdicts, invalid: activities.flatMap(faults), judged: activities.length }));
process.exit(0);

async function conversation() {
  const id = `peer-${Date.now()}`;
  await post(id, { type: ActivityTypes.ConversationUpdate, membersAdded: [{ id: 'user-1' }, { id: 'bot-1' }] });
  await until(() => got.length === 1);
  const question = activity(id, { type: ActivityTypes.Message, text: 'What is CRPS?', brandNew: { kept: true } });
  const first = await send(id, question), again = await send(id, question);
  // A slow answer is announced by a typing sign.
  const messages = () => got.filter(call => call.activity.type === ActivityTypes.Message);
  await until(() => messages().length === 2);
  await post(id, { type: ActivityTypes.Message, text: 'I want to talk to a person' });
  await until(() => got.some(call => call.activity.name === 'handoff.initiate'));
  const waits = await post(`${id}-waiting`, { type: ActivityTypes.Message, text: 'What is CRPS?', deliveryMode: DeliveryModes.ExpectReplies });
  const healthy = await post(id, { type: ActivityTypes.Invoke, name: 'healthCheck' });
  const unknown = await post(id, { type: ActivityTypes.Invoke, name: 'adaptiveCard/action' });
  const reference = TurnContext.getConversationReference({ ...question, recipient: { id: 'bot-1' } });
  return {
    statuses: [first.status, again.status, waits.status, healthy.status, unknown.status],
    health: healthy.body.healthResults.success,
    texts: messages().map(call => call.activity.text.split('\n')[0]).slice(0, 2),
    expectedTexts: waits.body.activities.map(reply => reply.text.split('\n')[0]),
    answersTheQuestion: messages()[1].activity.replyToId === reference.activityId && messages()[1].activity.recipient.id === reference.user.id,
    bearers: [...new Set(got.map(call => call.bearer))],
    transcript: got.find(call => call.activity.name === 'handoff.initiate').activity.attachments[0].content.activities.map(entry => entry.text.split('\n')[0]),
    expected: waits.body.activities,
  };
}

function activity(conversationId, parts) {
  return {
    id: `${conversationId}|${++number}`, channelId: 'directline', serviceUrl, locale: 'en-US', timestamp: new Date().toISOString(),
    from: { id: 'user-1', name: 'Peer' }, recipient: { id: 'bot-1' }, conversation: { id: conversationId }, ...parts,
  };
}

function post(conversationId, parts) {
  return send(conversationId, activity(conversationId, parts));
}

function send(conversationId, sent) {
  return client.postActivity(appId, appId, `${origin}/api/messages`, serviceUrl, conversationId, structuredClone(sent));
}

function sign(claims = {}, options = {}, key = ours.privateKey) {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: issuer, aud: appId, nbf: now, exp: now + 3600, serviceurl: serviceUrl, ...claims };
  for (const name of Object.keys(all)) if (all[name] === undefined) delete all[name];
  return jwt.sign(all, key, { algorithm: 'RS256', keyid: 'one', noTimestamp: true, ...options });
}

// The same token is shown to Bot Builder, to the Agents SDK and to the service.
async function judgeTokens() {
  const now = Math.floor(Date.now() / 1000);
  const keys = getJwksClient('https://login.botframework.com/v1/.well-known/keys');
  keys.getSigningKey = (kid, done) => (kid === 'one' ? done(null, { getPublicKey: () => ours.publicKey }) : done(new Error('unknown key')));
  const agents = authorizeJWT({ clientId: appId, issuers: [issuer], connections: new Map([['serviceConnection', { clientId: appId, issuers: [issuer] }]]) });
  const [head, , tail] = sign().split('.');
  const rows = {
    good: sign(),
    'good, four minutes over': sign({ exp: now - 240, nbf: now - 3600 }),
    'ended six minutes ago': sign({ exp: now - 360, nbf: now - 3600 }),
    'begins in six minutes': sign({ nbf: now + 390 }),
    'another issuer': sign({ iss: 'https://issuer.example' }),
    'no issuer': sign({ iss: undefined }),
    'another audience': sign({ aud: 'other-app' }),
    'no audience': sign({ aud: undefined }),
    'a stranger signed': sign({}, {}, stranger.privateKey),
    'an unknown key': sign({}, { keyid: 'two' }),
    'no algorithm': sign({}, { algorithm: 'none' }, null),
    'hmac under the public key': hmac(),
    'changed claims': `${head}.${Buffer.from(JSON.stringify({ iss: issuer, aud: appId, exp: now + 999, serviceurl: serviceUrl })).toString('base64url')}.${tail}`,
    'another service address': sign({ serviceurl: 'https://other.example/' }),
    garbage: 'abc.def.ghi',
  };
  const verdicts = {};
  for (const [name, token] of Object.entries(rows)) {
    const message = activity('peer-tokens', { type: ActivityTypes.Typing });
    const header = `Bearer ${token}`;
    const builder = await official.authenticateRequest(message, header).then(() => true, () => false);
    let agentsSay = false;
    await agents({ method: 'POST', headers: { authorization: header } }, { status: () => ({ send: () => {} }) }, () => { agentsSay = true; });
    const answer = await fetch(`${origin}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: header }, body: JSON.stringify(message) });
    verdicts[name] = { builder, agents: agentsSay, service: answer.status };
  }
  return verdicts;

  function hmac() {
    const text = `${Buffer.from(JSON.stringify({ alg: 'HS256', kid: 'one' })).toString('base64url')}.${sign().split('.')[1]}`;
    return `${text}.${createHmac('sha256', ours.publicKey.export({ format: 'pem', type: 'spki' })).update(text).digest('base64url')}`;
  }
}

// What the connector's models and the Agents SDK's schema say against an activity of ours.
function faults(sent) {
  const found = [];
  try {
    const serializer = createSerializer(mappers);
    serializer.serialize(mappers.Activity, serializer.deserialize(mappers.Activity, structuredClone(sent), 'activity'), 'activity');
  } catch (fault) {
    found.push(`botframework-connector: ${fault.message}`);
  }
  try {
    Activity.fromObject(structuredClone(sent));
  } catch (fault) {
    found.push(`agents-activity: ${JSON.stringify(fault.issues ?? fault.message)}`);
  }
  return found.map(fault => `${sent.type} ${sent.name ?? ''}: ${fault}`);
}

async function until(holds) {
  for (let wait = 0; wait < 200; wait++) {
    if (holds()) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  console.log(JSON.stringify({ missing: holds.toString(), got: got.map(call => [call.activity.type, call.activity.text]) }));
  process.exit(1);
}

// Twilio's own package: node twilio.mjs validate|sign|send, the input as JSON on stdin. Prints its result as JSON.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
const require = createRequire(import.meta.url);
const twilio = require('twilio');
const { getExpectedTwilioSignature } = require('twilio/lib/webhooks/webhooks');

const input = JSON.parse(readFileSync(0, 'utf8'));
const deeds = {
  validate: () => input.map(({ token, signature, url, params }) => twilio.validateRequest(token, signature, url, params)),
  sign: () => getExpectedTwilioSignature(input.token, input.url, input.params),
  send: async () => {
    const client = twilio(input.sid, input.token, { httpClient: new Door(input.base) });
    const sent = await client.messages.create({ to: input.to, from: input.from, body: input.body });
    const read = await client.messages(sent.sid).fetch();
    return { sid: sent.sid, status: sent.status, body: read.body };
  },
};

/** The package's way out, turned to the stand-in's address. */
class Door {
  constructor(base) {
    this.base = base;
  }

  async request({ method, uri, username, password, data, params }) {
    const address = new URL(uri.replace('https://api.twilio.com', this.base));
    for (const [name, value] of Object.entries(params ?? {})) address.searchParams.append(name, value);
    const answer = await fetch(address, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
      body: method.toLowerCase() === 'get' ? undefined : new URLSearchParams(data),
    });
    return { statusCode: answer.status, body: await answer.json(), headers: Object.fromEntries(answer.headers) };
  }
}

console.log(JSON.stringify(await deeds[process.argv[2]]()));

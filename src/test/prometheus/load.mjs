// One round of requests of every kind that has a metric of its own: a few dozen, one after the other.
// Usage: node load.mjs GATEWAY_URL. Behind the gateway are two simulators, which misbehave when a header asks for it.
import assert from 'node:assert/strict';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const MODEL = 'stepfun-ai/Step-3.5-Flash';
const CHAT = '/v1/chat/completions';
const TRIES = 60;

const question = {model: MODEL, messages: [{role: 'user', content: 'Solve step by step: What is 15% of 240?'}]};
const weather = {
  model: MODEL, messages: [{role: 'user', content: "What's the weather in Beijing?"}],
  tools: [{type: 'function', function: {name: 'get_weather',
    parameters: {type: 'object', properties: {location: {type: 'string'}}, required: ['location']}}}]};
const prompt = {model: MODEL, prompt: 'Count to twenty.', max_tokens: 20};
const text = {text: 'Question: What is 6 times 7?\nAnswer:', sampling_params: {max_new_tokens: 20}};

/** Sends one request, reads the answer to its end, and insists on the status. */
async function post(base, path, body, status = 200, headers = {}) {
  const answer = await fetch(base + path, {
    method: 'POST', headers: {'content-type': 'application/json', ...headers},
    body: typeof body === 'string' ? body : JSON.stringify(body), signal: AbortSignal.timeout(30_000)});
  const told = await answer.text();
  assert.equal(answer.status, status, `${path}: ${told.slice(0, 300)}`);
  return told;
}

const simulate = fault => ({'x-simulate': fault});

/** Leaves in the middle of a stream that has stopped. */
async function leave(base) {
  const gone = new AbortController();
  const answer = await fetch(base + CHAT, {
    method: 'POST', headers: {'content-type': 'application/json', ...simulate('stall=20')},
    body: JSON.stringify({...question, stream: true}), signal: gone.signal});
  await answer.body.getReader().read();
  gone.abort();
}

/** The errors of the round before may have made a backend unready for a moment, or had it ejected: then it comes back by a request alone. */
async function allReady(base) {
  for (let left = TRIES; left > 0; left--) {
    const answer = await fetch(`${base}/q/health/ready`);
    const text = await answer.text();
    if (answer.ok && (text.match(/"READY"/g) ?? []).length === 2) {
      return;
    }
    const trial = await fetch(base + CHAT, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(question)});
    await trial.text();
    await sleep(500);
  }
  assert.fail('two ready backends are needed');
}

export async function round(base) {
  await allReady(base);
  for (let i = 0; i < 6; i++) {
    const told = await post(base, CHAT, {...question, stream: true});
    assert.match(told, /"reasoning_content":"/);
    assert.match(await post(base, CHAT, {...weather, stream: true}), /"tool_calls"/);
  }
  for (const stream of [true, false]) {
    await post(base, '/v1/completions', {...prompt, stream});
    await post(base, '/generate', {...text, stream});
  }
  await post(base, CHAT, question);
  await post(base, '/tokenize', {model: MODEL, prompt: 'Count to twenty.'});
  await post(base, CHAT, '{', 400);
  await post(base, CHAT, {...question, model: 'nobody/nothing'}, 404);
  await leave(base);
  // The first two are tried at both backends in vain. The third has begun, so its status is gone before the error comes.
  await post(base, CHAT, question, 500, simulate('500'));
  await post(base, CHAT, {...question, stream: true}, 503, simulate('503-first'));
  await post(base, CHAT, {...question, stream: true}, 200, simulate('error-mid'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await round(process.argv[2]);
}

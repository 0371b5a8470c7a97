// Watches the live page as an operator does, in a real browser.
// How it is called: see page.mjs. The gateway has to be fresh, with one simulator behind it.
import assert from 'node:assert/strict';
import {connect, createServer} from 'node:net';
import {base, done, fitsSideways, link, open as openPage, run, shots} from './page.mjs';

const MODEL = 'stepfun-ai/Step-3.5-Flash';
const QUESTION = {model: MODEL, stream: true, messages: [{role: 'user', content: 'What is 15% of 240?'}]};

const pill = (page, word) => page.locator('#pill').filter({hasText: word}).waitFor();
const figure = (page, name) => page.getByRole('row').filter({has: page.getByRole('rowheader', {name, exact: true})}).locator('td');
const count = async (page, name) => Number((await figure(page, name).first().textContent()).replace(',', ''));

async function open(browser, path, settings, from) {
  const page = await openPage(browser, path, settings, from);
  await pill(page, 'live');
  return page;
}

function ask(fields = {}, signal) {
  return fetch(base + '/v1/chat/completions', {method: 'POST', headers: {'content-type': 'application/json'},
    body: JSON.stringify({...QUESTION, ...fields}), signal});
}

async function traffic(times) {
  for (let i = 0; i < times; i++) {
    const answer = await ask();
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /\[DONE\]/);
  }
}

/** A stream that thinks and then says nothing more; the function that is returned goes away from it. */
async function thinking() {
  const away = new AbortController();
  const answer = await ask({simulate: 'stall=8'}, away.signal);
  assert.equal(answer.status, 200);
  return () => away.abort();
}

/** Stands between browser and gateway, so that the gateway can go away without being stopped. */
async function wire() {
  const open = new Set();
  const server = createServer(client => {
    const gateway = connect(new URL(base).port, '127.0.0.1');
    for (const end of [client, gateway]) {
      open.add(end);
      // Whichever end breaks takes the other with it; that is all there is to do.
      end.on('error', () => end.destroy());
      end.on('close', () => [client, gateway].forEach(each => open.delete(each.destroy())));
    }
    client.pipe(gateway).pipe(client);
  });
  const listen = port => new Promise(ready => server.listen(port, '127.0.0.1', ready));
  await listen(0);
  const {port} = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => new Promise(closed => {
      server.close(closed);
      open.forEach(end => end.destroy());
    }),
    mend: () => listen(port),
  };
}

/** Texts with less than WCAG's contrast of 4.5 to 1 to what is behind them, of all that can be seen. */
const faint = page => page.evaluate(() => {
  const channels = color => color.match(/[\d.]+/g).map(Number);
  const luminance = color => channels(color).slice(0, 3).map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    const color = getComputedStyle(node).backgroundColor;
    return channels(color)[3] === 0 ? behind(node.parentElement) : color;
  };
  const found = [];
  let seen = 0;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() !== '' && node.checkVisibility() && !node.closest('script, noscript')) {
      const [light, dark] = [luminance(getComputedStyle(node).color), luminance(behind(node))].sort((a, b) => b - a);
      seen++;
      if ((light + 0.05) / (dark + 0.05) < 4.5) {
        found.push(texts.currentNode.data.trim());
      }
    }
  }
  return seen > 50 ? found : ['only ' + seen + ' texts'];
});

async function saysThatNothingHasHappenedYet(browser) {
  const page = await open(browser, '/');
  await page.getByText('No finished request in the window of 5m yet.').waitFor();
  assert.equal(await figure(page, 'Median TTFT (ms)').first().textContent(), '–');
  assert.equal(await figure(page, 'none yet').first().textContent(), '–');
  assert.deepEqual(await page.getByRole('table').evaluateAll(tables => tables.map(table => table.caption.textContent)),
    ['Throughput', 'End-to-End Latency', 'Time to First Token', 'Time per Output Token (excl. 1st token)',
      'Inter-Token Latency', 'Requests by outcome', 'Backends']);
  assert.match(await page.locator('#backends tbody').textContent(), new RegExp(`^a${MODEL}ready`));
  assert.equal(await page.locator('#ready').textContent(), '1 of 1');
  await page.screenshot({path: `${shots}/live-empty.png`, fullPage: true});
  assert.deepEqual([...page.paths].sort(), ['/', '/live/events']);
  await done(page);
}

async function numbersChangeByThemselves(browser) {
  const page = await open(browser, '/');
  const before = await count(page, 'Successful requests');
  await traffic(3);
  await page.waitForFunction(next => document.querySelector('#groups td').textContent === next, String(before + 3));
  await page.locator('#empty').waitFor({state: 'hidden'});
  assert.equal(await count(page, 'ok'), before + 3);
  for (const name of ['Median TTFT (ms)', 'P99 ITL (ms)', 'Mean TPOT (ms)', 'P90 E2E Latency (ms)', 'Total generated tokens']) {
    assert.match(await figure(page, name).first().textContent(), /^[\d,]+(\.\d\d)?$/, name);
  }
  const lines = () => page.locator('.chart path').evaluateAll(paths => paths.map(path => path.getAttribute('d')));
  const drawn = await lines();
  assert.equal(drawn.length, 7);
  assert.ok(drawn.every(path => /^M[\d.]+ [\d.]+h/.test(path)), drawn.join('\n'));
  await page.waitForFunction(old => document.querySelector('.chart path').getAttribute('d') !== old, drawn[0]);
  await done(page);
}

async function streamsAreShownByTheirPhase(browser) {
  const page = await open(browser, '/');
  const leave = await thinking();
  await page.locator('#of-reasoning').filter({hasText: '1'}).waitFor();
  assert.equal(await page.locator('rect.reasoning').getAttribute('width'), '100');
  assert.equal(await page.locator('#inflight').textContent(), '1');
  leave();
  await page.locator('#of-reasoning').filter({hasText: '0'}).waitFor();
  await page.locator('#outcomes').getByRole('rowheader', {name: 'cancelled'}).waitFor();
  await done(page);
}

async function choicesAreInTheLink(browser) {
  const page = await open(browser, '/?window=15m');
  assert.ok(await page.getByRole('radio', {name: '15m'}).isChecked());
  const asked = page.waitForRequest(request => request.url().endsWith('/live/events?window=1h'));
  await page.getByRole('radio', {name: '1h'}).check();
  await asked;
  await page.getByRole('combobox', {name: 'Model'}).selectOption(MODEL);
  assert.deepEqual(link(page), {window: '1h', model: MODEL});
  await page.reload();
  await pill(page, 'live');
  assert.equal(await page.getByRole('combobox', {name: 'Model'}).inputValue(), MODEL);
  assert.ok(await count(page, 'Successful requests') >= 3);
  await done(page);
}

async function modelThatNobodyKnowsSaysSo(browser) {
  const page = await open(browser, '/?model=%3Cb%3Enone');
  await page.getByText('No backend serves the model <b>none, and it had no traffic.').waitFor();
  await page.getByRole('combobox', {name: 'Model'}).selectOption('All models');
  await page.locator('#empty').waitFor({state: 'hidden'});
  await done(page);
}

async function comparisonNamesTheHardware(browser) {
  const page = await open(browser, '/');
  await page.getByRole('checkbox', {name: 'Compare with the published run'}).check();
  await page.getByText(/measured on 4x NVIDIA H200 \(TP4, EP4\)/).waitFor();
  const [live, published, ratio] = await figure(page, 'Median TTFT (ms)').allTextContents();
  assert.equal(published, '80.93');
  assert.match(live, /^[\d,]+\.\d\d$/);
  assert.match(ratio, /^[\d,]+\.\d\d×$/);
  assert.deepEqual(link(page), {window: '5m', compare: 'seed'});
  assert.deepEqual([...page.paths].sort(), ['/', '/benchmark/report', '/live/events']);
  await page.getByRole('checkbox', {name: 'Compare'}).uncheck();
  await page.locator('#note').waitFor({state: 'hidden'});
  assert.ok(!await page.getByRole('columnheader', {name: 'Published'}).first().isVisible());
  await done(page);
}

async function saysWhenItsNumbersAreOld(browser) {
  const between = await wire();
  const page = await open(browser, '/', {}, between.url);
  const seen = await count(page, 'Successful requests');
  await between.cut();
  await page.getByRole('status').filter({hasText: /^Connection lost: these figures are of .* Trying again\.$/}).waitFor();
  await pill(page, 'stale');
  assert.match(await page.title(), /^stale/);
  assert.equal(await count(page, 'Successful requests'), seen);
  assert.deepEqual(await faint(page), []);
  await page.screenshot({path: `${shots}/live-stale.png`, fullPage: true});

  await between.mend();
  await pill(page, 'live');
  assert.equal(await page.getByRole('status').textContent(), '');
  assert.equal(await page.title(), 'Stepgate live');
  // That the gateway was away is the one thing that the browser may complain of.
  page.complaints = page.complaints.filter(each => !/net::ERR_(CONNECTION|INCOMPLETE|EMPTY)/.test(each));
  await done(page);
  await between.cut();
}

async function restsWhileNobodyLooks(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.clock.install();
  const hide = hidden => page.evaluate(value => {
    Object.defineProperty(document, 'hidden', {value, configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await page.goto(base);
  await pill(page, 'live');
  await hide(true);
  await page.clock.fastForward(59_000);
  await pill(page, 'live');
  const gone = page.waitForEvent('requestfailed', request => request.url().includes('/live/events'));
  await page.clock.fastForward(2_000);
  await gone;
  await pill(page, 'paused');
  await hide(false);
  await pill(page, 'live');
  await context.close();
}

async function keyboardIsEnough(browser) {
  const page = await open(browser, '/');
  const outlined = () => page.evaluate(() => {
    const node = document.activeElement.type === 'radio' ? document.activeElement.nextSibling : document.activeElement;
    return getComputedStyle(node).outlineStyle === 'solid' && node.checkVisibility();
  });
  for (const name of ['Config generator', 'Report as JSON', 'Metrics', '5m', 'Model', 'Compare']) {
    await page.keyboard.press('Tab');
    assert.match(await page.evaluate(() => document.activeElement.textContent || document.activeElement.parentElement.textContent),
      new RegExp(name === 'Model' ? 'All models' : name));
    assert.ok(await outlined(), name);
  }
  await page.keyboard.press('Space');
  await page.getByText(/measured on 4x NVIDIA H200/).waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowLeft');
  assert.deepEqual(link(page), {window: '1m', compare: 'seed'});
  await done(page);
}

async function bothColourSchemesCanBeRead(browser) {
  const leave = await thinking();
  for (const [colorScheme, colour] of [['light', 'rgb(255, 255, 255)'], ['dark', 'rgb(21, 28, 40)']]) {
    const page = await open(browser, '/?compare=seed', {colorScheme, viewport: {width: 1200, height: 900}});
    await page.getByText(/measured on 4x NVIDIA H200/).waitFor();
    await page.locator('#of-reasoning').filter({hasText: '1'}).waitFor();
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.card')).backgroundColor), colour);
    assert.deepEqual(await faint(page), []);
    await page.screenshot({path: `${shots}/live-${colorScheme}.png`, fullPage: true});
    await done(page);
  }
  leave();
}

async function narrowScreenDoesNotScrollSideways(browser) {
  const page = await open(browser, '/', {viewport: {width: 360, height: 740}});
  assert.ok(await fitsSideways(page));
  await page.screenshot({path: `${shots}/live-narrow.png`, fullPage: true});
  await page.getByRole('checkbox', {name: 'Compare'}).check();
  await page.getByText(/measured on 4x NVIDIA H200/).waitFor();
  assert.ok(await fitsSideways(page));
  await done(page);
}

async function nothingMovesForWhoWantsItStill(browser) {
  const page = await open(browser, '/', {reducedMotion: 'reduce'});
  assert.ok(await page.evaluate(() => [...document.querySelectorAll('*')].every(node => {
    const {transitionDuration, animationName} = getComputedStyle(node);
    return transitionDuration === '0s' && animationName === 'none';
  })));
  await done(page);
}

await run(saysThatNothingHasHappenedYet, numbersChangeByThemselves, streamsAreShownByTheirPhase, choicesAreInTheLink,
  modelThatNobodyKnowsSaysSo, comparisonNamesTheHardware, saysWhenItsNumbersAreOld, restsWhileNobodyLooks,
  keyboardIsEnough, bothColourSchemesCanBeRead, narrowScreenDoesNotScrollSideways, nothingMovesForWhoWantsItStill);

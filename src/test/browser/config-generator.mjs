// Uses the config generator as a person does, in a real browser.
// How it is called: see page.mjs.
import assert from 'node:assert/strict';
import {base, done, fitsSideways, link, open as openPage, run, shots} from './page.mjs';

const DEFAULTS = {hardware: 'h200', modelsize: '196b', quantization: 'bf16', reasoningParser: 'disabled',
  toolcall: 'disabled', speculative: 'disabled'};
const CHOSEN = {...DEFAULTS, hardware: 'mi300x', quantization: 'fp8', speculative: 'enabled'};

/** The API's own text: what the page shows has to be this, byte for byte. */
async function api(choices, format) {
  const answer = await fetch(`${base}/config-generator/command?${new URLSearchParams({...choices, format})}`);
  assert.equal(answer.status, 200);
  return answer.text();
}

async function open(browser, path, settings) {
  const page = await openPage(browser, path, settings);
  await page.locator('#panel-command .copy:enabled').waitFor();
  return page;
}

const shown = (page, name) => page.locator(`#panel-${name} pre`).textContent();
const said = (page, text) => page.getByRole('status').filter({hasText: text}).waitFor();

async function choose(page, group, label) {
  await page.getByRole('group', {name: group}).getByRole('radio', {name: label}).check();
}

async function showsTheDefaultsFirst(browser) {
  const page = await open(browser, '/config-generator');
  assert.deepEqual(
    await page.getByRole('group').evaluateAll(groups => groups.map(each => each.querySelector('legend').textContent)),
    ['Hardware Platform', 'Model Size', 'Quantization', 'Reasoning Parser', 'Tool Call Parser', 'Speculative Decoding']);
  assert.equal(await page.getByRole('radio', {checked: true}).count(), 6);
  assert.equal(await shown(page, 'command'), await api(DEFAULTS, 'command'));
  await page.screenshot({path: `${shots}/light.png`, fullPage: true});
  await done(page);
}

async function clicksAreInTheTextsAndInTheLink(browser) {
  const page = await open(browser, '/config-generator');
  await choose(page, 'Hardware Platform', 'MI300X');
  await choose(page, 'Quantization', 'FP8');
  await choose(page, 'Speculative Decoding', 'Enabled');
  await page.waitForFunction(text => document.querySelector('#panel-command pre').textContent === text,
    await api(CHOSEN, 'command'));
  for (const format of ['docker', 'compose', 'kubernetes']) {
    assert.equal(await shown(page, format), await api(CHOSEN, format), format);
  }
  assert.deepEqual(link(page), CHOSEN);
  assert.match(await page.locator('#notes').textContent(), /always use --ep 4 with --tp 4/);

  await page.reload();
  await page.locator('#panel-command .copy:enabled').waitFor();
  assert.equal(await shown(page, 'command'), await api(CHOSEN, 'command'));
  assert.ok(await page.getByRole('radio', {name: 'MI300X'}).isChecked());
  await done(page);
}

async function copyButtonsCopyWhatTheySay(browser) {
  const page = await open(browser, '/config-generator?speculative=enabled',
    {permissions: ['clipboard-read', 'clipboard-write']});
  const choices = {...DEFAULTS, speculative: 'enabled'};
  for (const [tab, format] of [['Command', 'command'], ['docker run', 'docker'], ['Compose', 'compose'],
    ['Kubernetes', 'kubernetes']]) {
    await page.getByRole('tab', {name: tab}).click();
    await page.getByRole('tabpanel').getByRole('button').click();
    await said(page, 'Copied.');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await api(choices, format), format);
    await page.evaluate(() => navigator.clipboard.writeText(''));
  }
  await done(page);
}

async function copyWorksWithoutTheClipboardInterface(browser) {
  const page = await open(browser, '/config-generator', {permissions: ['clipboard-read', 'clipboard-write']});
  await page.evaluate(() => {
    window.read = () => Object.getPrototypeOf(navigator).__lookupGetter__('clipboard').call(navigator).readText();
    Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true});
  });
  await page.getByRole('button', {name: 'Copy the command'}).click();
  await said(page, 'Copied.');
  assert.equal(await page.evaluate(() => window.read()), await api(DEFAULTS, 'command'));
  await done(page);
}

async function keyboardIsEnough(browser) {
  const page = await open(browser, '/config-generator');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await said(page, 'Updated.');
  assert.equal(link(page).hardware, 'mi300x');
  for (let group = 0; group < 6; group++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('ArrowLeft');
  assert.equal(await page.getByRole('tab', {selected: true}).textContent(), 'Kubernetes');
  assert.equal(await page.getByRole('tabpanel').count(), 1);
  assert.match(await page.getByRole('tabpanel').textContent(), /kind: "Deployment"/);
  await done(page);
}

async function linkWithStrangeChoicesSaysSo(browser) {
  const page = await open(browser, '/config-generator?hardware=h100&toolcall=enabled&%3Cb%3E=1');
  await said(page, 'Not known here, so left out: hardware, <b>');
  assert.equal(await shown(page, 'command'), await api({...DEFAULTS, toolcall: 'enabled'}, 'command'));
  await done(page);
}

async function darkModeFollowsTheSystem(browser) {
  const page = await open(browser, '/config-generator?hardware=mi355x&reasoningParser=enabled', {colorScheme: 'dark'});
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('fieldset')).backgroundColor),
    'rgb(31, 41, 55)');
  await page.screenshot({path: `${shots}/dark.png`, fullPage: true});
  await done(page);
}

async function narrowScreenDoesNotScrollSideways(browser) {
  const page = await open(browser, '/config-generator', {viewport: {width: 360, height: 740}});
  await page.getByRole('tab', {name: 'Kubernetes'}).click();
  assert.ok(await fitsSideways(page));
  await page.screenshot({path: `${shots}/narrow.png`, fullPage: true});
  await done(page);
}

await run(showsTheDefaultsFirst, clicksAreInTheTextsAndInTheLink, copyButtonsCopyWhatTheySay,
  copyWorksWithoutTheClipboardInterface, keyboardIsEnough, linkWithStrangeChoicesSaysSo, darkModeFollowsTheSystem,
  narrowScreenDoesNotScrollSideways);

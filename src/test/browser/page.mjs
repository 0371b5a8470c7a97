// What the tests of our pages share: a browser, and pages on which any complaint fails the test.
// Usage: node TEST.mjs BASE_URL [SCREENSHOT_FOLDER]
// The browser is CHROMIUM, or Debian's. The gateway has to be running.
import assert from 'node:assert/strict';
import {mkdir} from 'node:fs/promises';
import {chromium} from 'playwright-core';

export const [base, shots = '.'] = process.argv.slice(2);
assert.ok(base, 'the first argument is the base URL of a running gateway');
await mkdir(shots, {recursive: true});

const FLAGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/** A page that notes what the browser complains of, which paths it asks for, and whether it asks elsewhere. */
export async function open(browser, path, settings = {}, from = base) {
  const context = await browser.newContext({viewport: {width: 1000, height: 900}, ...settings});
  const page = await context.newPage();
  page.complaints = [];
  page.paths = new Set();
  page.on('console', line => ['error', 'warning'].includes(line.type()) && page.complaints.push(line.text()));
  page.on('pageerror', error => page.complaints.push(String(error)));
  page.on('request', request => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== new URL(from).origin) {
      page.complaints.push('request to ' + url.origin);
    }
    page.paths.add(url.pathname);
  });
  await page.goto(from + path);
  return page;
}

export async function done(page) {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

/** The choices that the page keeps in its address. */
export const link = page => Object.fromEntries(new URL(page.url()).searchParams);

export const fitsSideways = page => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

export async function run(...tests) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', chromiumSandbox: false, args: FLAGS});
  try {
    for (const test of tests) {
      await test(browser);
      console.log('ok', test.name);
    }
  } finally {
    await browser.close();
  }
}

// Asks a running Prometheus every expression of the dashboards and alerts.
// Usage: node expressions.mjs GATEWAY_URL PROMETHEUS_URL. The first round of load.mjs is over, and its figures are scraped.
// A dashboard's expression has to give a number, and not just the zero that stands for counters that are not born yet.
// An alert's has to be understood, and every series that it looks at has to be there.
import {readFileSync, readdirSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {round} from './load.mjs';

const DASHBOARDS = new URL('../../../docker/grafana/dashboards/', import.meta.url);
const SCRAPE_TRIES = 120;

/** As Grafana would fill them in with "All" chosen everywhere. Whatever is unknown here stays, and fails. */
const VALUES = {__rate_interval: '1m', __interval: '5s', __range: '5m'};

const [gateway, prometheus] = process.argv.slice(2);

async function ask(path, parameters) {
  const answer = await fetch(`${prometheus}/api/v1/${path}?${new URLSearchParams(parameters)}`,
    {signal: AbortSignal.timeout(30_000)});
  const {status, error, data} = await answer.json();
  if (status !== 'success') {
    throw new Error(error);
  }
  return data;
}

/** Waits until every target was read whole, twice, after now. */
async function scrapedTwice() {
  const seen = new Map();
  const start = Date.now();
  for (let left = SCRAPE_TRIES; left > 0; left--) {
    const {activeTargets} = await ask('targets', {state: 'active'});
    for (const {scrapePool, scrapeUrl, health, lastScrape, lastError} of activeTargets) {
      const target = seen.get(scrapePool) ?? {url: scrapeUrl, times: new Set()};
      target.error = lastError;
      if (health === 'up' && Date.parse(lastScrape) > start) {
        target.times.add(lastScrape);
      }
      seen.set(scrapePool, target);
    }
    if (seen.size > 0 && [...seen.values()].every(({times}) => times.size >= 2)) {
      return;
    }
    await sleep(250);
  }
  // Not the end: what was not scraped shows as expressions without data, all of them in one list.
  for (const {url, times, error} of seen.values()) {
    if (times.size < 2) {
      console.log('not scraped', url, error);
      failures.push(`${url} could not be scraped: ${error}`);
    }
  }
}

function filled(expression, variables) {
  return expression.replace(/\$\{?([A-Za-z_]\w*)\}?/g, (whole, name) => VALUES[name] ?? variables[name] ?? whole);
}

/** How many numbers an expression gives now. */
async function numbers(expression) {
  await ask('query', {query: expression});
  const {result} = await ask('query', {query: expression.replaceAll(' or vector(0)', '')});
  return result.filter(({value}) => Number.isFinite(Number(value[1]))).length;
}

/** How many numbers the scarcest series of an alert has. */
async function series(expression) {
  await ask('query', {query: expression});
  const selectors = expression.match(/\b(stepgate_\w+|up)\b(\{[^}]*\})?/g) ?? [];
  return Math.min(...await Promise.all(selectors.map(numbers)));
}

async function labelValues(query) {
  const [, metric, label] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? [];
  if (!metric) {
    throw new Error('no label_values(metric, label)');
  }
  return (await ask(`label/${label}/values`, {'match[]': metric})).length;
}

const failures = [];
let asked = 0;

async function check(where, expression, count, needed) {
  asked++;
  let found;
  try {
    found = /\$[A-Za-z_{]/.test(expression) ? 'an unknown variable' : await count(expression);
  } catch (refused) {
    found = refused.message;
  }
  const good = typeof found === 'number' && found >= needed;
  console.log(good ? 'ok    ' : 'FAILED', where, found === 0 && needed > 0 ? 'gives nothing' : found);
  if (!good) {
    failures.push(`${where} (${found}): ${expression}`);
  }
}

function* panels(list) {
  for (const panel of list) {
    yield panel;
    yield* panels(panel.panels ?? []);
  }
}

async function checkDashboard(dashboard) {
  const queries = dashboard.templating.list.filter(({type}) => type === 'query');
  const variables = Object.fromEntries(queries.map(({name, allValue}) => [name, allValue]));
  for (const {name, query} of queries) {
    await check(`${dashboard.uid}, variable ${name}`, filled(query.query, variables), labelValues, 1);
  }
  for (const {title, targets = []} of panels(dashboard.panels)) {
    for (const {refId, expr} of targets) {
      await check(`${dashboard.uid}, ${title}, ${refId}`, filled(expr, variables), numbers, 1);
    }
  }
  for (const {name, target} of dashboard.annotations.list) {
    await check(`${dashboard.uid}, annotation ${name}`, filled(target.expr, variables), numbers, 0);
  }
}

await scrapedTwice();
// A rate needs a figure that has grown since Prometheus saw it first.
await round(gateway);
await scrapedTwice();

for (const file of readdirSync(DASHBOARDS).sort()) {
  await checkDashboard(JSON.parse(readFileSync(new URL(file, DASHBOARDS), 'utf8')));
}
for (const {rules} of (await ask('rules', {type: 'alert'})).groups) {
  for (const {name, query} of rules) {
    await check(`alert ${name}`, query, series, 1);
  }
}

console.log(`${asked} expressions, ${failures.length} failures`);
if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exit(1);
}

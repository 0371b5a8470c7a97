'use strict';
// First part of the page's script: what it shows, and how.

const WINDOWS = ['1m', '5m', '15m', '1h'];
const PHASES = {waiting: 'Waiting', reasoning: 'Reasoning', answer: 'Answer', tool: 'Tool call'};
const KEEP_MS = 300000;
const family = (name, key, parts) => parts.map(part => [`${part} ${name} (ms)`, `${part.toLowerCase()}_${key}_ms`]);
const GROUPS = [
  ['Throughput', [['Successful requests', 'completed'], ['Benchmark duration (s)', 'duration'],
    ['Total input tokens', 'total_input_tokens'], ['Total input text tokens', 'total_input_text_tokens'],
    ['Total generated tokens', 'total_output_tokens'],
    ['Total generated tokens (retokenized)', 'total_output_tokens_retokenized'],
    ['Request throughput (req/s)', 'request_throughput'], ['Input token throughput (tok/s)', 'input_throughput'],
    ['Output token throughput (tok/s)', 'output_throughput'],
    ['Peak output token throughput (tok/s)', 'max_output_tokens_per_s'],
    ['Peak concurrent requests', 'max_concurrent_requests'], ['Total token throughput (tok/s)', 'total_throughput'],
    ['Concurrency', 'concurrency']]],
  ['End-to-End Latency', family('E2E Latency', 'e2e_latency', ['Mean', 'Median', 'P90', 'P99'])],
  ['Time to First Token', family('TTFT', 'ttft', ['Mean', 'Median', 'P99'])],
  ['Time per Output Token (excl. 1st token)', family('TPOT', 'tpot', ['Mean', 'Median', 'P99'])],
  ['Inter-Token Latency', family('ITL', 'itl', ['Mean', 'Median', 'P95', 'P99', 'Max'])]];
const CHARTS = [
  {title: 'TTFT', unit: 'ms', lines: [['Median', 'median_ttft_ms'], ['P99', 'p99_ttft_ms']]},
  {title: 'ITL', unit: 'ms', lines: [['Median', 'median_itl_ms'], ['P99', 'p99_itl_ms']]},
  {title: 'Output', unit: 'tok/s', lines: [['Mean', 'output_throughput']]},
  {title: 'Concurrency', unit: '', lines: [['Mean', 'concurrency'], ['In flight', 'in_flight']]}];
const WIDE = 300;
const HIGH = 56;

const byId = id => document.getElementById(id);
const body = name => document.querySelector(`#${name} tbody`);
const asked = new URLSearchParams(location.search);
let span = WINDOWS.includes(asked.get('window')) ? asked.get('window') : '5m';
let model = asked.get('model') ?? '';
const points = new Map();
const cells = [];
let shown, seed, seedTrouble = '';

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function shape(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

/** Leaves alone what says it already, so that a selected text stays selected. */
function write(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

function tell(node, text) {
  write(node, text);
  node.hidden = text === '';
}

const FORMATS = [0, 1, 2].map(places =>
  new Intl.NumberFormat('en', {minimumFractionDigits: places, maximumFractionDigits: places}));
const known = value => value !== null && value !== undefined;
const number = (value, places) => known(value) ? FORMATS[places].format(value) : '–';
const isCount = key => key === 'completed' || key === 'in_flight' || key.startsWith('total_') && key.includes('_tokens')
  || key === 'max_concurrent_requests';
const figure = (key, value) => number(value, isCount(key) ? 0 : 2);
const clock = () => new Date(shown.time).toLocaleTimeString();

function build() {
  byId('windows').append(...WINDOWS.map(word => element('label', {},
    element('input', {type: 'radio', name: 'window', value: word, checked: word === span}), element('span', {}, word))));
  byId('compare').checked = asked.get('compare') === 'seed';
  for (const [phase, name] of Object.entries(PHASES)) {
    document.querySelector('#phases ul').append(element('li', {className: phase}, name + ' ', element('b', {id: 'of-' + phase}, '–')));
    document.querySelector('#phases svg').append(shape('rect', {class: phase, height: 1, width: 0}));
  }
  byId('empty').before(...CHARTS.map(chart));
  byId('outcomes').before(...GROUPS.map(group));
}

function chart(one) {
  one.paths = one.lines.map((line, i) => shape('path', {class: i ? 'second' : 'first'}));
  one.values = one.lines.map(() => element('b', {}, '–'));
  one.most = element('span', {className: 'quiet'});
  const svg = shape('svg', {viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: 'none', 'aria-hidden': true});
  svg.append(...one.paths);
  const keys = one.lines.map(([name], i) => element('span', {className: i ? 'key second' : 'key'}, name + ' ', one.values[i]));
  return element('section', {className: 'card chart'},
    element('div', {className: 'top'}, element('h2', {}, one.title + (one.unit && ` (${one.unit})`)), one.most), svg,
    element('div', {className: 'top'}, ...keys));
}

function group([title, rows]) {
  const head = element('thead', {hidden: true}, element('tr', {}, ...['Figure', 'Live', 'Published', 'Ratio'].map(name =>
    element('th', {scope: 'col'}, name))));
  const lines = rows.map(([name, key]) => {
    const row = {key, live: element('td', {}, '–'), seed: element('td', {className: 'seed', hidden: true}),
      ratio: element('td', {className: 'seed', hidden: true})};
    cells.push(row);
    return element('tr', {}, element('th', {scope: 'row'}, name), row.live, row.seed, row.ratio);
  });
  return element('section', {className: 'card group'}, element('table', {},
    element('caption', {}, title), head, element('tbody', {}, ...lines)));
}

/** Remembers what the charts need of each model, for as long as they reach back. */
function keep(now) {
  for (const [name, {report}] of [['', now.all], ...Object.entries(now.models)]) {
    const point = {time: now.time};
    for (const key of CHARTS.flatMap(one => one.lines.map(line => line[1]))) {
      point[key] = report.completed > 0 ? report[key] : null;
    }
    // What is in flight is not known by model.
    point.in_flight = name === '' ? now.in_flight : null;
    const line = points.get(name) ?? [];
    points.set(name, line);
    line.push(point);
    while (line[0].time < now.time - KEEP_MS) {
      line.shift();
    }
  }
}

function draw(one, line) {
  const reach = Math.min(KEEP_MS, Math.max(60000, shown.time - (line[0]?.time ?? shown.time)));
  const most = Math.max(0, ...line.flatMap(point => one.lines.map(([, key]) => point[key] ?? 0)));
  tell(one.most, most > 0 ? `up to ${number(most, most < 100 ? 1 : 0)} in ${Math.ceil(reach / 60000)} min` : '');
  one.lines.forEach(([, key], i) => {
    let path = '';
    let last = -Infinity;
    for (const point of line) {
      if (known(point[key])) {
        const x = (WIDE * (1 - (shown.time - point.time) / reach)).toFixed(1);
        const y = (HIGH * (1 - point[key] / (most || 1))).toFixed(1);
        // Where nothing was heard for a while, nothing is drawn.
        path += point.time - last > 3 * shown.interval_ms + 1000 ? `M${x} ${y}h.1` : `L${x} ${y}`;
        last = point.time;
      }
    }
    one.paths[i].setAttribute('d', path);
    const now = line.at(-1)?.[key];
    write(one.values[i], number(now, isCount(key) ? 0 : now < 10 ? 2 : 1));
  });
}

function drawPhases() {
  const total = Object.keys(PHASES).reduce((sum, phase) => sum + shown.streams[phase], 0);
  let from = 0;
  for (const phase of Object.keys(PHASES)) {
    const width = total > 0 ? 100 * shown.streams[phase] / total : 0;
    const rect = document.querySelector('rect.' + phase);
    rect.setAttribute('x', from);
    rect.setAttribute('width', width);
    from += width;
    write(byId('of-' + phase), number(shown.streams[phase], 0));
  }
}

function showFigures(report) {
  const reference = seed?.reference;
  byId('groups').classList.toggle('compared', Boolean(reference));
  for (const head of document.querySelectorAll('.group thead')) {
    head.hidden = !reference;
  }
  for (const {key, live, seed: there, ratio} of cells) {
    const value = report?.completed > 0 || key === 'completed' ? report?.[key] : null;
    const published = seed?.figures[key]?.seed;
    write(live, figure(key, value));
    write(there, figure(key, published));
    write(ratio, published > 0 && known(value) ? number(value / published, 2) + '×' : '–');
    there.hidden = ratio.hidden = !reference;
  }
  tell(byId('note'), seedTrouble || (reference ? `Published is the run with max concurrency ${reference.max_concurrency},`
    + ` the nearest to this traffic; the ratio is live to published. ${reference.note}` : ''));
}

/** Rows are made anew only when they say something else. */
function fill(name, rows) {
  const text = JSON.stringify(rows);
  if (body(name).said !== text) {
    body(name).said = text;
    body(name).replaceChildren(...rows.map(([head, ...others]) => element('tr', {},
      element('th', {scope: 'row'}, ...part(head)), ...others.map(other => element('td', {className: other.left ?? ''}, ...part(other))))));
  }
}

/** A cell: a text, or a text with something less important below it. */
function part(cell) {
  return cell.text === undefined ? [cell]
    : [element('span', {className: cell.mark ?? ''}, cell.text), ...(cell.below ? [element('br'), element('small', {}, cell.below)] : [])];
}

function showTables(outcomes) {
  fill('backends', shown.backends.length === 0 ? [['none is configured', '', '', '']] : shown.backends.map(each => [
    {text: each.name, below: each.models.join(', ')},
    {text: each.state.replace('_', ' '), mark: 'state ' + each.state, left: 'left',
      below: each.last_error && (each.state === 'ready' ? 'before: ' : '') + each.last_error},
    number(each.in_flight, 0), number(each.weight, 0)]));
  const rows = Object.entries(outcomes ?? {}).map(([word, {count, per_second: rate}]) => [word, number(count, 0), number(rate, 2)]);
  fill('outcomes', rows.length === 0 ? [['none yet', '–', '–']] : rows);
}

function showModels() {
  const names = Object.keys(shown.models);
  if (model !== '' && !names.includes(model)) {
    names.push(model);
  }
  const select = byId('model');
  if (names.join('\n') !== [...select.options].slice(1).map(option => option.value).join('\n')) {
    select.replaceChildren(select.options[0], ...names.map(name => element('option', {value: name}, name)));
  }
  select.value = model;
}

function render() {
  if (!shown) {
    return;
  }
  const {report, outcomes} = (model === '' ? shown.all : shown.models[model]) ?? {};
  write(byId('time'), clock());
  write(byId('inflight'), number(shown.in_flight, 0));
  const ready = shown.backends.filter(each => each.state === 'ready').length;
  write(byId('ready'), `${ready} of ${shown.backends.length}`);
  byId('ready').parentElement.className = ready < shown.backends.length ? 'bad' : '';
  showModels();
  drawPhases();
  const line = points.get(model) ?? [];
  CHARTS.forEach(one => draw(one, line));
  showFigures(report);
  showTables(outcomes);
  tell(byId('empty'), !shown.observing ? 'This gateway does not observe its traffic: stepgate.ops.observe is false.'
    : !report ? `No backend serves the model ${model}, and it had no traffic.`
    : report.completed === 0 ? `No finished request in the window of ${span} yet.` : '');
}

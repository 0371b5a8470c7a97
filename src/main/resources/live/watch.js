// Second part of the page's script: where it has that from, and what is chosen.

const HIDDEN_MS = 60000;
const RETRY_MS = 5000;
const COMPARE_MS = 10000;
let source, retry, hiding, comparing, turn = 0, heard = 0;

/** live, stale, paused: one word for the pill, and what there is to say of it. */
function state(word, text) {
  document.documentElement.className = word === 'live' ? 'fresh' : 'stale';
  document.title = word === 'live' ? 'Stepgate live' : `${word} – Stepgate`;
  write(byId('pill'), word);
  // Never hidden: a reader of screens is told only of changes in what it could see before.
  write(byId('said'), text);
}

function stale() {
  state('stale', shown ? `Connection lost: these figures are of ${clock()}. Trying again.` : 'The gateway does not answer. Trying again.');
}

function hear(message) {
  shown = JSON.parse(message.data);
  heard = performance.now();
  keep(shown);
  state('live', '');
  render();
}

function connect() {
  clearTimeout(retry);
  source?.close();
  heard = performance.now();
  source = new EventSource('live/events?window=' + span);
  source.onmessage = hear;
  source.onerror = () => {
    stale();
    // The browser comes back by itself, but not after a refusal.
    if (source.readyState === EventSource.CLOSED) {
      clearTimeout(retry);
      retry = setTimeout(connect, RETRY_MS);
    }
  };
}

/** A network that is gone says nothing, not even that. */
function watch() {
  if (source?.readyState === EventSource.OPEN && performance.now() - heard > 3 * (shown?.interval_ms ?? 1000) + 2000) {
    stale();
    connect();
  }
}

/** What nobody looks at shall cost nothing: a gateway has few places, a browser few connections. */
function look() {
  clearTimeout(hiding);
  if (document.hidden) {
    hiding = setTimeout(() => {
      clearTimeout(retry);
      source.close();
      source = null;
      state('paused', 'Paused while nobody looked.');
    }, HIDDEN_MS);
  } else if (!source) {
    connect();
  }
}

async function compare() {
  clearTimeout(comparing);
  const mine = ++turn;
  let found;
  let trouble = '';
  if (byId('compare').checked && !document.hidden) {
    const query = new URLSearchParams({window: span, compare: 'seed'});
    if (model !== '') {
      query.set('model', model);
    }
    try {
      const answer = await fetch('benchmark/report?' + query);
      const json = await answer.json();
      found = json.comparison;
      trouble = json.error?.message ?? '';
    } catch (failure) {
      trouble = 'The published run could not be fetched: ' + failure.message;
    }
  }
  // Answers may overtake each other; only the last choice counts.
  if (mine === turn) {
    [seed, seedTrouble] = [found, trouble];
    render();
    if (byId('compare').checked) {
      comparing = setTimeout(compare, COMPARE_MS);
    }
  }
}

function choose() {
  const choice = document.querySelector('#windows input:checked').value;
  model = byId('model').value;
  if (choice !== span) {
    span = choice;
    points.clear();
    connect();
  }
  const query = new URLSearchParams({window: span});
  if (model !== '') {
    query.set('model', model);
  }
  if (byId('compare').checked) {
    query.set('compare', 'seed');
  }
  history.replaceState(null, '', '?' + query);
  render();
  compare();
}

build();
byId('choices').addEventListener('submit', submitted => submitted.preventDefault());
byId('choices').addEventListener('change', choose);
document.addEventListener('visibilitychange', look);
setInterval(watch, 1000);
connect();
compare();

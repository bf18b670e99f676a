// The scorecards being made: their figures change in place; where a state changed, the server's own HTML takes over.

import { say, send, swap } from './shell.js';

const PAUSE = 2000;

function figures(section, jobs) {
  for (const { id, done, total, words } of jobs) {
    const bar = section.querySelector(`[data-bar="${id}"]`);
    const place = section.querySelector(`[data-words="${id}"]`);
    if (bar) Object.assign(bar, { max: total || 1, value: done });
    if (place && place.textContent !== words) place.textContent = words;
  }
}

/* The cursor stays on what it was on, also in the fresh HTML; a group that is being chosen stays chosen. */
function renew(section, { states, jobs, html }) {
  const before = new Set(section.dataset.states.split(' '));
  const held = section.contains(document.activeElement) ? document.activeElement.id : '';
  const group = section.querySelector('select')?.value;
  const fresh = swap('papers', html);
  const choice = fresh.querySelector('select');
  if (choice && [...choice.options].some((one) => one.value === group)) choice.value = group;
  if (held) (document.getElementById(held) ?? fresh.querySelector('.btn'))?.focus({ preventScroll: true });
  const changed = states.split(' ').filter((one) => !before.has(one)).map((one) => Number(one.split(':')[0]));
  say(jobs.filter((one) => changed.includes(one.id)).map((one) => one.said).join('；'));
}

async function look() {
  const section = document.getElementById('papers');
  if (!section?.dataset.watch) return;
  const { ok, status, data } = await send(section.dataset.watch, { method: 'GET' });
  if (ok && data.states === section.dataset.states) figures(section, data.jobs);
  else if (ok) renew(section, data);
  else if (status >= 400 && status < 500) { say(data.error, 'need'); return; }
  setTimeout(look, ok ? PAUSE : PAUSE * 5);
}

setTimeout(look, PAUSE);

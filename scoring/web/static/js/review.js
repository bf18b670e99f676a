// The bench: keys for next, previous and confirm, used reasons at a press, points shown before a correction is saved.

import { send, say } from './shell.js';

const form = document.getElementById('ruling');
const confirming = document.getElementById('confirm');
const shown = document.getElementById('preview');
let dirty = false;
let leaving = false;
let asking = null;
let timer = 0;

function go(where) {
  const link = document.querySelector(`[data-go="${where}"]`);
  if (link) link.click();
  else if (document.querySelector('.bench')) say(where === 'next' ? '已经是最后一项。' : '已经是第一项。');
}

const keys = {
  j: () => go('next'), ArrowRight: () => go('next'),
  k: () => go('previous'), ArrowLeft: () => go('previous'),
  c: () => confirming && !leaving && confirming.requestSubmit(),
};

/* A key is a command only where nothing can be typed or chosen with it. */
function pressed(event) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest('input, textarea, select, [contenteditable], dialog')) return;
  const command = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!command) return;
  event.preventDefault();
  command();
}

function reuse(event) {
  const button = event.target.closest('[data-reason]');
  const reason = button && form?.elements.reason;
  if (!reason) return;
  reason.value = reason.value.trim() ? `${reason.value.trim()}\n${button.dataset.reason}` : button.dataset.reason;
  reason.focus();
  touched();
}

function touched() {
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(preview, 250);
}

/* What the correction would make of the points, asked of the server's own engine. */
async function preview() {
  asking?.abort();
  asking = new AbortController();
  const body = new FormData(form);
  body.set('kind', 'corrected');
  const answer = await send(form.dataset.preview, { form: new URLSearchParams(body), signal: asking.signal });
  if (answer.status === -1) return;
  const empty = answer.data.path?.[0] === 'facts';   // nothing filled in yet: nothing to say
  shown.replaceChildren(...(answer.ok ? told(answer.data) : empty ? [] : [line(answer.data.error, 'quiet')]));
}

function told(data) {
  if (data.kind === 'confirmed') return [line('与填报相同，保存后按确认记录。', 'quiet')];
  const points = /^-?[0-9.]+$/.test(data.points) ? `${data.points} 分` : data.points;
  const head = line('', 'preview-points');
  head.append('保存后 ', Object.assign(document.createElement('b'), { textContent: points }));
  if (data.max) head.append(`，满分 ${data.max} 分`);
  const before = /^-?[0-9.]+$/.test(data.before) ? `${data.before} 分` : data.before;
  if (before !== points) head.append(`，自评 ${before}`);
  const steps = Object.assign(document.createElement('ol'), { className: 'steps' });
  for (const text of data.steps) steps.append(Object.assign(document.createElement('li'), { textContent: text }));
  return [head, steps];
}

function line(text, tone) {
  return Object.assign(document.createElement('p'), { textContent: text, className: tone });
}

document.addEventListener('keydown', pressed);
document.addEventListener('click', reuse);
document.addEventListener('submit', (event) => {
  if (leaving) { event.preventDefault(); return; }   // a second press while the first is on its way
  if (event.target === confirming && dirty) {
    event.preventDefault();
    dirty = false;
    say('你写了更正，还没有保存；要放弃更正、确认填报，请再按一次。', 'need');
    return;
  }
  leaving = true;
});
addEventListener('pageshow', () => { leaving = false; });
addEventListener('beforeunload', (event) => { if (dirty && !leaving) event.preventDefault(); });
/* The boxes of a register stand beside the form and belong to it. */
document.addEventListener('input', (event) => { if (form && event.target.form === form) touched(); });
if (document.querySelector('#ruling .field-error, .conflict')) touched();   // what was refused is still unsaved
if (!document.getElementById('form-errors')) document.querySelector('.bench [aria-invalid="true"]')?.focus();

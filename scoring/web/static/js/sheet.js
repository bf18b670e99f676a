// The sheet: each leaf saves itself, shows what the server's engine makes of it, and keeps what could not be saved.

import { send, say, swap } from './shell.js';

const sheet = document.getElementById('sheet');
const DRAFT = `draft:${sheet.dataset.actor}:${location.pathname}:`;
const PAUSE = 1500;
const AGAIN = 10000;
const NONE = 'none-of-them';
const states = new WeakMap();
let leaving = false;    // signing out: nothing is kept any more
let reloading = false;  // the answer asks other leaves now: what is typed elsewhere comes back from its drafts
const PLACE = `place:${location.pathname}`;

/** What a form holds, as it is sent; without the token, which travels in a header. */
function body(form) {
  const data = new FormData(form);
  data.delete('csrf_token');
  return data;
}

/** The same as comparable text, without the version. */
function words(form) {
  const data = body(form);
  data.delete('version');
  return new URLSearchParams(data).toString();
}

const stateOf = (form) => states.get(form);
const part = (form, name) => document.getElementById(`${form.dataset.leaf}-${name}`);

// ── drafts: typed text outlives a reload until it is saved ──────────────────

function keep(form) {
  if (leaving) return;
  const data = body(form);
  const kept = { version: form.elements.version.value, fields: [...data].filter(([name]) => name !== 'version') };
  try { sessionStorage.setItem(DRAFT + form.dataset.leaf, JSON.stringify(kept)); } catch { /* full: the page still has it */ }
}

const forget = (form) => sessionStorage.removeItem(DRAFT + form.dataset.leaf);

function restore(form) {
  const text = sessionStorage.getItem(DRAFT + form.dataset.leaf);
  if (!text) return;
  const { version, fields } = JSON.parse(text);
  const given = new Map();
  for (const [name, value] of fields) given.set(name, [...(given.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || control.name === 'csrf_token' || control.type === 'submit') continue;
    const values = given.get(control.name) ?? [];
    if (control.name === 'version') control.value = version;
    else if (control.type === 'checkbox' || control.type === 'radio') control.checked = values.includes(control.value);
    else if (values.length) control.value = values[0];
  }
  save(form);
}

// ── saying how it stands ────────────────────────────────────────────────────

function told(form, sentence, tone = 'quiet') {
  const line = part(form, 'saved');
  line.dataset.tone = tone;
  line.textContent = sentence;
  form.toggleAttribute('data-failed', tone === 'need');
}

function clearErrors(form) {
  for (const one of form.querySelectorAll('.field-error')) one.remove();
  for (const one of form.querySelectorAll('[aria-invalid]')) {
    one.removeAttribute('aria-invalid');
    const left = (one.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && document.getElementById(id));
    if (left.length) one.setAttribute('aria-describedby', left.join(' ')); else one.removeAttribute('aria-describedby');
  }
}

function complain(form, at, sentence) {
  const place = document.getElementById(at);
  const field = place && form.contains(place) ? place.closest('.field') ?? place : form.querySelector('.field');
  const line = document.createElement('div');
  line.className = 'field-error';
  line.id = `${place && form.contains(place) ? at : form.dataset.leaf}-error`;
  line.textContent = sentence;
  field.append(line);
  for (let fold = field.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  const control = place?.matches('input,select,textarea') ? place : null;
  control?.setAttribute('aria-invalid', 'true');
  control?.setAttribute('aria-describedby', [control.getAttribute('aria-describedby'), line.id].filter(Boolean).join(' '));
  told(form, '没有保存，请看上面的提示；填过的内容还在。', 'need');
}

/** Puts the server's own HTML in place; folds that were open stay open. */
function put(id, html) {
  const old = document.getElementById(id);
  if (!old || old.outerHTML === html.trim()) return;
  const open = [...old.querySelectorAll('details')].map((fold) => fold.open);
  const fresh = swap(id, html);
  fresh.querySelectorAll('details').forEach((fold, n) => { if (open[n]) fold.open = true; });
}

function reckon(data) {
  for (const [id, html] of Object.entries(data.html ?? {})) put(id, html);
  for (const { id, words: progress, done } of data.sections ?? []) {
    const place = document.getElementById(id);
    if (!place) continue;
    place.textContent = progress;
    place.classList.toggle('done', done);
  }
}

// ── saving ──────────────────────────────────────────────────────────────────

/** Whether the clerk is plainly in the middle of it: some figures of one leaf typed, others not yet. */
function halfway(form) {
  if (!form.contains(document.activeElement)) return false;
  if (form.elements.claimed?.checked && !form.elements.claim.value.trim()) return true;
  const figures = [...form.querySelectorAll('input[name^="fact-"]:not([type=checkbox]):not([type=radio])')]
    .filter((one) => !one.closest('.field-row'));
  for (const rate of form.querySelectorAll('.field-row.rate')) {
    const [, done, of] = rate.querySelectorAll('input');
    if ((done.value.trim() === '') !== (of.value.trim() === '')) return true;
  }
  const filled = figures.filter((one) => one.value.trim() !== '');
  return filled.length > 0 && filled.length < figures.length;
}

function soon(form, pause) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => { if (!halfway(form)) save(form); }, pause);
}

async function save(form, clear = false) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (state.conflict || !form.isConnected) return;   // a form that was replaced has nothing more to say
  if (state.busy) { state.again = true; return; }
  const now = words(form);
  if (!clear && now === state.saved) { settled(form); return; }
  const torn = [...form.elements].find((one) => one.validity?.badInput);
  if (torn) { clearErrors(form); complain(form, torn.id, '日期没有填完整，请补全年月日。'); return; }
  state.busy = true;
  const data = body(form);
  if (clear) data.set('clear', '1');
  const answer = await send(form.action, { form: new URLSearchParams(data) });
  state.busy = false;
  if (answer.ok) done(form, now, answer.data, clear);
  else refused(form, answer);
  if (state.again) { state.again = false; if (words(form) !== now) save(form); }
}

/** The form again holds what is already kept: nothing to send, and no complaint may stay. */
function settled(form) {
  forget(form);
  if (!form.hasAttribute('data-failed')) return;
  clearErrors(form);
  told(form, '改回了原来的内容，不用再保存。');
  if (!document.querySelector('.leaf-form[data-failed]')) say('');
}

function done(form, now, data, clear) {
  stateOf(form).saved = now;
  form.elements.version.value = data.version;
  for (const one of document.querySelectorAll(`[data-version-of="${form.dataset.leaf}"]`)) one.value = data.version;
  clearErrors(form);
  reckon(data);
  if (data.reload) { if (words(form) === now) forget(form); else keep(form); again(form); return; }
  if (clear) { replace(form); return; }
  form.querySelector('.clear').hidden = false;
  if (words(form) === now) forget(form); else keep(form);
  told(form, data.saved_at);
  if (!document.querySelector('.leaf-form[data-failed]')) say('');
}

/** Loads the page anew because other leaves are asked now; the leaf stays where it is on the screen. */
function again(form) {
  for (const other of forms()) if (other !== form && words(other) !== stateOf(other).saved) keep(other);
  const leaf = document.getElementById(form.dataset.leaf);
  const focus = document.activeElement?.id ?? '';
  sessionStorage.setItem(PLACE, JSON.stringify({ leaf: leaf.id, top: leaf.getBoundingClientRect().top, focus }));
  reloading = true;
  history.scrollRestoration = 'manual';   // the browser would put back its own idea of the place, before or after us
  location.reload();
}

/** After such a reload: the leaf where it was, the cursor where it was. */
function back() {
  history.scrollRestoration = 'auto';
  const text = sessionStorage.getItem(PLACE);
  if (!text) return;
  sessionStorage.removeItem(PLACE);
  const { leaf, top, focus } = JSON.parse(text);
  const place = document.getElementById(leaf);
  if (!place) return;
  document.getElementById(focus)?.focus({ preventScroll: true });
  scrollTo({ top: scrollY + place.getBoundingClientRect().top - top, behavior: 'instant' });
  say('按你刚才填的，要填的项目有变化，页面已更新。');
}

function refused(form, { status, data }) {
  keep(form);
  clearErrors(form);
  if (status === 409 && data.theirs !== undefined) { choose(form, data); return; }
  if (status === 422) { complain(form, data.at, data.error); return; }
  told(form, `没有保存：${data.error}`, 'need');
  if (status === 0 || status === 503) stateOf(form).timer = setTimeout(() => save(form), AGAIN);
}

function choose(form, { mine, theirs, who, when, version }) {
  const state = stateOf(form);
  const box = part(form, 'conflict');
  state.conflict = true;
  const value = (title, text) => {
    const list = document.createElement('dl');
    list.append(Object.assign(document.createElement('dt'), { textContent: title }),
      Object.assign(document.createElement('dd'), { textContent: text }));
    return list;
  };
  const button = (title, act) => {
    const made = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-sm', textContent: title });
    made.addEventListener('click', act);
    return made;
  };
  const line = document.createElement('p');
  line.append(Object.assign(document.createElement('b'), { textContent: `${who || '另一个人'}在 ${when} 改过这一项。` }), '两个都留着，选一个。');
  const acts = document.createElement('p');
  acts.className = 'actions';
  acts.append(
    button('用我的', () => { state.conflict = false; box.hidden = true; form.elements.version.value = version; save(form); }),
    button('用对方的', () => replace(form)));
  box.replaceChildren(line, value('你填的', mine), value('现在存着的', theirs), acts);
  box.hidden = false;
  told(form, '还没有保存，请在上面选一个。', 'need');
  say('有一项两个人都改过，请选用哪一个。', 'need');
}

/** The leaf as the server has it, in place of what is on the page. */
async function replace(form) {
  const answer = await send(form.action, { method: 'GET' });
  if (!answer.ok) { told(form, `没有读到最新内容：${answer.data.error}`, 'need'); return; }
  forget(form);
  const fresh = swap(form.dataset.leaf, answer.data.block);
  reckon({ sections: answer.data.sections, html: { rail: answer.data.html.rail, 'sheet-bar': answer.data.html['sheet-bar'] } });
  const next = fresh.querySelector('form.leaf-form');
  if (next) { prepare(next); (next.querySelector('input:not([type=hidden]),select,textarea') ?? fresh).focus(); }
  for (const button of fresh.querySelectorAll('.evidence-send')) button.hidden = true;
}

// ── listening ───────────────────────────────────────────────────────────────

/** What cannot both hold is undone at once: "一项也没有" and a tick, a date and "没有完成". */
function exclude(form, target) {
  if (target.type === 'checkbox' && target.checked && target.name.startsWith('fact-')) {
    for (const one of form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(target.name)}"]`)) {
      if (one !== target && (one.value === NONE || target.value === NONE)) one.checked = false;
    }
    if (target.name.endsWith('-not_done')) for (const day of target.closest('.field-row').querySelectorAll('input[type=date]')) day.value = '';
  }
  if (target.type === 'date' && target.value) {
    for (const box of target.closest('.field-row')?.querySelectorAll('input[type=checkbox]') ?? []) box.checked = false;
  }
}

function prepare(form) {
  states.set(form, { saved: words(form), busy: false, again: false, conflict: false, timer: 0 });
  form.addEventListener('input', () => { keep(form); soon(form, PAUSE); });
  form.addEventListener('change', (event) => { exclude(form, event.target); keep(form); soon(form, 0); });
  form.addEventListener('focusout', (event) => { if (!form.contains(event.relatedTarget)) setTimeout(() => save(form), 0); });
  form.addEventListener('keydown', (event) => { if (event.key === 'Enter' && event.target.matches('input')) save(form); });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    save(form, event.submitter?.name === 'clear');
  });
  restore(form);
}

const forms = () => [...document.querySelectorAll('form.leaf-form')];
forms().forEach(prepare);
back();

addEventListener('beforeunload', (event) => {
  if (!reloading && forms().some((form) => stateOf(form).busy || words(form) !== stateOf(form).saved)) event.preventDefault();
});
addEventListener('online', () => forms().filter((form) => form.hasAttribute('data-failed')).forEach((form) => save(form)));
document.addEventListener('submit', (event) => { if (event.target.matches('form[action$="/sign-out"]')) leaving = true; }, true);
document.addEventListener('evidence:changed', async (event) => {
  const answer = await send(`${sheet.dataset.progress}?leaf=${encodeURIComponent(event.detail.leaf)}`, { method: 'GET' });
  if (answer.ok) reckon(answer.data);
});

const tree = new Map([...document.querySelectorAll('.sheet-tree > details > ol > li > a')].map((link) => [link.hash.slice(1), link]));
const watch = new IntersectionObserver((seen) => {
  for (const one of seen) {
    if (!one.isIntersecting) continue;
    for (const [id, link] of tree) { if (id === one.target.id) link.setAttribute('aria-current', 'true'); else link.removeAttribute('aria-current'); }
  }
}, { rootMargin: '-10% 0px -80% 0px' });
document.querySelectorAll('.sheet-section').forEach((section) => watch.observe(section));

// Evidence on a sheet: several files at once by drop or choice, a bar for each, links, taking off; lists change in place.

import { send, upload, say, swap } from './shell.js';

const waiting = [];
let busy = false;

/** The block an element belongs to. */
const blockOf = (element) => element.closest('.evidence-block');

function put(block, data) {
  const shelf = swap(block.dataset.evidence, data.html);
  document.dispatchEvent(new CustomEvent('evidence:changed', { detail: { leaf: block.dataset.leafId, count: data.count } }));
  return shelf;
}

function part(tag, className, text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/* One line of the drop list: name, bar, word; a refusal stays below the name until it is put away. */
function lineFor(file) {
  const line = part('li');
  const bar = part('progress');
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute('aria-label', `上传 ${file.name}`);
  line.append(part('span', 'clip', file.name), bar, part('span', '', '排队中'));
  return line;
}

/* What stays to be read: the name, a button that puts it away or tries again, the sentences. */
function tell(line, job, word, does, ...sentences) {
  const button = part('button', 'btn btn-plain btn-sm', word);
  button.type = 'button';
  button.setAttribute('aria-label', `${word}：${job.file.name}`);
  button.addEventListener('click', () => {
    line.remove();
    does();
    job.zone.querySelector('input[type=file]').focus();
  });
  line.className = 'said';
  line.replaceChildren(part('span', 'clip', job.file.name), button, ...sentences);
}

function fail(line, job, sentence, again) {
  const word = again ? '再试一次' : '知道了';
  tell(line, job, word, () => again && queue(job.zone, [job.file]), part('p', 'failed', sentence));
}

function pass(line, job, notes) {
  if (!notes.length) { line.remove(); return; }
  const words = part('div', 'cautions');
  for (const note of notes) words.append(part('p', 'mb-0', `已上传，请注意：${note}`));
  tell(line, job, '知道了', () => {}, words);
}

function size(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/* What needs no server to be refused: a file that is empty, or too large to be sent at all. */
function fault(zone, file) {
  const most = Number(zone.closest('form').dataset.most);
  if (file.size === 0) return '文件是空的（0 字节），或者是文件夹：请检查后重新选择，文件夹请压缩成 zip。';
  if (file.size > most) return `文件有 ${size(file.size)}，超过每个 ${size(most)} 的上限：请压缩或拆开后再上传。`;
  return '';
}

function queue(zone, files) {
  const list = zone.querySelector('.drop-list');
  for (const file of files) {
    const job = { zone, file };
    const line = lineFor(file);
    list.append(line);
    const sentence = fault(zone, file);
    if (sentence) fail(line, job, sentence, false);
    else waiting.push([line, job]);
  }
  work();
}

/* One file at a time: the order stays, and a slow line is not shared out among many. */
async function work() {
  if (busy) return;
  busy = true;
  while (waiting.length) await one(...waiting.shift());
  busy = false;
}

async function one(line, job) {
  const [, bar, word] = line.children;
  const told = (share) => {
    bar.value = share;
    word.textContent = share < 1 ? `${Math.floor(share * 100)} %` : '正在检查…';
  };
  const answer = await upload(job.zone.dataset.upload, job.file, told);
  if (answer.ok) {
    put(blockOf(job.zone), answer.data);
    pass(line, job, answer.data.notes);
    say(answer.data.said);
  } else {
    fail(line, job, answer.data.error, [0, 401, 500, 503].includes(answer.status));
    say(`“${job.file.name}”没有上传。`, 'need');
  }
}

async function link(form) {
  const field = form.elements.url;
  const wrong = document.getElementById(`${field.id}-error`);
  const answer = await send(form.action, { form: new FormData(form) });
  wrong.hidden = answer.ok;
  wrong.textContent = answer.ok ? '' : answer.data.error;
  field.toggleAttribute('aria-invalid', !answer.ok);
  if (!answer.ok) { field.focus(); return; }
  put(blockOf(form), answer.data);
  form.reset();
  field.focus();
  say(answer.data.said);
}

async function takeOff(form) {
  const block = blockOf(form);
  const answer = await send(form.action, { form: new FormData(form) });
  if (!answer.ok) {
    say(answer.data.error, 'need');
    form.querySelector('p').textContent = answer.data.error;
    return;
  }
  put(block, answer.data)?.focus();
  say(answer.data.said);
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  const does = form.matches('[data-evidence-link]') ? link : form.matches('[data-evidence-remove]') ? takeOff : null;
  if (!does) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = '1';
  does(form).finally(() => { delete form.dataset.sending; });
});

document.addEventListener('change', (event) => {
  const zone = event.target.closest('.evidence-block .drop[data-upload]');
  if (!zone || event.target.type !== 'file') return;
  queue(zone, [...event.target.files]);
  event.target.value = '';
});

for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    const zone = event.target.closest?.('.evidence-block .drop[data-upload]');
    for (const other of document.querySelectorAll('.drop.over')) if (other !== zone) other.classList.remove('over');
    event.preventDefault();    // a file dropped beside the zone must not replace the page
    if (!zone) { event.dataTransfer.dropEffect = 'none'; return; }
    zone.classList.toggle('over', kind === 'dragenter' || kind === 'dragover');
    if (kind === 'drop') queue(zone, [...event.dataTransfer.files]);
  });
}

addEventListener('beforeunload', (event) => { if (busy) event.preventDefault(); });
for (const button of document.querySelectorAll('.evidence-send')) button.hidden = true;

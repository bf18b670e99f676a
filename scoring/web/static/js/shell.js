// What every page shares: sending with the CSRF token, the status line, putting the focus, filtering a table, dialogs.

const token = document.querySelector('meta[name="csrf-token"]')?.content ?? '';

const sentences = {
  0: '没有连上服务器，填过的内容还在这一页。请检查网络后再试。',
  401: '登录已过期。请在新窗口重新登录，再回到这一页继续，填过的内容还在。',
  413: '文件太大，没有上传。',
  500: '系统出错，这一步没有完成。请稍后再试。',
};

/** The answer as {ok, status, data}; never throws. options: method, json, form, signal. data.error is a sentence. */
export async function send(url, { method = 'POST', json, form, signal } = {}) {
  const headers = { Accept: 'application/json', 'X-CSRFToken': token };
  if (json !== undefined) headers['Content-Type'] = 'application/json';
  const body = json !== undefined ? JSON.stringify(json) : form;
  try {
    const answer = await fetch(url, { method, headers, body, signal, credentials: 'same-origin', redirect: 'manual' });
    if (answer.type === 'opaqueredirect') return refused(401, {});
    return reading(answer.status, await answer.text());
  } catch (fault) {
    if (fault.name === 'AbortError') return { ok: false, status: -1, data: {} };
    return refused(0, {});
  }
}

/** Uploads one file under the field name `file`, telling the share done (0 to 1); answers like send. */
export function upload(url, file, told = () => {}, more = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(more)) form.append(name, value);
  form.append('file', file, file.name);
  return new Promise((done) => {
    const call = new XMLHttpRequest();
    call.open('POST', url);
    call.setRequestHeader('Accept', 'application/json');
    call.setRequestHeader('X-CSRFToken', token);
    call.upload.onprogress = (event) => event.lengthComputable && told(event.loaded / event.total);
    call.onload = () => done(reading(call.status, call.responseText));
    call.onerror = () => done(refused(0, {}));
    call.send(form);
  });
}

function reading(status, text) {
  let data = {};
  try { data = text ? JSON.parse(text) : {}; } catch { data = { text }; }
  return status >= 200 && status < 300 ? { ok: true, status, data } : refused(status, data);
}

function refused(status, data) {
  const sentence = data.error ?? sentences[status] ?? (status >= 500 ? sentences[500] : '这一步没有完成。');
  return { ok: false, status, data: { ...data, error: sentence } };
}

/** Says a sentence in the page's status line; tone 'need' stays until the next word. */
export function say(sentence, tone = 'quiet') {
  const line = document.getElementById('status');
  if (!line) return;
  line.dataset.tone = tone;
  line.textContent = sentence;
}

/** Puts the cursor into the thing named: itself if it takes focus as a field, else its first field. */
export function focusOn(id) {
  const place = document.getElementById(id);
  if (!place) return false;
  for (let fold = place.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  const field = place.matches('input,select,textarea,button') ? place
    : place.querySelector('input:not([type=hidden]):not(:disabled),select,textarea');
  place.scrollIntoView({ block: field === place ? 'center' : 'start' });
  (field ?? place).focus({ preventScroll: true });
  return true;
}

/** Replaces an element by the server's own HTML of it and hands back the new one. */
export function swap(id, html) {
  const old = document.getElementById(id);
  if (!old) return null;
  const held = document.createElement('template');
  held.innerHTML = html.trim();
  const fresh = held.content.firstElementChild;
  old.replaceWith(fresh);
  return fresh;
}

function filter(box) {
  const table = document.getElementById(box.dataset.filter);
  const count = document.querySelector(`[data-filter-count="${box.dataset.filter}"]`);
  const rows = [...table.querySelectorAll('tbody > tr')];
  const narrow = () => {
    const word = box.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = word !== '' && !row.textContent.toLowerCase().includes(word);
      if (!row.hidden) shown += 1;
    }
    if (count) count.textContent = word === '' ? '' : shown ? `找到 ${shown} 行` : '没有符合的行';
  };
  box.closest('[hidden]')?.removeAttribute('hidden');
  box.addEventListener('input', narrow);
  narrow();
}

function dialogs(event) {
  const opener = event.target.closest('[data-dialog]');
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (!dialog || dialog.open) return;
  event.preventDefault();
  dialog.showModal();
}

function jumps(event) {
  const link = event.target.closest('a[href^="#"]');
  if (!link || link.classList.contains('skip')) return;
  const id = decodeURIComponent(link.hash.slice(1));
  if (focusOn(id)) { event.preventDefault(); history.replaceState(null, '', link.hash); }
}

/* A form answered with Enter in a one-line field must not hand in a sheet: data-no-enter on the form. */
function enters(event) {
  if (event.key === 'Enter' && event.target.matches('form[data-no-enter] input:not([type=submit])')) event.preventDefault();
}

document.documentElement.classList.add('js');
if (matchMedia('(min-width: 1200px)').matches) for (const fold of document.querySelectorAll('details[data-open-wide]')) fold.open = true;
document.querySelectorAll('[data-filter]').forEach(filter);
document.addEventListener('click', dialogs);
document.addEventListener('click', jumps);
document.addEventListener('keydown', enters);
/* A form answered with a file leaves the page as it was: what has been done is said here, and not done twice. */
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.dataset.answersFile) return;
  const button = form.querySelector('[type=submit]');
  setTimeout(() => { button.disabled = true; say(form.dataset.answersFile); }, 0);
});
/* Drafts of what could not be saved do not outlive the one who typed them. */
document.addEventListener('submit', (event) => { if (event.target.matches('form[action$="/sign-out"]')) sessionStorage.clear(); });
const faults = document.getElementById('form-errors');
if (faults) faults.focus();
else if (location.hash.length > 1) focusOn(decodeURIComponent(location.hash.slice(1)));

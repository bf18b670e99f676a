// A ruleset's draft: the editor says where the cursor stands and goes to a line; the trial shows points as one types.

import { send, say, swap } from './shell.js';

// ── the editor ──────────────────────────────────────────────────────────────

const editor = document.getElementById('editor');

function watch(form) {
  const text = form.elements.text;
  const caret = document.getElementById('caret');
  const held = () => text.value + form.elements.name.value;
  const before = 'unsaved' in form.dataset ? null : held();
  let leaving = false;

  const stand = () => {
    const above = text.value.slice(0, text.selectionStart).split('\n');
    caret.textContent = `光标在第 ${above.length} 行第 ${above.at(-1).length + 1} 列`;
  };
  const go = (line, column) => {
    const lines = text.value.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const at = start + Math.min(column - 1, lines[line - 1]?.length ?? 0);
    text.focus();
    text.setSelectionRange(at, start + (lines[line - 1]?.length ?? 0));
    const high = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, (line - 4) * high);
    text.scrollLeft = 0;
    text.scrollIntoView({ block: 'nearest' });
    stand();
  };

  caret.hidden = false;
  document.addEventListener('selectionchange', () => { if (document.activeElement === text) stand(); });
  text.addEventListener('input', stand);
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-line]');
    if (!link) return;
    event.preventDefault();
    go(Number(link.dataset.line), Number(link.dataset.column));
  });
  form.addEventListener('submit', () => { leaving = true; });
  addEventListener('pageshow', () => { leaving = false; });
  addEventListener('beforeunload', (event) => { if (!leaving && held() !== before) event.preventDefault(); });
  stand();
  const asked = /^#line-(\d+)-(\d+)$/.exec(location.hash);
  if (asked) go(Number(asked[1]), Number(asked[2]));
}

// ── the trial ───────────────────────────────────────────────────────────────

const trial = document.getElementById('trial');
const PAUSE = 400;

function live(form) {
  let timer = 0;
  let asking = null;

  const work = async () => {
    asking?.abort();
    asking = new AbortController();
    const answer = await send(form.action, { form: new URLSearchParams(new FormData(form)), signal: asking.signal });
    if (answer.status === -1) return;
    if (!answer.data.text) { say(answer.data.error ?? '这一步没有完成。', 'need'); return; }
    const page = new DOMParser().parseFromString(answer.data.text, 'text/html');
    for (const id of parts()) put(id, page.getElementById(id));
    say('');
  };
  const parts = () => [...form.querySelectorAll('.outcome, .leaf-side [id], #rail, #sheet-bar')].map((one) => one.id);

  form.addEventListener('input', (event) => {
    if ('whole' in event.target.dataset) return;
    for (const one of event.target.closest('.leaf')?.querySelectorAll('.field-error') ?? []) one.remove();
    clearTimeout(timer);
    timer = setTimeout(work, PAUSE);
  });
  form.addEventListener('change', (event) => { if ('whole' in event.target.dataset) form.requestSubmit(); });
}

/** Puts the fresh part in place of the old one where they differ; folds that were open stay open. */
function put(id, fresh) {
  const old = document.getElementById(id);
  if (old && fresh && old.outerHTML !== fresh.outerHTML) swap(id, fresh.outerHTML);
}

if (editor) watch(editor);
if (trial) live(trial);

// The page: takes a file by choice or by drop, has it recomputed here, and tells what was checked and what differs.
(function (verify) {
  'use strict';

  var MOST = 200;
  var NAMES = {
    claimed: '自评', verified: '复核', lines: '得分', subtotals: '小计', stages: '阶段', steps: '步骤', points: '得分',
    max: '分值', lost: '失分', state: '状态', total: '总分', grade: '等次', place: '名次', unit: '单位', group: '组别',
    groups: '组别', vetoes: '一票否决', before: '之前', after: '之后', stage: '阶段名称',
  };

  function part(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function put(parent) {
    Array.prototype.slice.call(arguments, 1).forEach(function (child) { if (child) parent.appendChild(child); });
    return parent;
  }

  function notice(tone, word, text) {
    var sentence = put(part('p'), part('span', 'notice-word', word), document.createTextNode(text));
    var made = put(part('div', 'notice tone-' + tone), sentence);
    made.tabIndex = -1;
    return made;
  }

  function table(caption, heads, rows) {
    var head = put(part('tr'));
    heads.forEach(function (text) {
      var cell = part('th', '', text);
      cell.scope = 'col';
      head.appendChild(cell);
    });
    var body = part('tbody');
    rows.forEach(function (row) {
      var line = part('tr');
      row.forEach(function (text) { line.appendChild(part('td', '', text)); });
      body.appendChild(line);
    });
    var made = put(part('table', 'table verify-table'), part('caption', '', caption), put(part('thead'), head), body);
    var wrap = put(part('div', 'verify-wrap'), made);
    wrap.tabIndex = 0;
    wrap.setAttribute('role', 'region');
    wrap.setAttribute('aria-label', caption);
    return wrap;
  }

  /* A place as a person reads it: words for keys, titles for ids. */
  function place(where, titles) {
    return where.split(' › ').map(function (word) {
      var title = titles.has(word) ? '“' + titles.get(word) + '”' : '';
      return Object.prototype.hasOwnProperty.call(NAMES, word) ? NAMES[word] : title || word;
    }).join(' › ');
  }

  function fact(list, label, text, hash) {
    put(list, part('dt', '', label), part('dd', hash ? 'hash' : '', text));
  }

  /* What a signature is worth here: the site names its own keys on its page, a page of the disk cannot. */
  function signed(key) {
    if (!key) return '没有签名，只能凭上面的 SHA-256 与公布的对照';
    var page = document.getElementById('verify-page');
    if (page === null) return '有效；公钥是不是考核机关的，要与它公布的对照';
    var own = (page.getAttribute('data-keys') || '').split(' ').indexOf(key) >= 0;
    return own ? '有效，是本站公布的公钥' : '有效，但不是本站公布的公钥，不能说明是本站公布的';
  }

  function checked(outcome) {
    var list = part('dl', 'verify-facts');
    fact(list, '考核', outcome.title + '，数据截至 ' + outcome.asOf);
    fact(list, '重算了', outcome.units + ' 个单位、' + outcome.lines + ' 行得分、' + outcome.steps +
      ' 个步骤（自评和复核各算一遍）');
    fact(list, '公开的文字', outcome.opened + ' 段，' + (outcome.erased ? '另有 ' + outcome.erased + ' 段已依法删除' : '没有删除的'));
    fact(list, 'SHA-256', outcome.sha256, true);
    fact(list, '签名', signed(outcome.key));
    if (outcome.key) fact(list, '公钥', outcome.key, true);
    return list;
  }

  function places(outcome) {
    var made = put(part('details', 'verify-more'), part('summary', '', '看重算出来的名次'));
    outcome.ranking.forEach(function (rows, group) {
      made.appendChild(table(group || '全部单位', ['名次', '单位', '总分', '等次'], rows.map(function (row) {
        return [row.get('place') === null ? '—' : String(row.get('place')), row.get('unit'), row.get('total') || '没有总分',
          row.get('grade') || ''];
      })));
    });
    return made;
  }

  function differences(outcome) {
    var some = outcome.differences.slice(0, MOST);
    var more = outcome.differences.length - some.length;
    var made = part('div');
    put(made, table('不符之处' + (more ? '，先列 ' + MOST + ' 处，还有 ' + more + ' 处' : ''), ['位置', '公布的', '重算的'],
      some.map(function (one) {
        return [place(one.where, outcome.titles), one.given === undefined ? '' : one.given,
          one.found === undefined ? '' : one.found];
      })));
    return made;
  }

  function told(outcome) {
    var made = part('section', 'verify-told');
    var count = outcome.differences.length;
    var foreign = outcome.plugins.length > 0;
    if (foreign) put(made, notice('need', '不能核验', outcome.differences[0].where));
    else if (count) put(made, notice('need', '不通过', '核验不通过，有 ' + count + ' 处不符。' +
      (outcome.stopped ? '因此没有再往下重算。' : '')), differences(outcome));
    else put(made, notice('done', '通过', '文件没有改动，每一步、每一分、等次和名次都与重算的一致。'));
    if (!outcome.stopped) put(made, checked(outcome), count ? null : places(outcome));
    put(made, part('p', 'quiet', '核验只管有没有改动、算得对不对，不证明佐证材料属实、复核意见恰当；也请把 SHA-256 与公布页面或纸质评分卡页脚上的对照。'));
    return made;
  }

  function shown(target, child, focus) {
    while (target.firstChild) target.removeChild(target.firstChild);
    target.appendChild(child);
    if (focus) child.firstChild.focus();
  }

  function refused(text) {
    return put(part('section', 'verify-told'), notice('need', '不能核验', text));
  }

  function outcomeOf(bytes) {
    var text;
    try {
      text = verify.bytes.decoded(bytes);
    } catch (error) { return refused('文件不是 UTF-8 文字，不是公布的快照，或者已经损坏。'); }
    return told(verify.check(text));
  }

  function take(file, target) {
    shown(target, part('p', 'quiet', '正在重算“' + file.name + '”……'));
    var reader = new FileReader();
    reader.onerror = function () { shown(target, refused('打不开“' + file.name + '”，请换一个文件再试。'), true); };
    reader.onload = function () {
      setTimeout(function () { shown(target, outcomeOf(new Uint8Array(reader.result)), true); }, 30);
    };
    reader.readAsArrayBuffer(file);
  }

  function start() {
    var zone = document.getElementById('verify-drop');
    var input = document.getElementById('verify-file');
    var target = document.getElementById('verify-outcome');
    if (!zone || !input || !target) return;
    if (!window.Map || !window.TextDecoder || !String.prototype.normalize || !Array.from) {
      shown(target, refused('这个浏览器太旧，不能在这里核验，请换用 2016 年以后的浏览器，或用命令行的 scoring verify。'));
      return;
    }
    function chosen() {
      if (input.files.length) take(input.files[0], target);
      input.value = '';       // so that the same file can be chosen again
    }
    input.addEventListener('change', chosen);
    chosen();                 // a file chosen before the scripts were there
    ['dragover', 'drop', 'dragleave'].forEach(function (name) {
      zone.addEventListener(name, function (event) {
        event.preventDefault();
        zone.classList.toggle('over', name === 'dragover');
        if (name === 'drop' && event.dataTransfer.files.length) take(event.dataTransfer.files[0], target);
      });
    });
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})(window.ScoringVerify);

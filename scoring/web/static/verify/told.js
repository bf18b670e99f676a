// An outcome as a person reads it: whether it stands, what was checked, what differs, and what to hold against the paper.
(function (verify) {
  'use strict';

  var MOST = 200;
  var NAMES = {
    claimed: '自评', verified: '复核', lines: '得分', subtotals: '小计', stages: '阶段', steps: '步骤', points: '得分',
    max: '分值', lost: '失分', state: '状态', total: '总分', grade: '等次', place: '名次', unit: '单位', group: '组别',
    groups: '组别', vetoes: '一票否决', before: '之前', after: '之后', stage: '阶段名称', facts: '填报数据', rulings: '复核意见',
    not_applicable: '不适用申请', notes: '单位说明', evidence: '佐证', units: '单位', cards: '评分卡', ranking: '排名',
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

  /* A table; `figures` are the numbers of the columns that hold figures. */
  function table(caption, heads, rows, figures) {
    function look(n) { return figures.indexOf(n) >= 0 ? 'num' : ''; }
    var head = put(part('tr'));
    heads.forEach(function (text, n) {
      var cell = part('th', look(n), text);
      cell.scope = 'col';
      head.appendChild(cell);
    });
    var body = part('tbody');
    rows.forEach(function (row) {
      var line = part('tr');
      row.forEach(function (text, n) { line.appendChild(part('td', look(n), text)); });
      body.appendChild(line);
    });
    var made = put(part('table', 'table verify-table'), part('caption', '', caption), put(part('thead'), head), body);
    var wrap = put(part('div', 'verify-wrap'), made);
    wrap.tabIndex = 0;
    wrap.setAttribute('role', 'region');
    wrap.setAttribute('aria-label', caption);
    return wrap;
  }

  function folded(summary, inside) {
    var made = put(part('details', 'verify-more'), part('summary', '', summary));
    inside.forEach(function (one) { made.appendChild(one); });
    return made;
  }

  function fact(list, label, text, className) { put(list, part('dt', '', label), part('dd', className || '', text)); }

  /* A place as a person reads it: words for keys, titles for ids. */
  function place(where, titles) {
    return where.split(/( › |：)/).map(function (word) {
      var title = titles.has(word) ? '“' + titles.get(word) + '”' : '';
      return Object.prototype.hasOwnProperty.call(NAMES, word) ? NAMES[word] : title || word;
    }).join('');
  }

  /* What a signature is worth here: the site names its own keys on its page, a page of the disk cannot. */
  function signed(key) {
    var page = document.getElementById('verify-page');
    if (page === null) return '有效；公钥是不是考核机关的，要与它公布的对照';
    var own = (page.getAttribute('data-keys') || '').split(' ').indexOf(key) >= 0;
    return own ? '有效，是本站公布的公钥' : '有效，但不是本站公布的公钥，不能说明是本站公布的';
  }

  /* Words that anyone may have written, on one line, in their own direction, not too many. */
  function quoted(text) {
    var signs = Array.from(text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd'));
    return signs.length > 80 ? signs.slice(0, 79).join('') + '…' : signs.join('');
  }

  function checked(outcome) {
    var list = part('dl', 'verify-facts');
    fact(list, '考核', outcome.title + '，数据截至 ' + outcome.asOf);
    fact(list, '重算了', (outcome.standing ? '' : outcome.units + ' 个单位、') + outcome.lines + ' 行得分、' + outcome.steps +
      ' 个步骤（自评和复核各算一遍）');
    if (outcome.left.length) fact(list, '没有比较', outcome.left.join('；') + '。这些与别的单位有关，要用整份结果文件');
    fact(list, '公开的文字', outcome.opened + ' 段，' + (outcome.erased ? '另有 ' + outcome.erased + ' 段已依法删除' : '没有删除的'));
    fact(list, outcome.algorithm, outcome.digest, 'hash');
    fact(list, '签名', outcome.key ? signed(outcome.key) : '没有签名，只能凭上面的 ' + outcome.algorithm + ' 与公布的对照');
    if (outcome.key) fact(list, '公钥', outcome.key, 'hash');
    if (outcome.onPaper) {
      fact(list, 'PDF 页面', outcome.paperKey ? '有签名，是同一个公钥签的' : '没有签名，页面上印的是不是这些，要自己对照');
    }
    if (outcome.stamp) {
      fact(list, '数字签名', 'PDF 末尾另有一个（' + quoted(outcome.stamp.reason) + '，' + quoted(outcome.stamp.location) + '）：它前面的内容都照常核验，' +
        '它自己没有改动页面。签名用的证书是谁的、是否有效，本页不判断，请在 PDF 阅读器的签名栏里查看');
    }
    return list;
  }

  function ranked(outcome) {
    var tables = [];
    outcome.ranking.forEach(function (rows, group) {
      tables.push(table(group || '全部单位', ['名次', '单位', '总分', '等次'], rows.map(function (row) {
        return [row.get('place') === null ? '—' : String(row.get('place')), row.get('unit'), row.get('total') || '没有总分',
          row.get('grade') || ''];
      }), [0, 2]));
    });
    return folded('看重算出来的名次', tables);
  }

  /* The figures of an excerpt's unit, to be held against the paper. */
  function standing(of) {
    var list = part('dl', 'verify-standing');
    fact(list, '单位', of.group ? of.unit + '（' + of.group + '）' : of.unit);
    fact(list, '总分', of.total === null ? '没有总分' : of.total + ' 分，满分 ' + of.max + ' 分');
    fact(list, '名次', of.place === null ? '不参加排名' : '第 ' + of.place + ' 名，共 ' + of.of + ' 个');
    fact(list, '等次', of.grade || '没有等次');
    return list;
  }

  /* The lines of an excerpt's cards, in the order of the rules. */
  function lines(outcome) {
    var claimed = outcome.own.unit.get('claimed').get('lines');
    var verified = outcome.own.unit.get('verified').get('lines');
    var rows = [];
    outcome.titles.forEach(function (title, id) {
      if (!verified.has(id)) return;
      rows.push([title, verified.get(id).get('max'), claimed.has(id) ? claimed.get(id).get('points') : '—',
        verified.get(id).get('points'), outcome.outside.has(id) ? '要整份文件' : '一致']);
    });
    return folded('看每一项得分', [table('各项得分', ['指标', '分值', '自评', '复核', '重算'], rows, [1, 2, 3])]);
  }

  function differences(outcome) {
    var some = outcome.differences.slice(0, MOST);
    var more = outcome.differences.length - some.length;
    var said = some.filter(function (one) { return one.found === undefined; });
    var values = some.filter(function (one) { return one.found !== undefined; });
    var made = part('div');
    if (said.length) {
      made.appendChild(said.reduce(function (list, one) { return put(list, part('li', '', place(one.where, outcome.titles))); }, part('ul', 'verify-said')));
    }
    if (values.length) {
      made.appendChild(table('不符之处', ['位置', '公布的', '重算的'], values.map(function (one) {
        return [place(one.where, outcome.titles), one.given, one.found];
      }), []));
    }
    if (more) made.appendChild(part('p', '', '先列 ' + MOST + ' 处，还有 ' + more + ' 处。'));
    return made;
  }

  function refusal(outcome) {
    var count = outcome.differences.length;
    var first = outcome.differences[0];
    var word = outcome.plugins.length ? '不能核验' : '不通过';
    if (outcome.plugins.length || (count === 1 && first.found === undefined)) {
      return [notice('need', word, place(first.where, outcome.titles) + '。')];
    }
    return [notice('need', word, '有 ' + count + ' 处不符。' + (outcome.stopped ? '因此没有再往下重算。' : '')), differences(outcome)];
  }

  function approval(outcome) {
    if (outcome.standing === null) {
      return [notice('done', '通过', '文件没有改动，每一步、每一分、等次和名次都与重算的一致。')];
    }
    var bare = outcome.onPaper && !outcome.paperKey;
    var what = bare ? '附在 PDF 里的数据没有改动，' : outcome.onPaper ? '这份 PDF 没有改动，页面有签名，' : '这份摘录没有改动，';
    var how = outcome.left.length ? '能单独重算的每一步、每一分都一致，其余的见“没有比较”。' : '每一步、每一分都与重算的一致。';
    return [
      notice('done', '通过', what + '属于下面 ' + outcome.algorithm + ' 所指的整份结果；' + how +
        (bare ? '页面没有签名，请把纸上印的与下面的对照。' : '')),
      part('h2', '', bare ? '请与纸上的对照' : '这个单位'), standing(outcome.standing),
    ];
  }

  /* The section that tells an outcome; its first child takes the focus. */
  function told(outcome) {
    var made = part('section', 'verify-told');
    var stands = !outcome.differences.length;
    (stands ? approval(outcome) : refusal(outcome)).forEach(function (one) { made.appendChild(one); });
    if (!outcome.stopped) put(made, checked(outcome));
    if (stands) put(made, outcome.standing === null ? ranked(outcome) : lines(outcome));
    return put(made, part('p', 'quiet', '核验只管有没有改动、算得对不对，不证明佐证材料属实、复核意见恰当' + (stands ? '；也请把 ' +
      outcome.algorithm + ' 与公布页面或纸质评分卡页脚上的对照' : '') + '。'));
  }

  function refused(text) {
    return put(part('section', 'verify-told'), notice('need', '不能核验', text));
  }

  function waiting(name) { return part('p', 'quiet', '正在重算“' + name + '”……'); }

  verify.told = { outcome: told, refused: refused, waiting: waiting };
})(window.ScoringVerify);

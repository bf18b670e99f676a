// Recomputes a published file and says every place where it does not come out.
(function (verify) {
  'use strict';

  var KEYS = ['algorithm', 'openings', 'sha256', 'snapshot'];
  var VIEWS = ['claimed', 'verified'];

  /* What was recomputed, and every difference: {where, given, found} or {where} alone. */
  function Outcome() {
    this.differences = [];
    this.title = this.sha256 = this.asOf = this.key = '';
    this.plugins = [];
    this.units = this.lines = this.steps = this.opened = this.erased = 0;
    this.ranking = new Map();
    this.titles = new Map();
    this.stopped = false;       // not everything was looked at
  }

  Outcome.prototype.say = function (where) { this.differences.push({ where: where }); };

  function shown(value) {
    if (value instanceof Map || Array.isArray(value)) return verify.json.canonical(value);
    return value === null ? '（空）' : String(value);
  }

  /* Every place where the published value is not the recomputed one, types included. */
  function compare(given, found, where, out) {
    if (given instanceof Map && found instanceof Map) {
      found.forEach(function (item, key) {
        if (!given.has(key)) out.push({ where: where + ' › ' + key, given: '（没有）', found: shown(item) });
      });
      given.forEach(function (item, key) {
        if (found.has(key)) compare(item, found.get(key), where + ' › ' + key, out);
        else out.push({ where: where + ' › ' + key, given: shown(item), found: '（没有）' });
      });
    } else if (Array.isArray(given) && Array.isArray(found) && given.length === found.length) {
      given.forEach(function (item, n) { compare(item, found[n], where + ' › ' + (n + 1), out); });
    } else if (given !== found) out.push({ where: where, given: shown(given), found: shown(found) });
  }

  function formOf(file, text, outcome) {
    var isFile = file instanceof Map && file.size === (file.has('signature') ? 5 : 4) &&
      KEYS.every(function (key) { return file.has(key); });
    if (!isFile) throw new Error('这不是本产品公布的快照文件：最外层应有 snapshot、algorithm、sha256、openings 四项');
    if (verify.json.canonical(file) !== text) outcome.say('文件不是规范写法：前后多了内容，或键的顺序、空格被改动过');
    if (file.get('algorithm') !== 'sha256') outcome.say('不认识的摘要算法“' + shown(file.get('algorithm')) + '”');
    var body = file.get('snapshot');
    if (!(body instanceof Map) || body.get('format') !== 'scoring-snapshot' || body.get('version') !== 1) {
      throw new Error('快照的格式或版本不是本页能核验的');
    }
    var digest = verify.bytes.digestOfText(verify.json.canonical(body));
    if (digest !== file.get('sha256')) {
      outcome.differences.push({ where: '快照的 SHA-256', given: shown(file.get('sha256')), found: digest });
    }
    function say(sentence) { outcome.say(sentence); }
    verify.form.check(body, verify.form.SNAPSHOT, '快照', say);
    verify.form.check(file.get('openings'), verify.form.OPENINGS, '公开的文字', say);
    if (file.has('signature')) signature(file, outcome, say);
  }

  /* Signed is the prefix with the snapshot's SHA-256, by Ed25519. */
  function signature(file, outcome, say) {
    var given = file.get('signature');
    var before = outcome.differences.length;
    verify.form.check(given, verify.form.SIGNATURE, '签名', say);
    if (outcome.differences.length > before) return;
    var message = verify.bytes.encoded('scoring-snapshot-1 ' + file.get('sha256'));
    var right = verify.ed25519(verify.bytes.fromHex(given.get('key')), verify.bytes.fromHex(given.get('value')), message);
    if (!right) say('签名与内容不符：不是这个公钥签的，或者签过以后改动过');
    else outcome.key = given.get('key');
  }

  /* Every commitment in the snapshot. */
  function sealed(body) {
    var found = new Set();
    function rows(facts) {
      if (!(facts instanceof Map)) return;
      facts.forEach(function (value) {
        if (!Array.isArray(value)) return;
        value.forEach(function (row) {
          if (row instanceof Map && row.has('struck')) found.add(row.get('struck'));
        });
      });
    }
    body.get('units').forEach(function (unit) {
      unit.get('not_applicable').forEach(function (key) { found.add(key); });
      unit.get('notes').forEach(function (key) { found.add(key); });
      unit.get('facts').forEach(rows);
      unit.get('rulings').forEach(function (ruling) {
        found.add(ruling.get('reason'));
        rows(ruling.get('facts'));
      });
    });
    return found;
  }

  function openings(body, opened, outcome) {
    var known = sealed(body);
    opened.forEach(function (opening, key) {
      if (!known.has(key)) outcome.say('公开的文字 ' + key + ' 在快照里没有对应的承诺');
      else if (verify.bytes.commitment(opening.get('salt'), opening.get('text')) !== key) {
        outcome.say('公开的文字“' + opening.get('text') + '”与快照里的承诺不符：被改动过');
      }
    });
    outcome.opened = opened.size;
    known.forEach(function (key) { if (!opened.has(key)) outcome.erased += 1; });
  }

  function sheetsOf(body, ruleset, outcome) {
    var names = new Set();
    return body.get('units').map(function (unit) {
      var name = unit.get('name');
      if (names.has(name)) outcome.say('单位“' + name + '”出现两次');
      names.add(name);
      return new verify.Sheet(unit, ruleset, function (sentence) { outcome.say(name + '：' + sentence); });
    });
  }

  function stepsIn(card) {
    var count = 0;
    function add(part) { count += part.steps.length; }
    card.lines.forEach(add);
    card.subtotals.forEach(add);
    card.stages.forEach(add);
    return count;
  }

  function recompute(body, outcome) {
    var ruleset = new verify.ruleset.Ruleset(body.get('ruleset'));
    ruleset.order.forEach(function (node) { outcome.titles.set(node.id, node.title); });
    var sheets = sheetsOf(body, ruleset, outcome);
    var asOf = body.get('assessment').get('as_of');
    if (!verify.days.exists(asOf)) throw new Error('数据截至日“' + asOf + '”这一天不存在');
    var frame = { asOf: asOf, calendar: body.get('calendar'), seed: body.get('draw').get('seed') };
    var found = new Map();
    VIEWS.forEach(function (view) {
      var cards = verify.score(ruleset, sheets, view, frame);
      found.set(view, new Map(cards.map(function (card) { return [card.unit, verify.written(card, ruleset.order)]; })));
      cards.forEach(function (card) {
        outcome.lines += card.lines.size;
        outcome.steps += stepsIn(card);
      });
      if (view === 'verified') outcome.ranking = verify.rank(ruleset, cards);
    });
    outcome.units = sheets.length;
    compare(body.get('cards'), found, '评分卡', outcome.differences);
    compare(body.get('ranking'), new Map([['groups', outcome.ranking]]), '排名', outcome.differences);
    compare(body.get('groups'), Array.from(outcome.ranking.keys()), '组别', outcome.differences);
  }

  function checked(text, outcome) {
    var file = verify.json.read(text);
    formOf(file, text, outcome);
    if (outcome.differences.length) {
      outcome.stopped = true;
      return;
    }
    var body = file.get('snapshot');
    outcome.title = body.get('assessment').get('title');
    outcome.asOf = body.get('assessment').get('as_of');
    outcome.sha256 = file.get('sha256');
    outcome.plugins = body.get('plugins');
    if (outcome.plugins.length) {
      throw new Error('计分用到了插件 ' + outcome.plugins.join('、') + '，本页没有插件的规则，不能核验');
    }
    openings(body, file.get('openings'), outcome);
    recompute(body, outcome);
  }

  /* The outcome for the text of a published file. It stands where there is no difference. */
  verify.check = function (text) {
    var outcome = new Outcome();
    try {
      checked(text, outcome);
    } catch (error) {
      outcome.stopped = true;
      outcome.say(error instanceof RangeError ? '内容绕了一圈又回到自己，或嵌套太深，不能核验' : error.message);
    }
    return outcome;
  };
})(window.ScoringVerify);

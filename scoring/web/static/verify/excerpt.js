// An excerpt: its parts belong to the published whole, and what one unit alone tells comes out.
(function (verify) {
  'use strict';

  var form = verify.form;
  var sealed = verify.sealed;
  var tree = verify.tree;
  var VIEWS = ['claimed', 'verified'];

  function kindOf(one) { return one.get('part') instanceof Map ? one.get('part').get('part') : null; }

  /* Form, proofs and signatures; nothing else is looked at where they are not right. */
  function check(file, algorithm, outcome) {
    var excerpt = file.get('excerpt');
    if (!(excerpt instanceof Map) || excerpt.get('format') !== 'scoring-excerpt' || excerpt.get('version') !== 1) {
      throw new Error('摘录的格式或版本不是本页能核验的');
    }
    function say(sentence) { outcome.say(sentence); }
    var paper = file.get('paper');
    var signed = paper instanceof Map && paper.has('signature');
    form.check(excerpt, form.EXCERPT, '摘录', say);
    form.check(file.get('openings'), form.OPENINGS, '公开的文字', say);
    if (file.has('paper')) form.check(paper, signed ? form.SIGNED_PAPER : form.PAPER, 'PDF 的校验值', say);
    if (!outcome.steady()) return;
    belonging(excerpt, file.get('digest'), algorithm, outcome);
    outcome.key = sealed.signatureOf(file, outcome);
    if (file.has('paper')) outcome.paperKey = signed ? paperKey(file, paper, outcome) : '';
  }

  /* The pages are signed with the whole's key, over the whole's digest, the unit's part and their own digest. */
  function paperKey(file, paper, outcome) {
    var parts = file.get('excerpt').get('parts');
    var unit = parts.length ? parts[parts.length - 1].get('index') : '';
    var message = ['scoring-paper-1', file.get('algorithm'), file.get('digest'), unit, paper.get('digest')].join(' ');
    var key = sealed.signature(paper.get('signature'), message, 'PDF 页面的', outcome);
    if (key && key !== outcome.key) outcome.say('PDF 页面和结果不是同一个公钥签的名');
    return key;
  }

  function belonging(excerpt, digest, algorithm, outcome) {
    var parts = excerpt.get('parts');
    parts.forEach(function (one) {
      var root = tree.climbed(algorithm.digest, one.get('part'), one.get('index'), excerpt.get('size'), one.get('path'));
      if (root === '' || root !== digest) {
        outcome.say('摘录的第 ' + (one.get('index') + 1) + ' 份不属于校验值为 ' + digest + ' 的结果：被改动过');
      }
    });
    var kinds = parts.map(kindOf).join(' ');
    if (kinds !== 'about rules unit' && kinds !== 'about rules ranking unit') {
      outcome.say('摘录里应依次有说明、规则、（本组排名、）一个单位');
      return;
    }
    var before = outcome.differences.length;
    parts.forEach(function (one) {
      form.check(one.get('part'), form.PARTS[kindOf(one)], '摘录', function (sentence) { outcome.say(sentence); });
    });
    if (outcome.differences.length === before) places(excerpt, outcome);
  }

  function partsOf(excerpt) {
    var found = { ranking: null };
    excerpt.get('parts').forEach(function (one) { found[kindOf(one)] = one.get('part'); });
    found.snapshot = found.about.get('snapshot');
    found.name = found.unit.get('unit').get('name');
    found.group = found.unit.get('unit').get('group');
    return found;
  }

  /* Every part has the number of its kind, and the group's ranking is there where all places are public. */
  function places(excerpt, outcome) {
    var own = partsOf(excerpt);
    var groups = own.snapshot.get('groups');
    var release = own.snapshot.get('release');
    var group = groups.indexOf(own.group);
    if (own.snapshot.get('format') !== 'scoring-snapshot' || own.snapshot.get('version') !== 1) {
      outcome.say('摘录里快照的格式或版本不是本页能核验的');
    }
    if (group < 0) {
      outcome.say('摘录里单位的组别“' + own.group + '”不在公布的组别里');
      return;
    }
    var first = 2 + groups.length;      // the number of the first unit's part
    var whole = release.get('audience') !== 'unit' && release.get('top') === null;
    var numbers = excerpt.get('parts').map(function (one) { return one.get('index'); });
    var unit = numbers.pop();
    var wanted = whole ? [0, 1, 2 + group] : [0, 1];
    if (numbers.join(' ') !== wanted.join(' ') || unit < first || unit >= excerpt.get('size')) {
      outcome.say('摘录里各份的序号不对，或者该附本组排名的没有附、不该附的附了');
    }
    var units = excerpt.get('size') - first;
    var rows = own.ranking === null ? units : own.ranking.get('rows').length;
    if (units < rows || (groups.length === 1 && units !== rows)) {
      outcome.say('摘录写的总份数，与组别和名次的个数对不上');
    }
  }

  /* The unit's own figures are those of its row in the ranking. */
  function standing(own, outcome) {
    var card = own.unit.get('verified');
    outcome.standing = {
      unit: own.name, group: own.group, place: own.unit.get('place'), of: own.unit.get('of'), total: card.get('total'),
      max: card.get('max'), grade: card.get('grade'),
    };
    if (own.ranking === null) return;
    var rows = own.ranking.get('rows');
    var row = new Map([['unit', own.name], ['place', own.unit.get('place')], ['total', card.get('total')],
      ['grade', card.get('grade')]]);
    var mine = rows.filter(function (one) { return one.get('unit') === own.name; });
    if (own.ranking.get('group') !== own.group || verify.json.canonical(mine) !== verify.json.canonical([row]) ||
        tree.placed(rows) !== own.unit.get('of')) {
      outcome.say('摘录里的名次、总分或等次，与附上的本组排名对不上');
    }
  }

  function gathers(node) { return node.combiner !== null && node.combiner.gathers; }

  /* The indicators whose points other units bear on: those that look at others, and what rests on these. */
  function outside(run) {
    var ruleset = run.ruleset;
    var handed = run.sheets[0].subordinates;
    function away(leaf) {
      return VIEWS.some(function (view) {
        var line = run.cards[view][0].lines.get(leaf.id);
        return line !== undefined && line.state === 'not_applicable';
      });
    }
    var found = new Set();
    ruleset.order.forEach(function (node) {
      var compares = node.rule !== null && !node.obsolete &&
        (node.rule.compares || (ruleset.policyOf(node) === 'mean' && away(node)));
      if (compares || (gathers(node) && !(handed.has(node.id) && handed.get(node.id).size))) found.add(node.id);
    });
    function rests(node) {
      return node.requires.some(function (id) { return found.has(id); }) ||
        node.children.some(function (child) { return found.has(child.id); }) ||
        ruleset.leaves.some(function (leaf) { return leaf.settling.to === node.id && found.has(leaf.id); });
    }
    for (var size = -1; size < found.size;) {
      size = found.size;
      ruleset.order.filter(rests).forEach(function (node) { found.add(node.id); });
    }
    return found;
  }

  function without(map, keys) {
    var out = new Map(map);
    keys.forEach(function (key) { out.delete(key); });
    return out;
  }

  /* Of a card the unit, the group, and the lines and subtotals that other units do not bear on. */
  function inside(card, found) {
    return new Map([['unit', card.get('unit')], ['group', card.get('group')], ['lines', without(card.get('lines'), found)],
      ['subtotals', without(card.get('subtotals'), found)]]);
  }

  function ungraded(card) {
    var out = without(card, ['grade']);
    out.set('stages', card.get('stages').filter(function (one) { return one.get('stage') !== 'grade'; }));
    return out;
  }

  /* Recomputes what one unit alone tells, and names the rest in `left`. */
  function recompute(file, algorithm, outcome) {
    var own = partsOf(file.get('excerpt'));
    sealed.openings([own.unit.get('unit')], file.get('openings'), algorithm.digest, outcome);
    standing(own, outcome);
    var run = verify.again(own.snapshot, own.rules.get('ruleset'), [own.unit.get('unit')], outcome);
    var found = outside(run);
    var limited = run.ruleset.grades.some(function (grade) { return grade.quota !== null; });
    function told(card) { return found.size ? inside(card, found) : limited ? ungraded(card) : card; }
    VIEWS.forEach(function (view) {
      var card = told(outcome.cards.get(view).get(own.name));
      outcome.count(card);
      outcome.compare(told(own.unit.get(view)), card, '评分卡 › ' + view);
    });
    if (found.size) {
      outcome.left = run.ruleset.order.filter(function (node) {
        return found.has(node.id) && (node.rule !== null || gathers(node));
      }).map(function (node) { return node.number + ' ' + node.title; }).concat(['含有它们的小计、总分和等次']);
    } else if (limited) outcome.left = ['等次（有比例限额）'];
    outcome.outside = found;
    outcome.own = own;
  }

  verify.excerpt = { check: check, recompute: recompute, partsOf: partsOf };
})(window.ScoringVerify);

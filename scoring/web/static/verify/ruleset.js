// A ruleset from its tree: indicators with rules and combiners, stages, and what is asked about them.
(function (verify) {
  'use strict';

  var shape = verify.shape;
  var points = verify.points;
  var declared = verify.declared;
  var ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
  var STAGES = ['not_applicable', 'deduction', 'bonus', 'veto', 'round', 'grade'];

  /* The word and the parameters of something written `word` or `{word: parameters}`. */
  function oneWord(data, where) {
    if (typeof data === 'string') return { word: data, params: new Map() };
    if (!(data instanceof Map) || data.size !== 1) shape.refuse(where, '这里要写一个词，或者一组只有一个键的内容');
    var word = data.keys().next().value;
    return { word: word, params: data.get(word) };
  }

  function known(words, word, where, what) {
    if (!Object.prototype.hasOwnProperty.call(words, word)) {
      shape.refuse(where, '本页不认识' + what + '“' + word + '”，可能来自插件，不能核验');
    }
    return words[word];
  }

  function ruleOf(data, where) {
    if (typeof data === 'string') data = new Map([['rule', data]]);
    if (!(data instanceof Map) || typeof data.get('rule') !== 'string') shape.refuse(where, 'score 里要用 rule 写明计分规则');
    var rule = known(verify.rules, data.get('rule'), where, '计分规则');
    var rest = new Map(data);
    rest.delete('rule');
    return { rule: rule, params: shape.record(rule.keys)(rest, where) };
  }

  /* Whether something among children may come to any number of points. */
  function unlimited(children) {
    return children.some(function (child) {
      return child.points === null && !child.obsolete && (child.pool === 'bonus' || child.pool === 'deduction') &&
        (child.rule === null || !child.rule.worthNothing);
    });
  }

  function branch(node, data, where, ids, depth) {
    node.children = nodes(data.get('indicators'), where, node.number + '.', node.pool, depth + 1, ids);
    var named = oneWord(node.combine, where + ' › combine');
    node.combiner = known(verify.combiners, named.word, where, '合并方式');
    node.combinerWord = named.word;
    node.params = shape.record(node.combiner.keys)(named.params, where + ' › combine');
    if (node.points === null && named.word !== 'sum') shape.refuse(where, '缺少“points”');
    if (node.points === null && node.pool !== 'veto' && !unlimited(node.children)) {
      node.points = points.sum(node.children.map(function (child) { return child.obsolete ? 0 : child.points || 0; }));
    }
  }

  function leaf(node, data, where) {
    var made = ruleOf(data.get('score'), where + ' › score');
    node.rule = made.rule;
    node.params = made.params;
    if (data.has('combine')) shape.refuse(where, 'combine 只写在有下级的指标上');
    if (node.points === null && node.pool === 'base' && !node.rule.worthNothing) shape.refuse(where, '缺少“points”');
    if (node.points !== null && node.points <= 0) shape.refuse(where, '分值要大于 0');
  }

  function one(data, where, number, pool, depth, ids) {
    var node = declared.indicator(data, where);
    where = where + '（' + node.id + '）';
    if (!ID.test(node.id) || node.id.length > 60) shape.refuse(where, '编号的写法不对');
    if (ids.has(node.id)) shape.refuse(where, '编号重复');
    ids.add(node.id);
    if (depth > 1 && data.has('pool')) shape.refuse(where, 'pool 只写在一级指标上');
    if (data.has('indicators') === data.has('score')) shape.refuse(where, 'indicators 和 score 写且只写一个');
    if (depth > 1) node.pool = pool;
    node.number = number;
    node.children = [];
    node.rule = node.combiner = null;
    node.settling = typeof node.not_applicable === 'string'
      ? { accept: node.not_applicable, policy: null, share: null, of: null, to: null } : node.not_applicable;
    if (data.has('indicators')) branch(node, data, where, ids, depth);
    else leaf(node, data, where);
    return node;
  }

  function nodes(data, where, prefix, pool, depth, ids) {
    if (!Array.isArray(data) || !data.length || depth > 20) shape.refuse(where, 'indicators 要列出至少一个指标，最多 20 层');
    return data.map(function (item, n) {
      return one(item, where + ' › ' + (n + 1), prefix + (n + 1), pool, depth, ids);
    });
  }

  function stagesOf(data) {
    if (!Array.isArray(data)) shape.refuse('stages', '要写成列表');
    var made = data.map(function (item) {
      var named = oneWord(item, 'stages');
      return { word: named.word, params: known(declared.stages, named.word, 'stages', '阶段')(named.params, named.word) };
    });
    if (made.every(function (stage) { return stage.word !== 'not_applicable'; })) {
      made.unshift({ word: 'not_applicable', params: { policy: 'rebase' } });
    }
    made.forEach(function (stage) {
      if (stage.word === 'round' && (stage.params.places < 0 || stage.params.places > 4)) {
        shape.refuse('stages', '保留小数可写 0 到 4 位');
      }
    });
    return made;
  }

  function Ruleset(data) {
    Object.assign(this, declared.head(data, '规则'));
    this.indicators = nodes(data.get('indicators'), 'indicators', '', 'base', 1, new Set());
    this.stages = stagesOf(data.has('stages') ? data.get('stages') : STAGES);
    this.byId = new Map();
    this.order = [];
    this.place(this.indicators, null, []);
    this.leaves = this.order.filter(function (node) { return node.rule !== null && !node.obsolete; });
    this.draws = new Map(this.draw.map(function (draw) { return [draw.of, draw.take]; }));
    this.policy = this.stages.filter(function (stage) { return stage.word === 'not_applicable'; })[0].params.policy;
    this.checkSums();
  }

  /* Every node in reading order, with the branch above it and what multiplies it. */
  Ruleset.prototype.place = function (list, above, multiplies) {
    list.forEach(function (node) {
      node.above = above;
      node.multiplies = node.multiply === null ? multiplies : multiplies.concat([node.multiply]);
      this.byId.set(node.id, node);
      this.order.push(node);
      this.place(node.children, node, node.multiplies);
    }, this);
  };

  Ruleset.prototype.checkSums = function () {
    var given = points.sum(this.indicators.map(function (top) {
      return top.pool === 'base' && !top.obsolete ? top.points || 0 : 0;
    }));
    if (verify.whole.compare(given, this.points) !== 0) shape.refuse('points', '一级指标分值之和与满分不符');
  };

  Ruleset.prototype.find = function (id) { return this.byId.get(id) || null; };

  Ruleset.prototype.leaf = function (id) {
    var node = this.find(id);
    return node !== null && node.rule !== null && !node.obsolete ? node : null;
  };

  /* How a leaf is settled where it does not apply; below a weighted branch its weight is dropped. */
  Ruleset.prototype.policyOf = function (leaf) {
    var weighted = false;
    for (var node = leaf.above; node !== null; node = node.above) if (node.combinerWord === 'weighted') weighted = true;
    return leaf.settling.policy || (weighted ? 'rebase' : this.policy);
  };

  /* The ids of the leaves asked of a group. */
  Ruleset.prototype.askedOf = function (group) {
    var found = new Set();
    function visit(node) {
      if (node.obsolete || !appliesTo(node, group)) return;
      if (node.rule !== null) found.add(node.id);
      node.children.forEach(visit);
    }
    this.indicators.forEach(visit);
    return found;
  };

  function appliesTo(node, group) { return !node.applies_to.length || node.applies_to.indexOf(group) >= 0; }

  /* What a leaf's rule may know; `frame` has the day and the calendar, `others` the figures of its peers. */
  function settingOf(leaf, frame, others) {
    var labels = new Map();
    leaf.fields.forEach(function (note, name) { labels.set(name, note.label); });
    return {
      most: leaf.points === null ? 0 : leaf.points, pool: leaf.pool, deducts: leaf.pool === 'deduction',
      asOf: frame ? frame.asOf : null, calendar: frame ? frame.calendar : null, ask: leaf.ask, labels: labels,
      others: others || [],
    };
  }

  /* The fields a leaf asks for; the first is its main one. */
  function fieldsOf(leaf) {
    if (!leaf.asked) leaf.asked = leaf.rule.fields(leaf.params, settingOf(leaf));
    return leaf.asked;
  }

  verify.ruleset = {
    Ruleset: Ruleset, appliesTo: appliesTo, settingOf: settingOf, fieldsOf: fieldsOf,
  };
})(window.ScoringVerify);

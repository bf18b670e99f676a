// Rules on counts: so many points for each entry, so many lost for each defect.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var words = verify.words;
  var kinds = verify.kinds;
  var shape = verify.shape;
  var registers = verify.registers;
  var award = verify.award;
  var need = shape.need;
  var may = shape.may;
  var marks = words.marks;

  var tier = shape.record({ of: need(shape.text), count: need(shape.integer), points: need(shape.number) });

  function kindNames(p) {
    if (p.kinds !== null) return Array.from(p.kinds.keys());
    return Array.from(new Set((p.tiers || []).map(function (one) { return one.of; })));
  }

  function withStart(p, gain, parts, steps) {
    var total = whole.add(p.start, gain);
    if (p.start && !parts.length) return award(total, ['只有基础分，得 ' + marks(total)]);
    if (p.start) return award(total, steps.concat(['基础分 ' + words.added([p.start].concat(parts)) + ' = ' + marks(total)]));
    if (!parts.length) return award(total, steps.concat(['没有可计分的数量，得 0 分']));
    return award(total, parts.length === 1 ? steps : steps.concat([words.added(parts) + ' = ' + marks(total)]));
  }

  function alike(p, count) {
    if (p.each === null) return award(0, [words.counted(count, p.unit) + '，不计分值，计 0 分']);
    var counted = Math.max(0, count - p.free);
    var steps = [];
    if (p.free && count) {
      steps.push(words.counted(count, p.unit) + '中前 ' + words.counted(p.free, p.unit) + '不计分，计 ' +
        words.counted(counted, p.unit));
    }
    var gain = whole.multiply(p.each, counted);
    steps.push(words.counted(counted, p.unit) + ' × ' + marks(p.each) + ' = ' + marks(gain));
    return withStart(p, gain, [gain], steps);
  }

  /* The highest tier reached in each kind. */
  function reached(p, countOf) {
    var steps = [];
    var parts = new Map();
    kindNames(p).forEach(function (kind) {
      var held = p.tiers.filter(function (one) { return one.of === kind && countOf(kind) >= one.count; });
      if (!held.length) return;
      var best = held.reduce(function (a, b) { return b.points > a.points ? b : a; });
      parts.set(kind, best.points);
      steps.push(kind + ' ' + words.counted(countOf(kind), p.unit) + '，满 ' + words.counted(best.count, p.unit) + '，得 ' +
        marks(best.points));
    });
    return { parts: parts, steps: steps };
  }

  function registered(p, rows) {
    var here = registers.standing(rows);
    var struck = registers.struckWords(rows);
    var found;
    if (p.tiers !== null) {
      found = reached(p, function (kind) {
        return here.filter(function (row) { return row.get('kind') === kind; }).length;
      });
    } else if (p.free) {
      var one = alike(p, here.length);
      found = { parts: new Map([['', whole.subtract(one.points, p.start)]]), steps: one.steps };
    } else found = registers.worth(p, here);
    return { parts: found.parts, steps: struck.concat(found.steps) };
  }

  function byKind(p, counts) {
    if (p.tiers !== null) return reached(p, function (kind) { return counts.get(kind) || 0; });
    var parts = new Map();
    var steps = [];
    counts.forEach(function (count, kind) {
      if (!count) return;
      var each = p.kinds.get(kind);
      parts.set(kind, whole.multiply(each, count));
      steps.push(kind + ' ' + words.counted(count, p.unit) + ' × ' + marks(each) + ' = ' + marks(parts.get(kind)));
    });
    return { parts: parts, steps: steps };
  }

  function highest(found) {
    var best = points.greatest(Array.from(found.parts.values()));
    var name = Array.from(found.parts.keys()).filter(function (kind) {
      return whole.compare(found.parts.get(kind), best) === 0;
    })[0];
    return { parts: new Map([[name, best]]), steps: found.steps.concat(['取最高的一类：' + name + ' ' + marks(best)]) };
  }

  verify.rules.per_entry = {
    keys: {
      each: may(shape.number), kinds: may(shape.mapping(shape.number)), tiers: may(shape.list(tier)),
      pick: may(shape.oneOf('sum', 'max'), 'sum'), free: may(shape.integer, 0), start: may(shape.number, 0),
      unit: may(shape.text, '条'),
      register: may(shape.list(shape.oneOf('title', 'number', 'date', 'link', 'kind', 'signers'))),
      divide_by: may(shape.oneOf('signers')), same_item: may(shape.oneOf('sum', 'max')),
    },
    fields: function (p, s) {
      var names = kindNames(p);
      if (p.register !== null) {
        return [verify.field('rows', registers.kindOf(p.register, names, s), verify.mainLabel(s, 'rows', '登记簿'), p.unit)];
      }
      if (names.length) {
        return [verify.field('counts', kinds.perKind(names), verify.mainLabel(s, 'counts', '分类数量'), p.unit)];
      }
      return [verify.field('count', kinds.count, verify.mainLabel(s, 'count', '数量'), p.unit)];
    },
    award: function (p, facts) {
      if (facts.count !== undefined) return alike(p, facts.count);
      var found = facts.rows !== undefined ? registered(p, facts.rows) : byKind(p, facts.counts);
      if (p.pick === 'max' && found.parts.size && !found.parts.has('')) found = highest(found);
      var parts = Array.from(found.parts.values());
      return withStart(p, points.sum(parts), parts, found.steps);
    },
  };

  function defectsByKind(p, counts) {
    var parts = [];
    var steps = [];
    counts.forEach(function (count, kind) {
      if (!count) return;
      var each = p.kinds.get(kind);
      parts.push(whole.multiply(each, count));
      steps.push(kind + ' ' + words.counted(count, p.unit) + ' × ' + marks(each) + ' = ' + marks(parts[parts.length - 1]));
    });
    var loss = points.sum(parts);
    if (parts.length > 1) steps.push(words.added(parts) + ' = ' + marks(loss));
    return { loss: loss, steps: steps };
  }

  /* The first, the second … defect cost what is listed; `rest` takes all that is left. */
  function inSteps(p, count, s) {
    var amounts = p.steps.filter(function (word) { return word !== 'rest'; }).map(points.read);
    var named = amounts.slice(0, count);
    var loss = points.sum(named);
    var told = named.map(function (value, n) { return '第 ' + (n + 1) + ' 次扣 ' + marks(value); });
    var beyond = count - named.length;
    if (beyond && p.steps.indexOf('rest') >= 0) {
      loss = points.greatest([loss, s.most]);
      told.push('第 ' + (named.length + 1) + ' 次起扣完本项 ' + marks(s.most));
    } else if (beyond && amounts.length) {
      var last = amounts[amounts.length - 1];
      var more = whole.multiply(last, beyond);
      loss = whole.add(loss, more);
      told.push('其后 ' + beyond + ' 次 × ' + marks(last) + ' = ' + marks(more));
    }
    var steps = told.length ? [words.counted(count, p.unit) + '：' + told.join('，') + '，共 ' + marks(loss)] : [];
    return { loss: loss, steps: steps };
  }

  function defectsAlike(p, count) {
    var each = p.each || 0;
    var loss = whole.multiply(each, count);
    return { loss: loss, steps: count ? [words.counted(count, p.unit) + ' × ' + marks(each) + ' = ' + marks(loss)] : [] };
  }

  verify.rules.per_defect = {
    keys: {
      each: may(shape.number), steps: may(shape.list(shape.text)), kinds: may(shape.mapping(shape.number)),
      unit: may(shape.text, '处'),
    },
    fields: function (p, s) {
      if (p.kinds !== null) {
        var kind = kinds.perKind(Array.from(p.kinds.keys()));
        return [verify.field('counts', kind, verify.mainLabel(s, 'counts', '分类处数'), p.unit)];
      }
      return [verify.field('count', kinds.count, verify.mainLabel(s, 'count', '问题处数'), p.unit)];
    },
    award: function (p, facts, s) {
      if (s.pool === 'veto') return award(0, [(facts.count ? '有' : '无') + '此情形，本身不计分，计 0 分']);
      var found = p.kinds !== null ? defectsByKind(p, facts.counts)
        : p.steps !== null ? inSteps(p, facts.count, s) : defectsAlike(p, facts.count);
      var left = words.lostFrom(s, found.loss);
      var last = whole.sign(found.loss) ? left.step : '0 ' + p.unit + '，' + left.step;
      return award(left.points, found.steps.concat([last]), found.loss);
    },
  };
})(window.ScoringVerify);

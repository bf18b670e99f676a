// Rules on an answer: yes or no, a level, ticks, judged points, an imported score, a record. Facts in, points and steps out.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var words = verify.words;
  var kinds = verify.kinds;
  var shape = verify.shape;
  var need = shape.need;
  var may = shape.may;
  var marks = words.marks;

  /* What facts are worth: `loss` where a rule takes away, `empty` where there is nothing to score. */
  function award(worth, steps, loss) {
    return { points: worth, steps: steps, loss: loss === undefined ? null : loss, empty: false };
  }

  function empty(steps) { return { points: 0, steps: steps, loss: null, empty: true }; }

  /* The author's label of a field, or the rule's own. */
  function label(setting, name, usual) { return setting.labels.has(name) ? setting.labels.get(name) : usual; }

  /* The label of the main field: from `fields`, else from `ask`, else the rule's own. */
  function mainLabel(setting, name, usual) { return label(setting, name, setting.ask || usual); }

  function field(name, kind, label, unit) { return { name: name, kind: kind, label: label, unit: unit || '' }; }

  var yesNo = {
    keys: { yes: may(shape.number), no: may(shape.number) },
    fields: function (p, s) { return [field('answer', kinds.yesNo, mainLabel(s, 'answer', '是否做到'))]; },
    award: function (p, facts, s) {
      var yes = facts.answer;
      if (s.pool === 'veto') {
        return award(0, [yes ? '是，触发一票否决，本身不计分，计 0 分' : '否，不触发一票否决，计 0 分']);
      }
      var given = yes ? p.yes : p.no;
      var worth = given !== null ? given : yes ? s.most : 0;
      return award(worth, [(yes ? '是' : '否') + '，' + words.gives(s, worth)]);
    },
  };

  var levels = {
    keys: { levels: need(shape.mapping(shape.number)) },
    fields: function (p, s) {
      return [field('level', kinds.level(Array.from(p.levels.keys())), mainLabel(s, 'level', '等次'))];
    },
    award: function (p, facts, s) {
      var worth = p.levels.get(facts.level);
      return award(worth, ['评为“' + facts.level + '”，' + words.gives(s, worth)]);
    },
  };

  var item = shape.record({ title: need(shape.text), id: may(shape.text, ''), points: may(shape.number) }, 'title');

  function titles(items) { return words.joined(items.map(function (one) { return one.title; })); }

  function byMissing(p, lacks, s) {
    var loss = whole.multiply(p.missing, lacks.length);
    var left = words.lostFrom(s, loss);
    if (!lacks.length) return award(left.points, [p.of.length + ' 项齐全，' + left.step], 0);
    return award(left.points, ['缺 ' + lacks.length + ' 项：' + titles(lacks),
      lacks.length + ' 项 × ' + marks(p.missing) + ' = ' + marks(loss), left.step], loss);
  }

  function altogether(p, lacks, s) {
    var got = (lacks.length > 0) === s.deducts ? s.most : 0;
    if (!lacks.length) return award(got, [p.of.length + ' 项齐全，' + words.gives(s, got)]);
    return award(got, ['缺 ' + lacks.length + ' 项：' + titles(lacks), '须全部具备，' + words.gives(s, got)]);
  }

  function byTicks(p, has, lacks, s) {
    if (!has.length) return award(0, [p.of.length + ' 项中一项也没有，' + words.gives(s, 0)]);
    var absent = lacks.length && !s.deducts ? ['缺 ' + lacks.length + ' 项：' + titles(lacks)] : [];
    if (p.each !== null) {
      var gain = whole.multiply(p.each, has.length);
      return award(gain, [(s.deducts ? '存在' : '已具备') + ' ' + has.length + ' 项：' + titles(has)].concat(absent,
        [has.length + ' 项 × ' + marks(p.each) + ' = ' + marks(gain)]));
    }
    var own = has.map(function (one) { return one.points || 0; });
    var total = points.sum(own);
    var named = has.map(function (one) { return one.title + ' ' + marks(one.points || 0); }).join('，');
    var last = own.length > 1 ? words.added(own) + ' = ' + marks(total) : words.gives(s, total);
    return award(total, [named].concat(absent, [last]));
  }

  var checklist = {
    keys: {
      of: need(shape.list(item)), each: may(shape.number), missing: may(shape.number), all: may(shape.yes, false),
    },
    fields: function (p, s) {
      var options = p.of.map(function (one) { return { id: one.id || one.title, title: one.title }; });
      return [field('ticks', kinds.ticks(options), mainLabel(s, 'ticks', '已具备的各项'))];
    },
    award: function (p, facts, s) {
      function ticked(one) { return facts.ticks.indexOf(one.id || one.title) >= 0; }
      var has = p.of.filter(ticked);
      var lacks = p.of.filter(function (one) { return !ticked(one); });
      if (p.missing !== null) return byMissing(p, lacks, s);
      return p.all ? altogether(p, lacks, s) : byTicks(p, has, lacks, s);
    },
  };

  /* The points out of all judges', lowest first. */
  function merged(way, ordered) {
    var counted = ordered;
    var said = '平均';
    if (way === 'median') {
      var middle = Math.floor(ordered.length / 2);
      counted = ordered.slice(middle - 1 + ordered.length % 2, middle + 1);
      said = '取中间';
    } else if (way === 'trimmed' && ordered.length > 2) {
      counted = ordered.slice(1, -1);
      said = '去掉最高 ' + points.show(ordered[ordered.length - 1]) + '、最低 ' + points.show(ordered[0]) + '，平均';
    }
    var worth = points.mean(counted);
    var shown = counted.map(points.show).join(' + ');
    return { points: worth, step: said + '：(' + shown + ') ÷ ' + counted.length + ' = ' + marks(worth) };
  }

  var judged = {
    keys: { step: may(shape.number, 5000), judges: may(shape.oneOf('mean', 'median', 'trimmed')) },
    fields: function (p, s) {
      if (p.judges !== null) {
        return [field('points', kinds.scores(s.most, p.step), mainLabel(s, 'points', '各位评委的评分'), '分')];
      }
      return [field('points', kinds.judged(s.most, p.step), mainLabel(s, 'points', '评分'), '分')];
    },
    award: function (p, facts, s) {
      if (p.judges === null) return award(facts.points, ['复核员评议，' + words.gives(s, facts.points)]);
      var one = merged(p.judges, verify.text.sorted(facts.points, whole.compare));
      return award(one.points, [facts.points.length + ' 位评委：' + words.joined(facts.points.map(points.show)),
        one.step]);
    },
  };

  var imported = {
    keys: { scale: may(shape.number, 1000000) },
    fields: function (p, s) {
      return [field('value', kinds.number(0, p.scale), mainLabel(s, 'value', '引用的得分')),
        field('source', kinds.words(200), label(s, 'source', '来源')),
        field('date', kinds.day, label(s, 'date', '来源日期'))];
    },
    award: function (p, facts, s) {
      var total = points.share(s.most, facts.value, p.scale);
      var where = '引用 ' + (facts.source || '（未写来源）') + '（' + verify.days.show(facts.date) + '）：' +
        points.show(facts.value);
      var worked = marks(s.most) + ' × ' + points.show(facts.value) + ' ÷ ' + points.show(p.scale) + ' = ' + marks(total);
      return award(total, [where, s.deducts ? worked + '，' + words.gives(s, total) : worked]);
    },
  };

  var KEPT = {
    count: kinds.count, number: kinds.number(null, null), yes_no: kinds.yesNo, date: kinds.day,
    text: kinds.words(2000), name: kinds.words(50),
  };
  var column = shape.record({
    label: need(shape.text), unit: may(shape.text, ''),
    kind: may(shape.oneOf('count', 'number', 'yes_no', 'date', 'text', 'name'), 'count'),
  }, 'label');

  var record = {
    keys: { keep: need(shape.mapping(column)) },
    worthNothing: true,
    fields: function (p, s) {
      return Array.from(p.keep.keys()).map(function (name) {
        var kept = p.keep.get(name);
        return field(name, KEPT[kept.kind], label(s, name, kept.label), kept.unit);
      });
    },
    award: function () { return award(0, ['只作记录，计 0 分']); },
  };

  verify.award = award;
  verify.emptyAward = empty;
  verify.field = field;
  verify.label = label;
  verify.mainLabel = mainLabel;
  verify.rules = {
    yes_no: yesNo, levels: levels, checklist: checklist, judged: judged, imported: imported, record: record,
  };
})(window.ScoringVerify);

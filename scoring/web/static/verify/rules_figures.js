// Rules on one figure: its ratio to a target, the band it falls into, how far it is below a line.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var words = verify.words;
  var kinds = verify.kinds;
  var shape = verify.shape;
  var award = verify.award;
  var field = verify.field;
  var need = shape.need;
  var may = shape.may;
  var marks = words.marks;
  var PARTIAL = shape.oneOf('ceil', 'floor', 'exact');

  verify.rules.ratio = {
    keys: { target: may(shape.number), unit: may(shape.text, '件') },
    fields: function (p, s) {
      if (p.target !== null) return [field('done', kinds.count, verify.mainLabel(s, 'done', '完成数'), p.unit)];
      return [field('done', kinds.count, verify.label(s, 'done', '已办'), p.unit),
        field('of', kinds.count, verify.label(s, 'of', '应办'), p.unit)];
    },
    award: function (p, facts, s) {
      var done = points.ofCount(facts.done);
      var due = p.target !== null ? p.target : points.ofCount(facts.of);
      if (due === 0) {
        return verify.emptyAward(['“' + this.fields(p, s)[1].label + '”为 0，没有可考核的事项，按不适用处理']);
      }
      var hundredths = whole.nearest(whole.multiply(done, 10000), due);
      var rate = facts.done + ' ÷ ' + points.show(due) + ' = ' + points.show(whole.multiply(hundredths, 100)) + ' %';
      if (whole.compare(done, due) >= 0) {
        var over = whole.compare(done, due) > 0 ? '，按 100 % 计' : '';
        return award(s.most, [rate + over, words.gives(s, s.most)]);
      }
      var gain = points.share(s.most, done, due);
      return award(gain, [rate, marks(s.most) + ' × ' + facts.done + ' ÷ ' + points.show(due) + ' = ' + marks(gain)]);
    },
  };

  var band = shape.record({
    points: need(shape.number), at_least: may(shape.number), above: may(shape.number), at_most: may(shape.number),
    below: may(shape.number),
  });
  var since = shape.record({ days_since: need(shape.text) });
  var MEASURES = ['count', 'number', 'rate', 'days'];

  function bandWords(one, unit) {
    var limits = [['不低于', one.at_least], ['高于', one.above], ['不高于', one.at_most], ['低于', one.below]];
    return limits.filter(function (pair) { return pair[1] !== null; }).map(function (pair) {
      return pair[0] + ' ' + words.amount(pair[1], unit);
    }).join('，且') || '其余';
  }

  function bandUnit(p) {
    var usual = typeof p.measure === 'object' ? '天' : { rate: '%', days: '天' }[p.measure] || '';
    return p.unit || usual;
  }

  /* The figure that the bands look at, null where there is none, with the steps to it. */
  function bandFigure(p, facts, s) {
    if (typeof p.measure === 'object') {
      var day = facts[p.measure.days_since];
      var days = Math.max(0, verify.days.number(s.asOf) - verify.days.number(day));
      var said = verify.days.show(day) + '到基准日 ' + verify.days.show(s.asOf) + '，' + days + ' 天';
      return { value: points.ofCount(days), steps: [said] };
    }
    if (p.measure === 'rate') return words.percent(facts.value);
    return { value: p.measure === 'number' ? facts.value : points.ofCount(facts.value), steps: [] };
  }

  verify.rules.bands = {
    keys: {
      bands: need(shape.list(band)), unit: may(shape.text, ''),
      measure: may(shape.wordOr(MEASURES, since), 'number'),
    },
    fields: function (p, s) {
      if (typeof p.measure === 'object') {
        var name = p.measure.days_since;
        return [field(name, kinds.day, verify.mainLabel(s, name, '日期'))];
      }
      var kind = { rate: kinds.rate, number: kinds.number(null, null) }[p.measure] || kinds.count;
      var usual = { rate: '百分率', count: '数量', number: '数值', days: '天数' }[p.measure];
      return [field('value', kind, verify.mainLabel(s, 'value', usual), bandUnit(p))];
    },
    award: function (p, facts, s) {
      var figure = bandFigure(p, facts, s);
      if (figure.value === null) return verify.emptyAward(figure.steps);
      var unit = bandUnit(p);
      var held = p.bands.filter(function (one) { return words.within(one, figure.value); })[0];
      var shown = words.amount(figure.value, unit);
      var said = held === undefined ? shown + '，没有归入任何一档，' + words.gives(s, 0)
        : shown + '，属于“' + bandWords(held, unit) + '”一档，' + words.gives(s, held.points);
      return award(held === undefined ? 0 : held.points, figure.steps.concat([said]));
    },
  };

  verify.rules.shortfall = {
    keys: {
      line: need(shape.number), each: need(shape.number), per: may(shape.number, 10000), partial: may(PARTIAL, 'exact'),
    },
    fields: function (p, s) { return [field('rate', kinds.rate, verify.mainLabel(s, 'rate', '百分率'), '%')]; },
    award: function (p, facts, s) {
      var rate = words.percent(facts.rate);
      if (rate.value === null) return verify.emptyAward(rate.steps);
      var line = points.show(p.line);
      if (rate.value >= p.line) {
        var full = words.lostFrom(s, 0);
        return award(full.points,
          rate.steps.concat([points.show(rate.value) + ' %，达到 ' + line + ' %，' + full.step]), 0);
      }
      var short = p.line - rate.value;
      var lost = words.lostBy(short, p.per, p.each, p.partial, '个百分点');
      var left = words.lostFrom(s, lost.loss);
      var said = points.show(rate.value) + ' %，比 ' + line + ' % 低 ' + points.show(short) + ' 个百分点';
      return award(left.points, rate.steps.concat([said, lost.step, left.step]), lost.loss);
    },
  };

  verify.partial = PARTIAL;
})(window.ScoringVerify);

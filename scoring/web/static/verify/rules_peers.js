// Rules that compare a unit with the others of its group: by place, by the best, by the mean.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var words = verify.words;
  var shape = verify.shape;
  var award = verify.award;
  var need = shape.need;
  var may = shape.may;
  var marks = words.marks;
  var BETTER = shape.oneOf('high', 'low');
  var SELF = shape.oneOf('in', 'out');

  function fields(p, s) {
    return [verify.field('value', verify.kinds.number(null, null), verify.mainLabel(s, 'value', '数值'))];
  }

  function figure(facts) { return facts.value; }

  /* The points of a place on the ladder. */
  function rung(p, place) {
    if (place <= p.ladder.length) return p.ladder[place - 1];
    var last = p.ladder[p.ladder.length - 1];
    return points.greatest([0, whole.add(last, whole.multiply(p.then, place - p.ladder.length))]);
  }

  function distinct(values) { return Array.from(new Set(values)); }

  verify.rules.rank_ladder = {
    compares: true,
    keys: {
      ladder: need(shape.list(shape.number)), then: may(shape.number, 0), from: may(shape.oneOf('top', 'bottom'), 'top'),
      better: may(BETTER, 'high'), ties: may(shape.oneOf('share_high', 'average', 'dense'), 'share_high'),
    },
    fields: fields,
    figure: figure,
    award: function (p, facts, s) {
      var own = facts.value;
      var upwards = (p.better === 'high') === (p.from === 'top');
      var ahead = s.others.filter(function (x) { return upwards ? x > own : x < own; });
      var place = 1 + (p.ties === 'dense' ? distinct(ahead) : ahead).length;
      var same = s.others.filter(function (x) { return x === own; }).length;
      var among = points.show(own) + '，在 ' + (s.others.length + 1) + ' 个单位中' +
        (p.from === 'bottom' ? '倒数' : '') + '第 ' + place + ' 名';
      if (p.ties === 'average' && same) return shared(p, place, same, among);
      var worth = rung(p, place);
      var tied = same ? '，' + (same + 1) + ' 个单位并列' : '';
      var beyond = place - p.ladder.length;
      var worked = '';
      if (beyond > 0 && p.then) {
        var raw = whole.add(p.ladder[p.ladder.length - 1], whole.multiply(p.then, beyond));
        worked = points.show(p.ladder[p.ladder.length - 1]) + (p.then < 0 ? ' − ' : ' + ') +
          points.show(whole.absolute(p.then)) + ' × ' + beyond + (whole.sign(raw) < 0 ? '，不低于 0 分' : '') + '，';
      }
      return award(worth, [among + tied, worked + words.gives(s, worth)]);
    },
  };

  function shared(p, place, same, among) {
    var rungs = [];
    for (var n = place; n <= place + same; n += 1) rungs.push(rung(p, n));
    var worth = points.mean(rungs);
    return award(worth, [among + '，' + (same + 1) + ' 个单位并列',
      '(' + rungs.map(points.show).join(' + ') + ') ÷ ' + rungs.length + ' = ' + marks(worth)]);
  }

  verify.rules.best_share = {
    compares: true,
    keys: { better: may(BETTER, 'high'), self: may(SELF, 'in') },
    fields: fields,
    figure: figure,
    award: function (p, facts, s) {
      var own = facts.value;
      var high = p.better === 'high';
      var all = p.self === 'in' || !s.others.length ? [own].concat(s.others) : s.others;
      var best = high ? points.greatest(all) : points.least(all);
      var whose = all.length > s.others.length ? '本组' : '本组其他';
      var said = '本单位 ' + points.show(own) + '，' + whose + ' ' + all.length + ' 个单位中最好的 ' + points.show(best);
      var first = own === best || (own > best) === high || (own === 0 && !high);
      if (first && (best > 0 || !high)) return award(s.most, [said + '，得满分 ' + marks(s.most)]);
      if (best <= 0 && high) return award(0, [said + '，无从比较，得 0 分']);
      var part = Math.max(high ? own : best, 0);
      var all100 = high ? best : own;
      var total = points.share(s.most, part, all100);
      return award(total, [said,
        marks(s.most) + ' × ' + points.show(part) + ' ÷ ' + points.show(all100) + ' = ' + marks(total)]);
    },
  };

  verify.rules.mean_shortfall = {
    compares: true,
    keys: {
      each: need(shape.number), per: may(shape.number, 10000), partial: may(verify.partial, 'exact'), self: may(SELF, 'in'),
    },
    fields: fields,
    figure: figure,
    award: function (p, facts, s) {
      var own = facts.value;
      var counted = p.self === 'in' ? [own].concat(s.others) : s.others;
      if (!counted.length) return award(s.most, ['没有可比的单位，得满分 ' + marks(s.most)], 0);
      var mean = points.mean(counted);
      var said = '本单位 ' + points.show(own) + '，' + counted.length + ' 个单位平均 ' + points.show(mean);
      var left;
      if (whole.compare(own, mean) >= 0) {
        left = words.lostFrom(s, 0);
        return award(left.points, [said + '，不低于平均，' + left.step], 0);
      }
      if (whole.sign(mean) <= 0) {
        left = words.lostFrom(s, s.most);
        return award(left.points, [said + '，低于平均，平均数不是正数，折不成百分数', left.step], s.most);
      }
      var short = whole.nearest(whole.multiply(whole.subtract(mean, own), 1000000), mean);
      var worked = '(' + points.show(mean) + ' − ' + points.show(own) + ') ÷ ' + points.show(mean) + ' × 100 = ' +
        points.show(short) + ' %';
      var lost = words.lostBy(short, p.per, p.each, p.partial, '%');
      left = words.lostFrom(s, lost.loss);
      return award(left.points, [said, worked, lost.step, left.step], lost.loss);
    },
  };
})(window.ScoringVerify);

// The words that steps put around figures.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;

  function marks(units) { return points.show(units) + ' 分'; }

  function amount(units, unit) { return points.show(units) + (unit ? ' ' + unit : ''); }

  /* So many things, of a plain count. */
  function counted(count, unit) { return count + (unit ? ' ' + unit : ''); }

  /* '6 + 2 − 4'. */
  function added(values) {
    var text = '';
    values.forEach(function (value) {
      if (!text) text = points.show(value);
      else text += (whole.sign(value) < 0 ? ' − ' : ' + ') + points.show(whole.absolute(value));
    });
    return text || '0';
  }

  function joined(list) { return list.join('、'); }

  function gives(setting, units) { return (setting.deducts ? '扣 ' : '得 ') + marks(units); }

  /* Raw points and the closing step of a loss. */
  function lostFrom(setting, loss) {
    if (setting.deducts) return { points: loss, step: '扣 ' + marks(loss) };
    var left = whole.subtract(setting.most, loss);
    if (whole.sign(loss) === 0) return { points: left, step: '不扣分，得 ' + marks(left) };
    return { points: left, step: marks(setting.most) + ' − ' + marks(loss) + ' = ' + marks(left) };
  }

  /* A rate as percent, null for so many of 0, with the steps to it. */
  function percent(rate) {
    if (typeof rate === 'number') return { value: rate, steps: [] };
    if (rate.of === 0) return { value: null, steps: ['分母为 0，没有可考核的事项，按不适用处理'] };
    var value = points.share(1000000, points.ofCount(rate.done), points.ofCount(rate.of));
    return { value: value, steps: [rate.done + ' ÷ ' + rate.of + ' × 100 = ' + points.show(value) + ' %'] };
  }

  var PORTIONS = { ceil: '不足一份按一份计', floor: '不足一份不计', exact: '按实际比例计' };

  /* Points lost for a shortfall, `each` for every `per` of it, with the step. */
  function lostBy(short, per, each, partial, unit) {
    if (partial === 'exact') {
      var exact = whole.nearest(whole.multiply(short, each), per);
      return { loss: exact, step: amount(short, unit) + ' ÷ ' + points.show(per) + ' × ' + marks(each) + ' = ' +
        marks(exact) };
    }
    var count = partial === 'ceil' ? whole.ceilDivide(short, per) : whole.floorDivide(short, per).quotient;
    var loss = whole.multiply(each, count);
    return { loss: loss, step: amount(short, unit) + '，' + PORTIONS[partial] + '，计 ' + whole.text(count) + ' 份 × ' +
      marks(each) + ' = ' + marks(loss) };
  }

  var LIMITS = [['above', '高于'], ['at_least', '不低于'], ['at_most', '不高于'], ['below', '低于']];

  /* Whether a value lies within the limits of a band or a gate. */
  function within(limits, value) {
    return (limits.at_least === null || whole.compare(value, limits.at_least) >= 0) &&
      (limits.above === null || whole.compare(value, limits.above) > 0) &&
      (limits.at_most === null || whole.compare(value, limits.at_most) <= 0) &&
      (limits.below === null || whole.compare(value, limits.below) < 0);
  }

  /* '不低于 44 分且低于 60 分'. */
  function gateWords(gate, unit) {
    return LIMITS.filter(function (pair) { return gate[pair[0]] !== null; }).map(function (pair) {
      return pair[1] + ' ' + points.show(gate[pair[0]]) + (unit === undefined ? ' 分' : unit);
    }).join('且');
  }

  verify.words = {
    marks: marks, amount: amount, counted: counted, added: added, joined: joined, gives: gives, lostFrom: lostFrom,
    percent: percent, lostBy: lostBy, within: within, gateWords: gateWords,
  };
})(window.ScoringVerify);

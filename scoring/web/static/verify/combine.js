// How a branch's points come from its children's: sum, max, min, first, weighted, rollup.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var words = verify.words;
  var shape = verify.shape;
  var award = verify.award;
  var marks = words.marks;
  var HUNDRED = 1000000;

  function applicable(parts) { return parts.filter(function (part) { return part.applies; }); }

  function nothing() { return verify.emptyAward(['各下级指标都不适用']); }

  function sum(p, parts) {
    var total = points.sum(parts.map(function (part) { return part.points; }));
    var shown = applicable(parts).map(function (part) {
      var text = points.show(part.points);
      return whole.sign(part.points) < 0 ? '(' + text + ')' : text;
    }).join(' + ');
    return award(total, [(shown || '0') + ' = ' + marks(total)]);
  }

  /* The greatest or the least child, the first of equals. */
  function extreme(word, better) {
    return function (p, parts) {
      var here = applicable(parts);
      if (!here.length) return nothing();
      var taken = here.reduce(function (a, b) { return better(whole.compare(b.points, a.points)) ? b : a; });
      var shown = words.joined(here.map(function (part) { return points.show(part.points); }));
      return award(taken.points, [shown + ' 中取' + word + '的“' + taken.title + '”，得 ' + marks(taken.points)]);
    };
  }

  function first(p, parts) {
    var here = applicable(parts);
    if (!here.length) return nothing();
    var taken = here.filter(function (part) { return part.answered; })[0];
    if (taken === undefined) return award(0, ['各档都没有填报，得 0 分']);
    return award(taken.points, ['以“' + taken.title + '”为准，得 ' + marks(taken.points)]);
  }

  /* worth × Σ (weight × score) ÷ Σ weight ÷ 100, rounded once, with the step. */
  function mixed(worth, weighed) {
    var all = points.sum(weighed.map(function (one) { return one.weight; }));
    var sums = points.sum(weighed.map(function (one) { return whole.multiply(one.weight, one.score); }));
    var total = whole.nearest(whole.multiply(worth, sums), whole.multiply(all, HUNDRED));
    var shown = weighed.map(function (one) {
      return points.show(one.weight) + ' × ' + points.show(one.score);
    }).join(' + ');
    return { points: total, step: points.show(worth) + ' × (' + shown + ') ÷ ' + points.show(all) + ' ÷ 100 = ' +
      marks(total) };
  }

  function weighted(p, parts, scene) {
    var here = applicable(parts).filter(function (part) { return whole.sign(part.max) > 0; });
    if (!here.length || whole.sign(points.sum(here.map(function (part) { return part.weight || 0; }))) <= 0) {
      return nothing();
    }
    var steps = [];
    var weighed = here.map(function (part) {
      var score = points.share(HUNDRED, part.points, part.max);
      steps.push(part.title + '：' + points.show(part.points) + ' ÷ ' + points.show(part.max) + ' × 100 = ' +
        points.show(score) + '，权重 ' + points.show(part.weight || 0));
      return { weight: part.weight || 0, score: score };
    });
    var result = mixed(scene.points, weighed);
    return award(result.points, steps.concat([result.step]));
  }

  /* Names in the order of their lots, as many as are taken, put back into their own order. */
  function drawn(seed, place, names, take) {
    var lots = names.map(function (name) {
      var line = verify.bytes.encoded(seed + '\n' + place + '\n' + name);
      return { name: name, lot: verify.bytes.hex(verify.sha256(line)) };
    });
    var chosen = new Set(verify.text.sorted(lots, function (a, b) { return a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0; })
      .slice(0, take).map(function (one) { return one.name; }));
    return names.filter(function (name) { return chosen.has(name); });
  }

  function groupMean(p, group, scene, steps) {
    var scores = scene.below.get(group) || new Map();
    if (!scores.size) {
      steps.push(group + '没有下级单位，权重去掉');
      return null;
    }
    function told(list) {
      return words.joined(list.map(function (name) { return name + ' ' + points.show(scores.get(name)); }));
    }
    var names = Array.from(scores.keys()).sort(verify.text.byCodePoint);
    if (p.sample === null || names.length <= p.sample) steps.push(group + ' ' + names.length + ' 个：' + told(names));
    else if (!scene.seed) {
      steps.push(group + ' ' + names.length + ' 个，抽取 ' + p.sample + ' 个；尚未抽取，暂按全部计');
    } else {
      names = drawn(scene.seed, scene.place + '/' + group, names, p.sample);
      steps.push(group + ' ' + scores.size + ' 个中抽取 ' + p.sample + ' 个：' + told(names));
    }
    return points.mean(names.map(function (name) { return scores.get(name); }));
  }

  function rollup(p, parts, scene) {
    var here = applicable(parts);
    var most = points.sum(here.map(function (part) { return part.max; }));
    var weighed = [];
    var steps = [];
    if (whole.sign(most) > 0) {
      var got = points.sum(here.map(function (part) { return part.points; }));
      weighed.push({ weight: p.own, score: points.share(HUNDRED, got, most) });
      steps.push('自身得分 ' + points.show(weighed[0].score) + '，权重 ' + points.show(p.own));
    }
    p.groups.forEach(function (weight, group) {
      var mean = groupMean(p, group, scene, steps);
      if (mean === null) return;
      weighed.push({ weight: weight, score: mean });
      steps.push(group + '平均分 ' + points.show(mean) + '，权重 ' + points.show(weight));
    });
    if (whole.sign(points.sum(weighed.map(function (one) { return one.weight; }))) <= 0) {
      return verify.emptyAward(['自身和下级单位都没有得分']);
    }
    var result = mixed(scene.points, weighed);
    return award(result.points, steps.concat([result.step]));
  }

  verify.drawn = drawn;
  /* `picks` takes one child, `gathers` looks at the units below. */
  verify.combiners = {
    sum: { keys: {}, combine: sum },
    max: { keys: {}, picks: true, combine: extreme('最高', function (order) { return order > 0; }) },
    min: { keys: {}, picks: true, combine: extreme('最低', function (order) { return order < 0; }) },
    first: { keys: {}, picks: true, combine: first },
    weighted: { keys: {}, combine: weighted },
    rollup: {
      keys: {
        own: shape.need(shape.number), groups: shape.need(shape.mapping(shape.number)), sample: shape.may(shape.integer),
      },
      gathers: true, combine: rollup,
    },
  };
})(window.ScoringVerify);

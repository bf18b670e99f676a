// One leaf's line on its own: what its condition means, what multiplies it, its limits, and what does not apply.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var words = verify.words;
  var fieldsOf = verify.ruleset.fieldsOf;
  var show = points.show;
  var marks = words.marks;

  function line(worth, most, lost, steps, state, fired) {
    return { points: worth, max: most, lost: lost, steps: steps, state: state || 'answered', fired: fired === true };
  }

  function subtotal(worth, most, asked, steps) { return { points: worth, max: most, asked: asked, steps: steps || [] }; }

  function same(a, b) {
    if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every(function (x, n) { return x === b[n]; });
    return a === b;
  }

  /* Whether a leaf's main fact is what a condition names; among ticks, whether it is ticked. */
  function equals(leaf, facts, word) {
    var field = fieldsOf(leaf)[0];
    var wanted = field.kind.typed(word);
    return field.kind.ticks ? facts[field.name].indexOf(wanted) >= 0 : same(facts[field.name], wanted);
  }

  /* Whether a leaf's main fact is yes, or a number other than 0. */
  function holds(leaf, facts) {
    var main = facts[fieldsOf(leaf)[0].name];
    return main === true || (typeof main === 'number' && main !== 0);
  }

  function vetoLine(leaf, facts) {
    var field = fieldsOf(leaf)[0];
    var gate = leaf.effect === null ? null : leaf.effect.when;
    var fired, said;
    if (gate === null) {
      fired = holds(leaf, facts);
      said = fired ? '发生“' + leaf.title + '”，触发一票否决' : '没有发生，不触发一票否决';
    } else {
      var figure = field.kind.counts ? points.ofCount(facts[field.name]) : facts[field.name];
      if (typeof figure !== 'number') throw new Error('“' + leaf.title + '”填的不是数，不能和 when 比较');
      fired = words.within(gate, figure);
      var unit = field.unit ? ' ' + field.unit : '';
      var limits = words.gateWords(gate, unit);
      said = show(figure) + unit + '，' +
        (fired ? limits + '，触发一票否决' : '没有达到“' + limits + '”，不触发一票否决');
    }
    return line(0, 0, 0, [said], 'answered', fired);
  }

  function floorWords(floor) { return floor === 0 ? '扣完为止，计 0 分' : '最低计 ' + marks(floor); }

  /* A leaf's points between its floor and its cap, with the step that says which of them bit. */
  function settle(award, leaf, ruleset) {
    if (leaf.points !== null && whole.compare(award.points, leaf.points) > 0) {
      return { points: leaf.points, steps: award.steps.concat(['封顶 ' + marks(leaf.points)]) };
    }
    var stops = ruleset.floor === 'item' || (ruleset.floor === 'section' && leaf.above === null);
    var floor = leaf.floor !== null ? leaf.floor : stops ? 0 : 'none';
    if (floor !== 'none' && whole.compare(award.points, floor) < 0) {
      return { points: floor, steps: award.steps.concat([floorWords(floor)]) };
    }
    return { points: award.points, steps: award.steps };
  }

  /* The points a leaf is worth on a card; 0 for a veto or a record. */
  function worthOf(leaf) { return leaf.points !== null && leaf.pool !== 'veto' ? leaf.points : 0; }

  /* An award whose loss, or whose gain where the rule awards, counts `by` times. */
  function timesOver(leaf, award, by, why) {
    var often = '因“' + why + '”按 ' + show(by) + ' 倍计';
    if (award.loss === null || leaf.pool === 'deduction') {
      var more = points.times(award.points, by);
      var said = often + '：' + marks(award.points) + ' × ' + show(by) + ' = ' + marks(more);
      return { points: more, steps: award.steps.concat([said]), loss: award.loss === null ? null : more, empty: false };
    }
    var worth = worthOf(leaf);
    var loss = points.times(award.loss, by);
    var left = whole.subtract(worth, loss);
    var told = '扣分' + often + '：' + marks(award.loss) + ' × ' + show(by) + ' = ' + marks(loss) + '，' +
      show(worth) + ' − ' + show(loss) + ' = ' + marks(left);
    return { points: left, steps: award.steps.concat([told]), loss: loss, empty: false };
  }

  /* The line of a leaf without facts: whose turn it is. */
  function unanswered(leaf, worth) {
    var waits = { reviewer: '待复核员评定', office: '待考核办录入', unit: '未填报' }[leaf.filled_by];
    var office = fieldsOf(leaf).some(function (field) {
      return !field.optional && leaf.fields.has(field.name) && leaf.fields.get(field.name).filled_by === 'office';
    });
    if (leaf.filled_by === 'unit' && office) waits = '未填报，或者考核办还没有录入有关数据';
    var counts = leaf.pool === 'base' && leaf.points !== null;
    return line(0, worth, leaf.pool === 'base' ? worth : 0, [counts ? waits + '，计 0 分' : waits], 'unanswered');
  }

  /* The line of a leaf that does not apply; `mean` is its peers' mean where the policy asks for it. */
  function settled(policy, leaf, worth, mean, steps) {
    function told(got, most, lost, said) { return line(got, most, lost, steps.concat([said]), 'not_applicable'); }
    if (policy === 'full') return told(worth, worth, 0, '本项不适用，按规则计满分 ' + marks(worth));
    if (policy === 'zero') return told(0, worth, worth, '本项不适用，按规则计 0 分');
    if (policy === 'share' && leaf.settling.share !== null) {
      var part = points.times(worth, leaf.settling.share);
      return told(part, worth, whole.subtract(worth, part), '本项不适用，有说明的按成计分：' + marks(worth) + ' × ' +
        show(leaf.settling.share) + ' = ' + marks(part));
    }
    if (policy === 'mean' && mean !== null) {
      var whose = leaf.settling.of ? '“' + leaf.settling.of + '”组' : '本组适用单位';
      return told(mean, worth, whole.subtract(worth, mean), '本项不适用，按' + whose + '的平均分计：' + marks(mean));
    }
    return told(0, 0, 0, '本项不适用，不计分值');
  }

  /* Whether everything below an indicator that does not apply gives its points to the siblings. */
  function spreads(ruleset, node) {
    if (node.rule !== null) {
      return node.pool === 'base' && ruleset.policyOf(node) === 'spread' && node.settling.to === null;
    }
    return node.children.every(function (child) { return child.obsolete || spreads(ruleset, child); });
  }

  /* Pairs {node, part} that apply after taking over `moved` points of the nodes `away`, with the steps. */
  function spreadOut(pairs, away, moved) {
    var each = whole.nearest(moved, pairs.length);
    var last = whole.subtract(moved, whole.multiply(each, pairs.length - 1));
    var more = whole.compare(last, each) ? '，最后一项加 ' + marks(last) : '';
    var steps = [words.joined(away.map(function (node) { return node.title; })) + '不适用，' + marks(moved) + '由其余 ' +
      pairs.length + ' 项平均分担，每项加 ' + marks(each) + more];
    var out = pairs.map(function (pair, n) {
      var part = pair.part;
      var worth = whole.add(part.asked, n + 1 === pairs.length ? last : each);
      var got = points.share(part.points, worth, part.asked);
      steps.push(pair.node.title + '：' + show(part.points) + ' × ' + show(worth) + ' ÷ ' + show(part.asked) + ' = ' +
        marks(got));
      var most = whole.compare(part.max, part.asked) ? points.share(part.max, worth, part.asked) : worth;
      return { node: pair.node, part: subtotal(got, most, worth, part.steps) };
    });
    return { pairs: out, steps: steps };
  }

  /* The children with those that apply only in part brought up to their whole maximum. */
  function filledUp(pairs) {
    var steps = [];
    var out = pairs.map(function (pair) {
      var part = pair.part;
      if (whole.sign(part.max) <= 0 || whole.compare(part.max, part.asked) >= 0) return pair;
      var got = points.share(part.points, part.asked, part.max);
      steps.push(pair.node.title + '有不适用的，按比例折算：' + show(part.points) + ' × ' + show(part.asked) + ' ÷ ' +
        show(part.max) + ' = ' + marks(got));
      return { node: pair.node, part: subtotal(got, part.asked, part.asked, part.steps) };
    });
    return { pairs: out, steps: steps };
  }

  verify.lines = {
    line: line, subtotal: subtotal, equals: equals, holds: holds, vetoLine: vetoLine, floorWords: floorWords,
    settle: settle, worthOf: worthOf, timesOver: timesOver, unanswered: unanswered, settled: settled, spreads: spreads,
    spreadOut: spreadOut, filledUp: filledUp,
  };
})(window.ScoringVerify);

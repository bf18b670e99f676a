// What happens to the cards of a group after the tree, stage by stage, but for vetoes and grades.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var words = verify.words;
  var lines = verify.lines;
  var show = points.show;
  var marks = words.marks;
  var after = verify.after;

  /* What a branch or leaf earned on a card; 0 if it is not there. */
  function pointsOf(card, id) {
    var found = card.subtotals.get(id) || card.lines.get(id);
    return found ? found.points : 0;
  }

  /* What a gate looks at on a card, and the words for it. */
  function seen(gate, card, ruleset) {
    if (!gate.of.length) return { value: card.total, said: marks(card.total) };
    var value = points.sum(gate.of.map(function (id) { return pointsOf(card, id); }));
    var titles = gate.of.map(function (id) {
      var node = ruleset.find(id);
      return '“' + (node === null ? id : node.title) + '”';
    });
    return { value: value, said: words.joined(titles) + '合计 ' + marks(value) };
  }

  function pool(card, ruleset, name) {
    return points.sum(ruleset.indicators.filter(function (top) {
      return top.pool === name && card.subtotals.has(top.id);
    }).map(function (top) { return card.subtotals.get(top.id).points; }));
  }

  function bonus(card, p, ruleset) {
    var gain = pool(card, ruleset, 'bonus');
    if (!whole.sign(gain)) return card;
    if (p.when !== null) {
      var found = seen(p.when, card, ruleset);
      if (!words.within(p.when, found.value)) {
        return after(card, 'bonus', card.total, [found.said + '，未达到“' + words.gateWords(p.when) + '”，不加分']);
      }
    }
    var steps = [];
    if (p.cap !== null && whole.compare(gain, p.cap) > 0) {
      steps.push('加分合计 ' + marks(gain) + '，封顶加 ' + marks(p.cap));
      gain = p.cap;
    }
    var total = whole.add(card.total, gain);
    return after(card, 'bonus', total, steps.concat([show(card.total) + ' + ' + show(gain) + ' = ' + marks(total)]));
  }

  function deduction(card, p, ruleset) {
    var loss = pool(card, ruleset, 'deduction');
    if (!whole.sign(loss)) return card;
    if (p.when !== null) {
      var found = seen(p.when, card, ruleset);
      if (!words.within(p.when, found.value)) {
        return after(card, 'deduction', card.total,
          [found.said + '，不在“' + words.gateWords(p.when) + '”之内，不扣分']);
      }
    }
    var steps = [];
    if (p.cap !== null && whole.compare(loss, p.cap) > 0) {
      steps.push('扣分合计 ' + marks(loss) + '，封顶扣 ' + marks(p.cap));
      loss = p.cap;
    }
    var total = whole.subtract(card.total, loss);
    steps.push(show(card.total) + ' − ' + show(loss) + ' = ' + marks(total));
    if (whole.sign(total) < 0 && ruleset.floor !== 'none') {
      total = 0;
      steps.push('扣完为止，计 0 分');
    }
    return after(card, 'deduction', total, steps);
  }

  function excluded(card, ruleset) {
    return ruleset.leaves.some(function (leaf) {
      return card.lines.has(leaf.id) && ruleset.policyOf(leaf) === 'exclude' && leaf.pool === 'base' &&
        card.lines.get(leaf.id).state === 'not_applicable';
    });
  }

  function total(pairs, key) { return points.sum(pairs.map(function (pair) { return pair.part[key]; })); }

  function notApplicable(card, p, ruleset) {
    if (excluded(card, ruleset)) {
      return after(card, 'not_applicable', null, ['有不适用的指标，按规则不计总分，不参加排名']);
    }
    var tops = ruleset.indicators.filter(function (top) {
      return top.pool === 'base' && card.subtotals.has(top.id);
    }).map(function (top) { return { node: top, part: card.subtotals.get(top.id) }; });
    var asked = total(tops, 'asked');
    var away = tops.filter(function (top) {
      return whole.sign(top.part.asked) > 0 && whole.sign(top.part.max) === 0 && lines.spreads(ruleset, top.node);
    });
    var stay = tops.filter(function (top) { return whole.sign(top.part.max) > 0; });
    if (away.length && stay.length) {
      var shared = lines.spreadOut(stay, away.map(function (top) { return top.node; }), total(away, 'asked'));
      var sum = whole.add(whole.subtract(card.total, total(stay, 'points')), total(shared.pairs, 'points'));
      var shown = shared.pairs.map(function (pair) { return show(pair.part.points); }).join(' + ');
      card = after(card, 'not_applicable', sum, shared.steps.concat([shown + ' = ' + marks(sum)]), { max: asked });
      tops = shared.pairs;
    }
    return rebased(card, tops, asked);
  }

  function rebased(card, tops, asked) {
    var worth = total(tops, 'asked');
    var applies = total(tops, 'max');
    if (!whole.compare(applies, worth)) return card;
    if (whole.sign(applies) <= 0) return after(card, 'not_applicable', null, ['全部指标都不适用，没有总分']);
    var sum = points.share(card.total, worth, applies);
    return after(card, 'not_applicable', sum, ['不适用指标按比例折算',
      show(card.total) + ' × ' + show(worth) + ' ÷ ' + show(applies) + ' = ' + marks(sum)], { max: asked });
  }

  function multiply(card, p, ruleset) {
    var leaf = p.when === null ? null : ruleset.leaf(p.when);
    var line = p.when === null ? undefined : card.lines.get(p.when);
    var on = p.when === null || p.when === card.group || (leaf !== null && line !== undefined && line.fired);
    if (!on) return card;
    var sum = points.times(card.total, p.by);
    var why = p.when ? '因“' + (leaf === null ? p.when : leaf.title) + '”，' : '';
    return after(card, 'multiply', sum, [why + show(card.total) + ' × ' + show(p.by) + ' = ' + marks(sum)]);
  }

  function rescale(card, p) {
    if (whole.sign(card.max) <= 0 || !whole.compare(card.max, p.to)) return card;
    var sum = points.share(card.total, p.to, card.max);
    var said = show(card.total) + ' × ' + show(p.to) + ' ÷ ' + show(card.max) + ' = ' + marks(sum);
    return after(card, 'rescale', sum, [said], { max: p.to });
  }

  function floor(card, p) {
    if (whole.compare(card.total, p.at) >= 0) return card;
    return after(card, 'floor', p.at, [marks(card.total) + '，最低计 ' + marks(p.at)]);
  }

  function cap(card, p) {
    if (whole.compare(card.total, p.at) <= 0) return card;
    return after(card, 'cap', p.at, [marks(card.total) + '，封顶 ' + marks(p.at)]);
  }

  function round(card, p) {
    var sum = points.rounded(card.total, p.places);
    if (!whole.compare(sum, card.total)) return card;
    return after(card, 'round', sum, [show(card.total) + ' 四舍五入为 ' + marks(sum)]);
  }

  /* A stage that needs no peers, on the cards of a group that have a total. */
  function each(does) {
    return function (cards, params, ruleset) {
      return cards.map(function (card) { return card.total === null ? card : does(card, params, ruleset); });
    };
  }

  verify.pointsOf = pointsOf;
  verify.stages = {
    not_applicable: each(notApplicable), deduction: each(deduction), bonus: each(bonus), multiply: each(multiply),
    rescale: each(rescale), floor: each(floor), cap: each(cap), round: each(round),
  };
})(window.ScoringVerify);

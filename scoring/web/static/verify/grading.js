// Vetoes, grades with their conditions and quotas, and the ranking of a group.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var words = verify.words;
  var show = points.show;
  var marks = words.marks;
  var after = verify.after;

  /* The node and everything below it. */
  function walked(node) {
    return [node].concat.apply([node], node.children.map(walked));
  }

  /* What brings an indicator's effect about on a card, or ''. */
  function why(card, node) {
    if (node.obsolete) return '';
    if (node.pool === 'veto') {
      var line = card.lines.get(node.id);
      return line !== undefined && line.fired ? '一票否决：' + node.title : '';
    }
    var found = card.subtotals.get(node.id) || card.lines.get(node.id);
    if (node.effect === null || node.effect.when === null || !found) return '';
    var answered = walked(node).some(function (leaf) {
      return card.lines.has(leaf.id) && card.lines.get(leaf.id).state === 'answered';
    });
    if (!answered || !words.within(node.effect.when, found.points)) return '';
    return '“' + node.title + '”' + (node.pool === 'deduction' ? '扣 ' : '得 ') + marks(found.points) + '，' +
      words.gateWords(node.effect.when);
  }

  function happens(card, node, effect, said, ruleset) {
    var steps = [said];
    var total = card.total;
    var changes = {};
    if (effect.total === 'none') {
      total = null;
      steps.push('不计总分，不参加排名');
    } else if (effect.total !== null && total !== null) {
      total = points.least([total, effect.total]);
      steps.push('总分不超过 ' + marks(effect.total) + '，计 ' + marks(total));
    }
    if (effect.grade || effect.total !== null) changes.vetoes = card.vetoes.concat([node.id]);
    if (effect.grade) {
      var names = ruleset.grades.map(function (grade) { return grade.name; });
      var place = names.indexOf(effect.grade);
      if (place < 0) throw new Error('没有“' + effect.grade + '”这个等次');
      var already = card.graded && names.slice(place).indexOf(card.grade) >= 0;
      changes.grade = already ? card.grade : effect.grade;
      changes.graded = true;
      steps.push('直接定为“' + effect.grade + '”' +
        (changes.grade !== effect.grade ? '，前面已定为更低的“' + changes.grade + '”' : ''));
    }
    if (effect.bar.length) {
      changes.barred = card.barred.concat(effect.bar);
      steps.push('不得评为“' + words.joined(effect.bar) + '”');
    }
    return after(card, 'veto', total, steps, changes);
  }

  function veto(cards, params, ruleset) {
    var last = ruleset.grades[ruleset.grades.length - 1];
    var usual = { grade: last ? last.name : null, total: last ? null : 'none', bar: [], when: null };
    return cards.map(function (card) {
      ruleset.order.forEach(function (node) {
        var said = why(card, node);
        if (said) card = happens(card, node, node.effect || usual, said, ruleset);
      });
      return card;
    });
  }

  /* What orders a ranked card: vetoed last, the total, then the points of the tie-breaking indicators. */
  function keyOf(card, ruleset) {
    return [card.vetoes.length ? 1 : 0, whole.minus(card.total || 0)].concat(ruleset.ranking.break.map(function (id) {
      var found = card.subtotals.get(id) || card.lines.get(id);
      var node = ruleset.find(id);
      var got = found ? found.points : 0;
      return node !== null && node.pool === 'deduction' ? got : whole.minus(got);
    }));
  }

  function compareKeys(a, b) {
    for (var n = 0; n < a.length; n += 1) {
      var order = whole.compare(a[n], b[n]);
      if (order) return order;
    }
    return 0;
  }

  function takesPart(card, ruleset) {
    return card.total !== null && !(ruleset.ranking.vetoed === 'apart' && card.vetoes.length);
  }

  /* Whether an indicator is asked of this unit and something in it applies. */
  function counts(card, node) {
    var found = card.subtotals.get(node.id) || card.lines.get(node.id);
    return Boolean(found) && (whole.sign(found.max) > 0 || walked(node).some(function (leaf) {
      return card.lines.has(leaf.id) && card.lines.get(leaf.id).state !== 'not_applicable';
    }));
  }

  function lineOf(grade) { return { above: grade.above, at_least: grade.at_least, at_most: null, below: null }; }

  /* null for a card that meets a grade's conditions; else why not, '' where the total alone says so. */
  function unfit(card, grade, ruleset) {
    if (card.total === null || !words.within(lineOf(grade), card.total)) return '';
    if (card.barred.indexOf(grade.name) >= 0) return '';
    if (grade.essential) {
      var short = ruleset.leaves.filter(function (leaf) {
        return leaf.essential && card.lines.has(leaf.id) && whole.sign(card.lines.get(leaf.id).lost) > 0;
      }).map(function (leaf) { return leaf.title; });
      if (short.length) return '必达项“' + words.joined(short) + '”没有满分，不能评为“' + grade.name + '”';
    }
    var keys = Array.from(grade.floors.keys()).sort(verify.text.byCodePoint);
    for (var n = 0; n < keys.length; n += 1) {
      var node = ruleset.find(keys[n]);
      var got = verify.pointsOf(card, keys[n]);
      var least = grade.floors.get(keys[n]);
      if (node !== null && counts(card, node) && whole.compare(got, least) < 0) {
        return '“' + node.title + '”' + marks(got) + '，低于 ' + marks(least) + '，不能评为“' + grade.name + '”';
      }
    }
    return null;
  }

  /* Which of the fitting numbers get the grade, and for the others the step that says why not. */
  function withinQuota(grade, fit, cards, ranked, ruleset) {
    if (grade.quota === null) return { inside: fit, left: new Map() };
    var most = Math.floor(grade.quota * ranked / 10000);
    var keys = new Map(fit.map(function (n) { return [n, keyOf(cards[n], ruleset)]; }));
    var order = verify.text.sorted(fit, function (a, b) { return compareKeys(keys.get(a), keys.get(b)); });
    if (order.length <= most) return { inside: order, left: new Map() };
    var edge = keys.get(order[most]);
    var inside = order.filter(function (n) { return compareKeys(keys.get(n), edge) < 0; });
    var said = '“' + grade.name + '”名额 ' + ranked + ' × ' + show(grade.quota) + '，取 ' + most + ' 个';
    var left = new Map();
    order.forEach(function (n) {
      if (inside.indexOf(n) >= 0) return;
      var outside = compareKeys(keys.get(n), edge) > 0 || inside.length === most;
      left.set(n, said + (outside ? '，按排名没有进入' : '，名额边上同分，都不评'));
    });
    return { inside: inside, left: left };
  }

  function grade(cards, params, ruleset) {
    var done = cards.slice();
    var notes = new Map();
    cards.forEach(function (card, n) { if (!card.graded && card.total !== null) notes.set(n, []); });
    var ranked = cards.filter(function (card) { return takesPart(card, ruleset); }).length;
    ruleset.grades.forEach(function (one) {
      var fit = [];
      Array.from(notes.keys()).forEach(function (n) {
        var reason = unfit(cards[n], one, ruleset);
        if (reason === null) fit.push(n);
        else if (reason) notes.get(n).push(reason);
      });
      var chosen = withinQuota(one, fit, cards, ranked, ruleset);
      chosen.left.forEach(function (said, n) { notes.get(n).push(said); });
      chosen.inside.forEach(function (n) {
        var line = words.gateWords(lineOf(one));
        var said = marks(cards[n].total) + (line ? '，' + line : '') + '，评为“' + one.name + '”';
        done[n] = after(cards[n], 'grade', cards[n].total, notes.get(n).concat([said]), { grade: one.name });
        notes.delete(n);
      });
    });
    return done;
  }

  function rankGroup(cards, ruleset) {
    var ranked = verify.text.sorted(cards.filter(function (card) { return takesPart(card, ruleset); }),
      function (a, b) { return compareKeys(keyOf(a, ruleset), keyOf(b, ruleset)); });
    function placed(card, place) {
      return new Map([['place', place], ['unit', card.unit], ['total', card.total === null ? null : show(card.total)],
        ['grade', card.grade]]);
    }
    var place = 0;
    var out = ranked.map(function (card, n) {
      var tied = n > 0 && !compareKeys(keyOf(ranked[n - 1], ruleset), keyOf(card, ruleset));
      if (!tied || ruleset.ranking.ties === 'order') place = ruleset.ranking.ties === 'dense' ? place + 1 : n + 1;
      return placed(card, place);
    });
    return out.concat(cards.filter(function (card) { return ranked.indexOf(card) < 0; }).map(function (card) {
      return placed(card, null);
    }));
  }

  /* Group → its units in order; groups in the ruleset's order, then as they are met. */
  verify.rank = function (ruleset, cards) {
    var groups = new Map(ruleset.groups.map(function (group) { return [group, []]; }));
    cards.forEach(function (card) {
      if (!groups.has(card.group)) groups.set(card.group, []);
      groups.get(card.group).push(card);
    });
    var out = new Map();
    groups.forEach(function (members, group) { if (members.length) out.set(group, rankGroup(members, ruleset)); });
    return out;
  };

  verify.stages.veto = veto;
  verify.stages.grade = grade;
})(window.ScoringVerify);

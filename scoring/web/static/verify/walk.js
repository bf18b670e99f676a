// One sheet's way through the tree: each leaf's line and each branch's subtotal, worked out once.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var words = verify.words;
  var lines = verify.lines;
  var show = points.show;
  var marks = words.marks;

  function Walk(run, n) {
    this.run = run;
    this.n = n;
    this.ruleset = run.ruleset;
    this.sheet = run.sheets[n];
    this.lines = new Map();         // as they stand on the card
    this.subtotals = new Map();
    this.alone = new Map();         // each leaf by itself, before `requires` and moved points
    this.awards = new Map();
    this.asking = new Map();
    this.below = new Map();
    this.on = null;
    this.moved = null;
  }

  function kept(map, key, make) {
    if (!map.has(key)) map.set(key, make());
    return map.get(key);
  }

  var walk = Walk.prototype;

  walk.tops = function () {
    return this.ruleset.indicators.filter(this.asks, this).map(function (top) {
      return { node: top, part: this.visit(top) };
    }, this);
  };

  walk.facts = function (leaf) { return this.sheet.factsIn(leaf.id, this.run.view); };

  walk.away = function (leaf) { return this.sheet.away(leaf.id, this.run.view); };

  /* Whether an indicator is asked of this unit: its group and its condition. */
  walk.asks = function (node) {
    var self = this;
    return kept(this.asking, node.id, function () {
      return !node.obsolete && verify.ruleset.appliesTo(node, self.sheet.group) &&
        (node.asks_if === null || self.conditionHolds(node));
    });
  };

  walk.conditionHolds = function (node) {
    var leaf = this.ruleset.leaf(node.asks_if.id);
    if (leaf === null) return true;
    for (var one = leaf; one !== null; one = one.above) if (!this.asks(one)) return false;
    var facts = this.facts(leaf);
    return facts !== null && !this.away(leaf) && lines.equals(leaf, facts, node.asks_if.equals);
  };

  /* Every indicator asked of this unit, by id. */
  walk.asked = function () {
    var self = this;
    if (this.on === null) {
      var found = new Set();
      var visit = function (node) {
        found.add(node.id);
        self.children(node).forEach(visit);
      };
      this.ruleset.indicators.filter(this.asks, this).forEach(visit);
      this.on = found;
    }
    return this.on;
  };

  /* The children asked here, and drawn where a draw was made. */
  walk.children = function (node) {
    var self = this;
    return kept(this.below, node.id, function () {
      var asked = node.children.filter(self.asks, self);
      var take = self.ruleset.draws.get(node.id);
      if (take === undefined || !self.run.frame.seed || take >= asked.length) return asked;
      var ids = asked.map(function (child) { return child.id; });
      var chosen = verify.drawn(self.run.frame.seed, node.id, ids, take);
      return asked.filter(function (child) { return chosen.indexOf(child.id) >= 0; });
    });
  };

  walk.undrawn = function (node) { return this.ruleset.draws.has(node.id) && !this.run.frame.seed; };

  /* What an indicator comes to: cap and floor, what others moved to it, and what it requires included. */
  walk.visit = function (node) {
    if (this.subtotals.has(node.id)) return this.subtotals.get(node.id);
    var found;
    if (node.rule === null) found = this.required(node, this.withMoved(node, this.branch(node)));
    else {
      var line = this.line(node);
      var gone = whole.sign(line.max) === 0 && this.movesTo(node) !== null;
      var alone = lines.subtotal(line.points, line.max, gone ? 0 : lines.worthOf(node), line.steps);
      found = this.required(node, this.withMoved(node, alone));
      if (found !== alone) {
        var lost = node.pool === 'base' ? whole.subtract(found.max, found.points) : 0;
        line = lines.line(found.points, found.max, lost, found.steps, line.state, line.fired);
      }
      this.lines.set(node.id, line);
    }
    this.subtotals.set(node.id, found);
    return found;
  };

  /* A leaf's line by itself. */
  walk.line = function (leaf) {
    var self = this;
    return kept(this.alone, leaf.id, function () { return self.lineOf(leaf); });
  };

  walk.lineOf = function (leaf) {
    var worth = lines.worthOf(leaf);
    if (this.away(leaf)) return this.settled(leaf, worth, []);
    var award = this.award(leaf);
    if (award === null) return lines.unanswered(leaf, worth);
    if (award.empty) return this.settled(leaf, worth, award.steps);
    var facts = this.facts(leaf);
    if (leaf.pool === 'veto') return lines.vetoLine(leaf, facts);
    var fired = lines.holds(leaf, facts);
    var end = lines.settle(this.multiplied(leaf, award), leaf, this.ruleset);
    var lost = leaf.pool === 'deduction' ? end.points : leaf.pool === 'bonus' ? 0 : whole.subtract(worth, end.points);
    return lines.line(end.points, worth, lost, end.steps, 'answered', fired);
  };

  walk.settled = function (leaf, worth, steps) {
    if (leaf.pool !== 'base') return lines.settled('', leaf, worth, null, steps);
    var policy = this.ruleset.policyOf(leaf);
    var mean = policy === 'mean' ? this.run.mean(leaf, leaf.settling.of || this.sheet.group) : null;
    return lines.settled(policy, leaf, worth, mean, steps);
  };

  /* What the facts of a leaf are worth by its rule; null where there are none. */
  walk.award = function (leaf) {
    var self = this;
    return kept(this.awards, leaf.id, function () {
      var facts = self.facts(leaf);
      return facts === null ? null : leaf.rule.award(leaf.params, facts, self.run.setting(leaf, self.n));
    });
  };

  walk.multiplied = function (leaf, award) {
    leaf.multiplies.forEach(function (multiply) {
      var other = this.ruleset.leaf(multiply.when);
      var on = this.sheet.group === multiply.when;
      var why = multiply.when;
      if (other !== null) {
        var facts = this.facts(other);
        on = this.asked().has(other.id) && !this.away(other) && facts !== null && lines.holds(other, facts);
        why = other.title;
      }
      if (on) award = lines.timesOver(leaf, award, multiply.by, why);
    }, this);
    return award;
  };

  /* Whether a leaf is asked here and applies, answered or not. */
  walk.applies = function (leaf) {
    if (!this.asked().has(leaf.id) || this.away(leaf)) return false;
    var award = this.award(leaf);
    return award === null || !award.empty;
  };

  /* The figure this unit is compared by, null where there is none. */
  walk.figure = function (leaf) {
    var facts = this.facts(leaf);
    if (facts === null || this.away(leaf) || !this.asked().has(leaf.id)) return null;
    return leaf.rule.figure(facts);
  };

  /* The states of the leaves asked here at or below an indicator. */
  walk.states = function (node) {
    if (node.rule !== null) return this.asked().has(node.id) ? [this.line(node).state] : [];
    return [].concat.apply([], node.children.map(this.states, this));
  };

  function total(pairs, key) { return points.sum(pairs.map(function (pair) { return pair.part[key]; })); }

  walk.branch = function (node) {
    var pairs = this.children(node).map(function (child) { return { node: child, part: this.visit(child) }; }, this);
    var asked = total(pairs, 'asked');
    var sums = node.combinerWord === 'sum';
    var spread = { pairs: pairs, steps: [] };
    if (sums) spread = this.spread(pairs);
    else if (node.combiner.picks) {
      var here = pairs.filter(function (pair) {
        return this.states(pair.node).some(function (state) { return state !== 'not_applicable'; });
      }, this);
      spread = lines.filledUp(here.length ? here : pairs);
    }
    var award = this.combined(node, this.parts(spread.pairs));
    var most = total(spread.pairs, 'max');
    if (!sums || this.undrawn(node)) {
      asked = node.points || 0;
      most = award.empty || (whole.sign(most) === 0 && !node.combiner.gathers) ? 0 : asked;
    }
    return this.limited(node, award.points, spread.steps.concat(award.steps), most, asked);
  };

  walk.parts = function (pairs) {
    return pairs.filter(function (pair) {
      return pair.node.pool !== 'veto' && (pair.node.rule === null || !pair.node.rule.worthNothing);
    }).map(function (pair) {
      var part = pair.part;
      return {
        title: pair.node.title, points: part.points, max: part.max, weight: pair.node.weight,
        applies: whole.sign(part.max) > 0 || whole.sign(part.asked) === 0, answered: this.states(pair.node).indexOf('answered') >= 0,
      };
    }, this);
  };

  /* A branch's points between its floor and its cap. */
  walk.limited = function (node, worth, steps, most, asked) {
    if (node.points !== null && node.pool !== 'veto') {
      var cap = node.pool === 'base' ? points.greatest([node.points, most]) : node.points;
      if (whole.compare(worth, cap) > 0) {
        worth = cap;
        steps = steps.concat(['封顶 ' + marks(cap)]);
      }
    }
    var usual = this.ruleset.floor === 'section' && node.above === null ? 0 : 'none';
    var floor = node.floor !== null ? node.floor : usual;
    if (floor !== 'none' && whole.compare(worth, floor) < 0 && whole.sign(most) > 0) {
      worth = floor;
      steps = steps.concat([lines.floorWords(floor)]);
    }
    return lines.subtotal(worth, most, asked, steps);
  };

  walk.combined = function (node, parts) {
    var worth = node.points || 0;
    var handed = this.sheet.subordinates.get(node.id);
    var groups = node.combiner.gathers ? Array.from(node.params.groups.keys()) : [];
    var scene = {
      points: worth, below: handed && handed.size ? handed : this.run.below(this.n, groups), seed: this.run.frame.seed,
      place: this.sheet.unit + '/' + node.id,
    };
    var award = node.combiner.combine(node.params, parts, scene);
    if (!this.ruleset.draws.has(node.id)) return award;
    if (!this.undrawn(node)) {
      var titles = words.joined(parts.map(function (part) { return part.title; }));
      return verify.award(award.points, ['抽取 ' + parts.length + ' 项：' + titles].concat(award.steps));
    }
    var most = points.sum(parts.map(function (part) { return part.max; }));
    if (whole.sign(most) <= 0) return award;
    var scaled = points.share(worth, award.points, most);
    return verify.award(scaled, award.steps.concat(['尚未抽取，暂按全部 ' + parts.length + ' 项折算：' + show(worth) + ' × ' +
      show(award.points) + ' ÷ ' + show(most) + ' = ' + marks(scaled)]));
  };

  walk.spread = function (pairs) {
    var away = pairs.filter(function (pair) {
      return whole.sign(pair.part.asked) > 0 && whole.sign(pair.part.max) === 0 && lines.spreads(this.ruleset, pair.node);
    }, this);
    var stay = pairs.filter(function (pair) { return whole.sign(pair.part.max) > 0; });
    if (!away.length || !stay.length) return { pairs: pairs, steps: [] };
    return lines.spreadOut(stay, away.map(function (pair) { return pair.node; }), total(away, 'asked'));
  };

  verify.Walk = Walk;
})(window.ScoringVerify);

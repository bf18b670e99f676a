// The rest of a sheet's way through the tree: points that move to another indicator, and what one requires of another.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var lines = verify.lines;
  var show = points.show;
  var marks = verify.words.marks;
  var walk = verify.Walk.prototype;

  /* The subtotal after taking over the points that leaves elsewhere move to this indicator. */
  walk.withMoved = function (node, found) {
    this.movedTo(node).forEach(function (leaf) {
      var more = lines.worthOf(leaf);
      var worth = whole.add(found.max, more);
      var got = points.share(found.points, worth, found.max);
      var said = '另加“' + leaf.title + '”不适用的 ' + marks(more) + '：' + show(found.points) + ' × ' + show(worth) + ' ÷ ' +
        show(found.max) + ' = ' + marks(got);
      found = lines.subtotal(got, worth, whole.add(found.asked, more), found.steps.concat([said]));
    });
    return found;
  };

  walk.movedTo = function (node) {
    if (this.moved === null) {
      this.moved = new Map();
      Array.from(this.asked()).forEach(function (id) {
        var leaf = this.ruleset.find(id);
        var target = this.movesTo(leaf);
        if (target === null) return;
        var line = this.line(leaf);
        if (whole.sign(line.max) === 0 && line.state === 'not_applicable') {
          this.moved.set(target, (this.moved.get(target) || []).concat([leaf]));
        }
      }, this);
    }
    return this.moved.get(node.id) || [];
  };

  /* Where a leaf's points go if it does not apply here; null where they stay, or where nobody could take them. */
  walk.movesTo = function (leaf) {
    var moves = leaf.rule !== null && leaf.pool === 'base' && this.ruleset.policyOf(leaf) === 'spread';
    var to = moves ? leaf.settling.to : null;
    var target = to === null ? null : this.ruleset.find(to);
    return target !== null && this.canTake(target) ? to : null;
  };

  walk.canTake = function (node) {
    if (!this.asked().has(node.id)) return false;
    if (node.rule !== null) return whole.sign(this.line(node).max) > 0;
    return this.children(node).some(this.canTake, this);
  };

  walk.required = function (node, found) {
    for (var n = 0; n < node.requires.length; n += 1) {
      var other = this.ruleset.find(node.requires[n]);
      if (other === null || !this.asked().has(other.id)) continue;
      var needed = this.visit(other);
      if (whole.sign(needed.max) > 0 && whole.sign(needed.points) <= 0 && whole.sign(found.points) !== 0) {
        return lines.subtotal(0, found.max, found.asked, found.steps.concat(['“' + other.title + '”没有得分，本项计 0 分']));
      }
    }
    return found;
  };

  /* The card of this sheet before any stage. */
  walk.card = function () {
    var tops = this.tops();
    var base = tops.filter(function (top) { return top.node.pool === 'base'; });
    function total(key) { return points.sum(base.map(function (top) { return top.part[key]; })); }
    var card = {
      unit: this.sheet.unit, group: this.sheet.group, total: total('points'), max: total('max'), grade: null,
      lines: this.lines, subtotals: this.subtotalsInOrder(), stages: [], vetoes: [], barred: [], graded: false,
    };
    if (whole.sign(card.max) <= 0) {
      var asked = base.some(function (top) { return whole.sign(top.part.asked) > 0; });
      var said = asked ? '全部指标都不适用，没有总分' : '没有要考核的指标，没有总分';
      return verify.after(card, 'not_applicable', null, [said]);
    }
    if (whole.sign(card.total) < 0 && this.ruleset.floor === 'total') {
      return verify.after(card, 'floor', 0, ['各项合计 ' + marks(card.total) + '，' + lines.floorWords(0)]);
    }
    return card;
  };

  /* Branches and first-level leaves; a leaf's steps stand on its line. */
  walk.subtotalsInOrder = function () {
    var out = new Map();
    this.ruleset.order.forEach(function (node) {
      var found = this.subtotals.get(node.id);
      if (found === undefined) return;
      if (node.rule === null) out.set(node.id, found);
      else if (node.above === null) out.set(node.id, lines.subtotal(found.points, found.max, found.asked));
    }, this);
    return out;
  };

  /* A card with a new total and the stage's line; a stage that prints nothing leaves no line. */
  verify.after = function (card, stage, total, steps, changes) {
    var line = { stage: stage, before: card.total, after: total, steps: steps };
    var stages = steps.length ? card.stages.concat([line]) : card.stages;
    return Object.assign({}, card, { total: total, stages: stages }, changes || {});
  };
})(window.ScoringVerify);

// Scores all sheets of a snapshot in one view: the tree of each, then the stages over each group together.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var ruleset = verify.ruleset;
  var HUNDRED = 1000000;

  /* `frame` has asOf, calendar and seed. */
  function Run(rules, sheets, view, frame) {
    this.ruleset = rules;
    this.sheets = sheets;
    this.view = view;
    this.frame = frame;
    this.members = new Map();
    sheets.forEach(function (sheet, n) {
      if (!this.members.has(sheet.group)) this.members.set(sheet.group, []);
      this.members.get(sheet.group).push(n);
    }, this);
    this.walks = [];
    this.finished = [];
    this.figures = new Map();
    this.means = new Map();
    this.settings = new Map();
    this.homes = homes(sheets);
    this.resting = new Map();
  }

  /* Group → the groups with units that stand below one of its own. */
  function homes(sheets) {
    var groupsOf = new Map();
    var found = new Map();
    sheets.forEach(function (sheet) {
      if (!groupsOf.has(sheet.unit)) groupsOf.set(sheet.unit, new Set());
      groupsOf.get(sheet.unit).add(sheet.group);
    });
    sheets.forEach(function (sheet) {
      (groupsOf.get(sheet.parent) || new Set()).forEach(function (home) {
        if (!found.has(home)) found.set(home, new Set());
        found.get(home).add(sheet.group);
      });
    });
    return found;
  }

  var run = Run.prototype;

  run.cards = function () {
    var self = this;
    verify.text.sorted(Array.from(this.members.keys()), function (a, b) {
      return self.restingOn(a).size - self.restingOn(b).size;
    }).forEach(function (group) { self.finish(group); });
    return this.sheets.map(function (sheet, n) { return self.card(n); });
  };

  run.card = function (n) {
    if (this.finished[n] === undefined) this.finish(this.sheets[n].group);
    return this.finished[n];
  };

  run.finish = function (group) {
    var members = this.members.get(group);
    if (members.every(function (n) { return this.finished[n] !== undefined; }, this)) return;
    var cards = members.map(function (n) { return this.walk(n).card(); }, this);
    this.ruleset.stages.forEach(function (stage) {
      cards = verify.stages[stage.word](cards, stage.params, this.ruleset);
    }, this);
    members.forEach(function (n, place) { this.finished[n] = cards[place]; }, this);
  };

  run.walk = function (n) {
    if (this.walks[n] === undefined) this.walks[n] = new verify.Walk(this, n);
    return this.walks[n];
  };

  /* What a leaf's rule may know on the n-th sheet. */
  run.setting = function (leaf, n) {
    if (leaf.rule.compares) return ruleset.settingOf(leaf, this.frame, this.peers(leaf, n));
    if (!this.settings.has(leaf.id)) this.settings.set(leaf.id, ruleset.settingOf(leaf, this.frame));
    return this.settings.get(leaf.id);
  };

  /* What the others of a sheet's group answered at a leaf that compares. */
  run.peers = function (leaf, n) {
    var group = this.sheets[n].group;
    var key = leaf.id + ' ' + group;
    if (!this.figures.has(key)) {
      this.figures.set(key, this.members.get(group).map(function (m) {
        return { n: m, figure: this.walk(m).figure(leaf) };
      }, this).filter(function (one) { return one.figure !== null; }));
    }
    return this.figures.get(key).filter(function (one) { return one.n !== n; })
      .map(function (one) { return one.figure; });
  };

  /* The mean points a leaf gave in a group to the units it applies to; null where it applies to nobody. */
  run.mean = function (leaf, group) {
    var key = leaf.id + ' ' + group;
    if (!this.means.has(key)) {
      var here = (this.members.get(group) || []).map(this.walk, this).filter(function (walk) {
        return walk.applies(leaf);
      }).map(function (walk) { return walk.line(leaf).points; });
      this.means.set(key, here.length ? points.mean(here) : null);
    }
    return this.means.get(key);
  };

  /* By group, the scores from 0 to 100 of the units below the n-th sheet's unit. */
  run.below = function (n, groups) {
    var own = this.sheets[n];
    var found = new Map();
    groups.forEach(function (group) {
      var scores = new Map();
      var members = this.restingOn(group).has(own.group) ? [] : this.members.get(group) || [];
      members.forEach(function (m) {
        if (this.sheets[m].parent !== own.unit) return;
        var card = this.card(m);
        if (card.total !== null && whole.sign(card.max) > 0) {
          scores.set(card.unit, points.share(HUNDRED, card.total, card.max));
        }
      }, this);
      found.set(group, scores);
    }, this);
    return found;
  };

  /* A group with all groups below it. */
  run.restingOn = function (group) {
    if (!this.resting.has(group)) {
      var seen = new Set([group]);
      var todo = [group];
      while (todo.length) {
        (this.homes.get(todo.pop()) || new Set()).forEach(function (other) {
          if (!seen.has(other)) {
            seen.add(other);
            todo.push(other);
          }
        });
      }
      this.resting.set(group, seen);
    }
    return this.resting.get(group);
  };

  /* A finished card as a snapshot holds it. */
  function written(card, order) {
    function shown(units) { return units === null ? null : points.show(units); }
    var lines = new Map();
    order.forEach(function (node) {
      var line = node.obsolete ? undefined : card.lines.get(node.id);
      if (line === undefined) return;
      lines.set(node.id, new Map([['points', shown(line.points)], ['max', shown(line.max)], ['lost', shown(line.lost)],
        ['steps', line.steps], ['state', line.state]]));
    });
    var subtotals = new Map();
    card.subtotals.forEach(function (part, id) {
      subtotals.set(id, new Map([['points', shown(part.points)], ['max', shown(part.max)], ['steps', part.steps]]));
    });
    var stages = card.stages.map(function (one) {
      return new Map([['stage', one.stage], ['before', shown(one.before)], ['after', shown(one.after)],
        ['steps', one.steps]]);
    });
    return new Map([['unit', card.unit], ['group', card.group], ['total', shown(card.total)], ['max', shown(card.max)],
      ['grade', card.grade], ['lines', lines], ['subtotals', subtotals], ['stages', stages], ['vetoes', card.vetoes]]);
  }

  verify.score = function (rules, sheets, view, frame) { return new Run(rules, sheets, view, frame).cards(); };
  verify.written = written;
})(window.ScoringVerify);

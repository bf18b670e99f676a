// Scores units again from the rules and their facts, in both views.
(function (verify) {
  'use strict';

  var VIEWS = ['claimed', 'verified'];

  function sheetsOf(units, ruleset, outcome) {
    var names = new Set();
    return units.map(function (unit) {
      var name = unit.get('name');
      if (names.has(name)) outcome.say('单位“' + name + '”出现两次');
      names.add(name);
      return new verify.Sheet(unit, ruleset, function (sentence) { outcome.say(name + '：' + sentence); });
    });
  }

  /* The rules, the sheets, and view → the cards; `about` has the day, the calendar and the seed. */
  verify.again = function (about, rules, units, outcome) {
    var ruleset = new verify.ruleset.Ruleset(rules);
    ruleset.order.forEach(function (node) { outcome.titles.set(node.id, node.title); });
    var sheets = sheetsOf(units, ruleset, outcome);
    var asOf = about.get('assessment').get('as_of');
    if (!verify.days.exists(asOf)) throw new Error('数据截至日“' + asOf + '”这一天不存在');
    var frame = { asOf: asOf, calendar: about.get('calendar'), seed: about.get('draw').get('seed') };
    var cards = {};
    VIEWS.forEach(function (view) {
      cards[view] = verify.score(ruleset, sheets, view, frame);
      outcome.cards.set(view, new Map(cards[view].map(function (card) {
        return [card.unit, verify.written(card, ruleset.order)];
      })));
    });
    outcome.units = sheets.length;
    return { ruleset: ruleset, sheets: sheets, cards: cards };
  };
})(window.ScoringVerify);

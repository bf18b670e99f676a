// The sheets of a snapshot: facts, claims and rulings of each unit, and what stands in them that may not.
(function (verify) {
  'use strict';

  var points = verify.points;
  var fieldsOf = verify.ruleset.fieldsOf;
  var KINDS = ['confirmed', 'corrected', 'not_applicable', 'applicable'];

  /* The facts of a leaf by field, read from their canonical form. */
  function readFacts(leaf, data) {
    if (!(data instanceof Map)) throw new Error('数据要按栏写');
    var out = {};
    var fields = fieldsOf(leaf);
    var names = fields.map(function (field) { return field.name; });
    data.forEach(function (value, name) { if (names.indexOf(name) < 0) throw new Error('没有“' + name + '”这一栏'); });
    fields.forEach(function (field) {
      if (data.has(field.name)) out[field.name] = field.kind.take(data.get(field.name));
      else if (!field.optional) throw new Error('还缺“' + field.label + '”');
    });
    if (!data.size) throw new Error('数据是空的');
    return out;
  }

  function Sheet(unit, ruleset, say) {
    this.unit = unit.get('name');
    this.group = unit.get('group');
    this.parent = unit.get('parent');
    this.facts = new Map();
    this.claims = new Set();
    this.rulings = new Map();
    var known = ruleset.groups;
    if (known.length && known.indexOf(this.group) < 0) say('没有“' + this.group + '”这个组别');
    this.read(unit, ruleset, say);
    this.subordinates = subordinates(unit.get('subordinates'), ruleset, say);
    this.check(unit, ruleset, say);
  }

  Sheet.prototype.read = function (unit, ruleset, say) {
    var sheet = this;
    function each(part, does) {
      unit.get(part).forEach(function (value, id) {
        var leaf = ruleset.leaf(id);
        try {
          if (leaf === null) throw new Error('规则里没有这个末级指标');
          does(leaf, value, id);
        } catch (error) { say(part + ' › ' + id + '：' + error.message); }
      });
    }
    each('facts', function (leaf, value, id) { sheet.facts.set(id, readFacts(leaf, value)); });
    each('not_applicable', function (leaf, value, id) {
      if (leaf.settling.accept === 'never') throw new Error('“' + leaf.title + '”不能申请不适用');
      sheet.claims.add(id);
    });
    each('rulings', function (leaf, value, id) {
      var kind = value.get('kind'), facts = value.get('facts');
      if (KINDS.indexOf(kind) < 0) throw new Error('不认识的复核意见“' + kind + '”');
      if ((kind === 'corrected') !== (facts !== null)) throw new Error('复核意见写更正时才有、也必须有更正后的数据');
      if (kind === 'not_applicable' && leaf.settling.accept === 'never') throw new Error('“' + leaf.title + '”不能不适用');
      sheet.rulings.set(id, { kind: kind, facts: facts === null ? null : readFacts(leaf, facts) });
    });
  };

  /* What is said of a leaf that this group is not asked, and rulings that settle nothing. */
  Sheet.prototype.check = function (unit, ruleset, say) {
    var asked = ruleset.askedOf(this.group);
    ['facts', 'not_applicable', 'rulings', 'notes', 'evidence'].forEach(function (part) {
      unit.get(part).forEach(function (value, id) {
        if (!asked.has(id)) say(part + ' › ' + id + '：这一项不问这个组别');
      });
    });
    this.rulings.forEach(function (ruling, id) {
      if (ruling.kind === 'confirmed' && this.claims.has(id)) say(id + ' 申请了不适用，复核意见却是确认');
      if (ruling.kind === 'applicable' && !this.claims.has(id)) say(id + ' 没有申请不适用，复核意见却是不采纳');
    }, this);
  };

  /* Whether a leaf counts as not applicable in a view: as claimed, or only as accepted. */
  Sheet.prototype.away = function (id, view) {
    var claimed = this.claims.has(id);
    if (view === 'claimed' || !this.rulings.size) return claimed;
    var ruling = this.rulings.get(id);
    if (ruling === undefined) return false;
    return ruling.kind === 'not_applicable' || (ruling.kind === 'confirmed' && claimed);
  };

  /* A leaf's facts in a view, null where there are none. */
  Sheet.prototype.factsIn = function (id, view) {
    var ruling = view === 'verified' ? this.rulings.get(id) : undefined;
    if (ruling !== undefined && ruling.facts !== null) return ruling.facts;
    return this.facts.has(id) ? this.facts.get(id) : null;
  };

  /* Branch → group → unit → score, as handed in. */
  function subordinates(data, ruleset, say) {
    var found = new Map();
    data.forEach(function (groups, id) {
      if (!groups.size) say('“' + id + '”下面没有一个组别');
      var branch = ruleset.find(id);
      if (branch === null || branch.combiner === null || !branch.combiner.gathers) {
        say('“' + id + '”不是汇总下级单位的指标');
        return;
      }
      groups.forEach(function (units, group) {
        if (!branch.params.groups.has(group)) {
          say('“' + branch.title + '”不汇总“' + group + '”');
          return;
        }
        var scores = new Map();
        units.forEach(function (score, unit) {
          var read = points.read(score);
          if (read > 1000000) say(unit + '：下级单位的得分不能大于 100');
          else if (points.show(read) !== score) say(unit + '：下级单位的得分不是规范写法');
          else scores.set(unit, read);
        });
        if (!found.has(id)) found.set(id, new Map());
        found.get(id).set(group, scores);
      });
    });
    return found;
  }

  verify.Sheet = Sheet;
})(window.ScoringVerify);

// The keys of a ruleset as declarations: what may be written at the top, at an indicator, at a grade, in a stage.
(function (verify) {
  'use strict';

  var shape = verify.shape;
  var need = shape.need;
  var may = shape.may;
  var TEXTS = shape.list(shape.text);

  var gate = shape.record({
    above: may(shape.number), at_least: may(shape.number), at_most: may(shape.number), below: may(shape.number),
    of: may(TEXTS, []),
  });
  var NONE_OR_NUMBER = shape.wordOr(['none'], shape.number);
  var POLICIES = ['rebase', 'spread', 'mean', 'full', 'zero', 'exclude'];

  var effect = shape.record({ grade: may(shape.text), total: may(NONE_OR_NUMBER), bar: may(TEXTS, []), when: may(gate) });
  var note = shape.record({ label: need(shape.text), filled_by: may(shape.oneOf('unit', 'office'), 'unit') }, 'label');
  var settling = shape.record({
    accept: may(shape.oneOf('never', 'claim'), 'claim'), share: may(shape.number), of: may(shape.text), to: may(shape.text),
    policy: may(shape.oneOf.apply(null, POLICIES.concat(['share']))),
  });
  var condition = shape.record({ id: need(shape.text), equals: need(shape.text) });
  var multiply = shape.record({ when: need(shape.text), by: need(shape.number) });
  var drawing = shape.record({ of: need(shape.text), take: need(shape.integer) });

  var indicator = shape.record({
    id: need(shape.text), title: need(shape.text), points: may(shape.number), basis: may(shape.text, ''),
    guide: may(shape.text, ''), ask: may(shape.text, ''), fields: may(shape.mapping(note), new Map()),
    pool: may(shape.oneOf('base', 'bonus', 'deduction', 'veto'), 'base'), floor: may(NONE_OR_NUMBER),
    combine: may(shape.anything, 'sum'), weight: may(shape.number), applies_to: may(TEXTS, []), requires: may(TEXTS, []),
    asks_if: may(condition), filled_by: may(shape.oneOf('unit', 'reviewer', 'office'), 'unit'),
    evidence: may(shape.oneOf('none', 'optional', 'required', 'per_entry'), 'optional'),
    not_applicable: may(shape.wordOr(['never', 'claim'], settling), 'claim'), essential: may(shape.yes, false),
    multiply: may(multiply), effect: may(effect), obsolete: may(shape.yes, false),
    report: may(shape.oneOf('organisation', 'disclosure', 'applications', 'consultations', 'review', 'costs',
      'rectification')),
  }, null, ['indicators', 'score', 'examples']);

  var grade = shape.record({
    name: need(shape.text), at_least: may(shape.number), above: may(shape.number), quota: may(shape.number),
    essential: may(shape.oneOf('all')), floors: may(shape.mapping(shape.number), new Map()),
  });
  var ranking = shape.record({
    by: may(shape.oneOf('group'), 'group'), ties: may(shape.oneOf('share', 'dense', 'order'), 'share'),
    'break': may(TEXTS, []), vetoed: may(shape.oneOf('last', 'apart'), 'last'),
  });
  var relation = shape.record({
    sum: may(TEXTS), rate: may(TEXTS), at_most: may(TEXTS), difference: may(TEXTS), equals: may(shape.text),
    equals_sum: may(TEXTS), places: may(shape.integer, 2), say: may(shape.text, ''),
    level: may(shape.oneOf('error', 'warning'), 'error'),
  });

  var head = shape.record({
    ruleset: need(shape.text), version: need(shape.text), title: need(shape.text), points: need(shape.number),
    basis: may(TEXTS, []), effective: may(shape.record({ from: need(shape.day), to: need(shape.day) })),
    notes: may(TEXTS, []), groups: may(TEXTS, []), grades: may(shape.list(grade), []),
    ranking: may(ranking, ranking(new Map(), 'ranking')), checks: may(shape.list(relation), []),
    floor: may(shape.oneOf('item', 'section', 'total', 'none'), 'item'),
    draw: may(function (data, where) {
      return Array.isArray(data) ? shape.list(drawing)(data, where) : [drawing(data, where)];
    }, []),
  }, null, ['indicators', 'stages', 'cases']);

  var stages = {
    not_applicable: shape.record({ policy: may(shape.oneOf.apply(null, POLICIES), 'rebase') }),
    deduction: shape.record({ cap: may(shape.number), when: may(gate) }),
    bonus: shape.record({ cap: may(shape.number), when: may(gate) }),
    multiply: shape.record({ by: need(shape.number), when: may(shape.text) }),
    rescale: shape.record({ to: need(shape.number) }),
    veto: shape.record({}),
    floor: shape.record({ at: need(shape.number) }, 'at'),
    cap: shape.record({ at: need(shape.number) }, 'at'),
    round: shape.record({ places: may(shape.integer, 2) }),
    grade: shape.record({}),
  };

  verify.declared = { head: head, indicator: indicator, stages: stages };
})(window.ScoringVerify);

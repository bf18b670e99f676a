// The form of a snapshot: which keys it has and how each text in it is written. Nothing else may stand in it.
(function (verify) {
  'use strict';

  var TEXT = /^[\s\S]*$/;
  var NAME = /^[\s\S]+$/;
  var DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
  var MOMENT = /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$/;
  var SCORE = /^[0-9]{1,3}(\.[0-9]{1,4})?$/;
  var POINTS = /^(0|-?(?!0$)(0|[1-9][0-9]*)(\.[0-9]{0,3}[1-9])?)$/;
  var HASH = /^[0-9a-f]{64}$/;
  var HASH_OR_NONE = /^([0-9a-f]{64})?$/;
  var SALT = /^[0-9a-f]{32}$/;

  function Each(value, key) { this.value = value; this.key = key || NAME; }
  function Type(name) { this.name = name; }
  function Two(form) { this.form = form; }        // before and after
  function Kept() {}          // held against what is recomputed
  function OrNull(form) { this.form = form; }

  var KEPT = new Kept();
  var WHOLE = new Type('number');       // the reader knows no others
  var PLACE = new OrNull(WHOLE);
  var MAYBE = new OrNull(POINTS);
  var WORD = new OrNull(TEXT);
  var OPENINGS = new Each({ salt: SALT, text: TEXT }, HASH);
  var SIGNATURE = { algorithm: /^Ed25519$/, key: HASH, value: /^[0-9a-f]{128}$/ };
  var CHANGED = {
    unit: NAME, place: new Two(PLACE), grade: new Two(WORD), total: new Two(WORD), lines: new Each(new Two(WORD)),
  };
  var ABOUT = {
    format: TEXT, version: KEPT,
    assessment: { title: TEXT, basis: [TEXT], office: TEXT, as_of: DAY, period: { from: DAY, to: DAY } },
    calendar: new Each(/^(off|work)$/, DAY), groups: [TEXT], audit_head: HASH_OR_NONE, plugins: [TEXT],
    draw: { seed: TEXT, at: MOMENT },
    release: { audience: /^(public|inside|unit)$/, top: PLACE, document: TEXT },
    replaces: new OrNull({ digest: HASH, reason: TEXT, changes: { rules: new Type('boolean'), units: [CHANGED] } }),
  };
  var UNIT = {
    name: NAME, group: TEXT, parent: TEXT, subordinates: new Each(new Each(new Each(SCORE))), facts: new Each(KEPT),
    not_applicable: new Each(HASH), rulings: new Each({ kind: TEXT, facts: KEPT, reason: HASH }), notes: new Each(HASH),
    evidence: new Each([{ kind: /^(file|link)$/, digest: HASH }]), submitted_at: MOMENT, receipt: HASH_OR_NONE,
    before: new OrNull({ title: TEXT, digest: HASH, total: WORD, max: TEXT, place: PLACE, of: WHOLE, grade: WORD }),
  };
  var SNAPSHOT = Object.assign({
    ruleset: KEPT, ruleset_yaml: TEXT, units: [UNIT], cards: KEPT, ranking: KEPT,
  }, ABOUT);
  var CARD = {
    unit: NAME, group: TEXT, total: MAYBE, max: POINTS, grade: WORD, vetoes: [NAME],
    lines: new Each({ points: POINTS, max: POINTS, lost: POINTS, steps: [TEXT], state: TEXT }),
    subtotals: new Each({ points: POINTS, max: POINTS, steps: [TEXT] }),
    stages: [{ stage: TEXT, before: MAYBE, after: MAYBE, steps: [TEXT] }],
  };
  var EXCERPT = { format: TEXT, version: KEPT, size: WHOLE, parts: [{ index: WHOLE, path: [HASH], part: KEPT }] };
  var PARTS = {
    about: { part: TEXT, snapshot: ABOUT }, rules: { part: TEXT, ruleset: KEPT, ruleset_yaml: TEXT },
    ranking: { part: TEXT, group: TEXT, rows: [{ place: PLACE, unit: NAME, total: MAYBE, grade: WORD }] },
    unit: { part: TEXT, unit: UNIT, claimed: CARD, verified: CARD, place: PLACE, of: WHOLE },
  };
  var PAPER = { length: WHOLE, digest: HASH };
  var SIGNED_PAPER = { length: WHOLE, digest: HASH, signature: KEPT };

  /* Says every place where a value does not have a form. */
  function check(value, form, where, say) {
    if (form instanceof Kept) return;
    if (form instanceof Two) {
      if (Array.isArray(value) && value.length !== 2) say(where + '：这里应是之前、之后两项');
      check(value, [form.form], where, say);
    } else if (form instanceof OrNull) {
      if (value !== null) check(value, form.form, where, say);
    } else if (form instanceof Type) {
      if (typeof value !== form.name) say(where + '：写法不对');
    } else if (form instanceof RegExp) {
      if (typeof value !== 'string' || !form.test(value)) say(where + '：写法不对');
    } else if (Array.isArray(form)) {
      if (!Array.isArray(value)) say(where + '：这里应是一个列表');
      else value.forEach(function (item, n) { check(item, form[0], where + ' › ' + (n + 1), say); });
    } else if (!(value instanceof Map)) say(where + '：这里应是一组键和值');
    else if (form instanceof Each) {
      value.forEach(function (item, key) {
        if (!form.key.test(key)) say(where + '：键的写法不对：' + key);
        check(item, form.value, where + ' › ' + key, say);
      });
    } else keys(value, form, where, say);
  }

  function keys(value, form, where, say) {
    value.forEach(function (item, key) {
      if (!Object.prototype.hasOwnProperty.call(form, key)) say(where + ' › ' + key + '：快照里不该有这一项');
    });
    Object.keys(form).forEach(function (key) {
      if (!value.has(key)) say(where + ' › ' + key + '：缺这一项');
      else check(value.get(key), form[key], where + ' › ' + key, say);
    });
  }

  verify.form = {
    check: check, SNAPSHOT: SNAPSHOT, OPENINGS: OPENINGS, SIGNATURE: SIGNATURE, EXCERPT: EXCERPT, PARTS: PARTS,
    PAPER: PAPER, SIGNED_PAPER: SIGNED_PAPER,
  };
})(window.ScoringVerify);

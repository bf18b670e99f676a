// Registers: a row per entry. Which rows count, what they are worth by kind, and what says that some were struck.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var words = verify.words;
  var kinds = verify.kinds;
  var LABELS = { title: '标题', number: '文号', date: '日期', link: '网址', kind: '类别', signers: '署名数' };

  /* The kind of fact of a register with some columns; its kinds are one of `names`. */
  function kindOf(columns, names, setting) {
    var made = {
      title: kinds.words(300), number: kinds.words(100), date: kinds.day, link: kinds.link, kind: kinds.level(names),
      signers: kinds.count,
    };
    return kinds.rows((columns.length ? columns : ['title']).map(function (name) {
      var required = ['title', 'kind', 'signers'].indexOf(name) >= 0;
      return { name: name, kind: made[name], label: verify.label(setting, name, LABELS[name]), required: required };
    }));
  }

  function standing(rows) { return rows.filter(function (row) { return !row.has('struck'); }); }

  /* The step that names the rows a reviewer struck. */
  function struckWords(rows) {
    var gone = [];
    rows.forEach(function (row, n) { if (row.has('struck')) gone.push(String(n + 1)); });
    if (!gone.length) return [];
    var more = gone.length > 10 ? '等 ' + gone.length + ' 行' : ' 行';
    return ['登记 ' + rows.length + ' 行，划去第 ' + words.joined(gone.slice(0, 10)) + more + '，计 ' +
      (rows.length - gone.length) + ' 行'];
  }

  function valueOf(p, kind) { return p.kinds && p.kinds.size ? p.kinds.get(kind) : p.each || 0; }

  function signersOf(p, row) {
    if (p.divide_by === null) return 1;
    return Math.max(1, row.has('signers') ? row.get('signers') : 1);
  }

  /* Of rows with the same title the one worth most, the first of equals. */
  function once(p, rows) {
    var best = new Map();
    function title(row) { return verify.text.squeezed(row.get('title') || ''); }
    function worthMore(a, b) {
      return whole.compare(whole.multiply(valueOf(p, a.get('kind') || ''), signersOf(p, b)),
        whole.multiply(valueOf(p, b.get('kind') || ''), signersOf(p, a))) > 0;
    }
    rows.forEach(function (row) {
      var before = best.get(title(row));
      if (before === undefined || worthMore(row, before)) best.set(title(row), row);
    });
    return rows.filter(function (row) { return best.get(title(row)) === row; });
  }

  /* Rows of one kind and as many signers, counted together, in the order of the kinds. */
  function alike(p, rows) {
    var found = new Map();
    var split = p.kinds !== null && p.kinds.size > 0;
    (split ? Array.from(p.kinds.keys()) : ['']).forEach(function (kind) {
      rows.forEach(function (row) {
        if (split && row.get('kind') !== kind) return;
        var signers = signersOf(p, row);
        var key = signers + ' ' + kind;
        if (!found.has(key)) found.set(key, { kind: kind, signers: signers, count: 0 });
        found.get(key).count += 1;
      });
    });
    return Array.from(found.values());
  }

  /* Points by kind ('' where all are alike), as a Map, and the steps. */
  function worth(p, rows) {
    var counted = p.same_item === 'max' ? once(p, rows) : rows;
    var steps = [];
    if (counted.length < rows.length) {
      steps.push('同一篇多处刊用的只计最高的一次，' + rows.length + ' ' + p.unit + '计 ' + counted.length + ' ' + p.unit);
    }
    var gains = new Map();
    alike(p, counted).forEach(function (one) {
      var value = valueOf(p, one.kind);
      var gain = whole.nearest(whole.multiply(value, one.count), one.signers);
      gains.set(one.kind, (gains.get(one.kind) || []).concat([gain]));
      steps.push((one.kind ? one.kind + ' ' : '') + words.counted(one.count, p.unit) + ' × ' + words.marks(value) +
        (one.signers > 1 ? ' ÷ ' + one.signers : '') + ' = ' + words.marks(gain));
    });
    var parts = new Map();
    gains.forEach(function (some, kind) {
      parts.set(kind, points.sum(some));
      if (some.length > 1) {
        steps.push((kind ? kind + ' ' : '') + words.added(some) + ' = ' + words.marks(points.sum(some)));
      }
    });
    return { parts: parts, steps: steps };
  }

  verify.registers = { kindOf: kindOf, standing: standing, struckWords: struckWords, worth: worth };
})(window.ScoringVerify);

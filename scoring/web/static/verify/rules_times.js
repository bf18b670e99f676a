// Rules on time: late against a due date, and duties that come round every month, quarter or half year.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var points = verify.points;
  var words = verify.words;
  var kinds = verify.kinds;
  var shape = verify.shape;
  var days = verify.days;
  var award = verify.award;
  var need = shape.need;
  var may = shape.may;
  var marks = words.marks;

  function lateDays(p, due, done, s) {
    if (p.per === 'working_day') return days.worked(due, done, s.calendar);
    return Math.max(0, days.number(done) - days.number(due));
  }

  function lateWords(p, count) { return count + (p.per === 'working_day' ? ' 个工作日' : ' 天'); }

  function lateLoss(p, count, s) {
    if (p.per === 'event') {
      var once = p.each === null ? s.most : p.each;
      return { loss: once, step: '迟了一次性扣 ' + marks(once) };
    }
    var each = p.each || 0;
    var loss = whole.multiply(each, count);
    return { loss: loss, step: lateWords(p, count) + ' × ' + marks(each) + ' = ' + marks(loss) };
  }

  verify.rules.late = {
    keys: {
      due: need(shape.day), each: may(shape.number), grace: may(shape.integer, 0),
      per: may(shape.oneOf('day', 'working_day', 'event'), 'day'),
    },
    fields: function (p, s) {
      var main = verify.field('date', kinds.dayOrNot, verify.mainLabel(s, 'date', '完成日期'));
      if (!s.labels.has('due')) return [main];
      var due = verify.field('due', kinds.day, s.labels.get('due'));
      due.optional = true;
      return [main, due];
    },
    award: function (p, facts, s) {
      var due = facts.due === undefined ? p.due : facts.due;
      var limit = (due !== p.due ? '批准延期，' : '') + '期限 ' + days.show(due);
      if (facts.date === 'not_done') {
        var total = s.deducts ? s.most : 0;
        return award(total, [limit + '，未完成，' + words.gives(s, total)], s.most);
      }
      var dates = limit + '，' + days.show(facts.date) + '完成';
      var late = lateDays(p, due, facts.date, s);
      var counted = Math.max(0, late - p.grace);
      if (!counted) {
        var within = late ? '，迟 ' + lateWords(p, late) + '，在宽限 ' + lateWords(p, p.grace) + '以内' : '，未迟';
        var full = words.lostFrom(s, 0);
        return award(full.points, [dates + within, full.step], 0);
      }
      var steps = [dates + '，迟 ' + lateWords(p, late)];
      if (p.grace) steps.push('宽限 ' + lateWords(p, p.grace) + '，计 ' + lateWords(p, counted));
      var lost = lateLoss(p, counted, s);
      var left = words.lostFrom(s, lost.loss);
      return award(left.points, steps.concat([lost.step, left.step]), lost.loss);
    },
  };

  function keysOf(p) {
    if (p.every === 'quarter') return ['Q1', 'Q2', 'Q3', 'Q4'];
    if (p.every === 'half') return ['H1', 'H2'];
    return '01 02 03 04 05 06 07 08 09 10 11 12'.split(' ').map(function (month) {
      return ('0000' + (p.year || 0)).slice(-4) + '-' + month;
    });
  }

  function counts(p) { return p.target !== null || p.cap !== null; }

  function done(p, value) {
    return value !== undefined && (p.target !== null ? value >= p.target : Boolean(value));
  }

  /* 'Q1、Q3 至 Q4': three and more in a row are drawn together. */
  function runs(p, keys) {
    var order = keysOf(p);
    var out = [];
    keys.forEach(function (key) {
      var last = out[out.length - 1];
      if (last && order.indexOf(key) === order.indexOf(last[last.length - 1]) + 1) last.push(key);
      else out.push([key]);
    });
    return words.joined(out.map(function (run) {
      return run.length > 2 ? run[0] + ' 至 ' + run[run.length - 1] : words.joined(run);
    }));
  }

  /* The periods done, those that fell short, those left blank. */
  function named(p, keys, given) {
    var good = keys.filter(function (key) { return done(p, given.get(key)); });
    var blank = keys.filter(function (key) { return !given.has(key); });
    var short = keys.filter(function (key) { return given.has(key) && good.indexOf(key) < 0; });
    var told = short.map(function (key) {
      return counts(p) ? key + '（' + words.counted(given.get(key), p.unit) + '）' : key;
    });
    var goal = p.target !== null ? '，每期至少 ' + words.counted(p.target, p.unit) : '';
    var steps = [];
    if (good.length) steps.push('已完成 ' + good.length + ' 期：' + runs(p, good));
    if (short.length) steps.push('未完成 ' + short.length + ' 期：' + words.joined(told) + goal);
    if (blank.length) steps.push('未填 ' + blank.length + ' 期：' + runs(p, blank) + '，按未完成计');
    return steps;
  }

  function byLoss(p, keys, given, s) {
    var missed = keys.filter(function (key) { return !done(p, given.get(key)); });
    var empty = p.blank === null ? [] : missed.filter(function (key) { return !given.get(key); });
    var parts = [[missed.length - empty.length, p.loss || 0], [empty.length, p.blank || 0]];
    var loss = points.sum(parts.map(function (part) { return whole.multiply(part[1], part[0]); }));
    var left = words.lostFrom(s, loss);
    if (!missed.length) return award(left.points, [keys.length + ' 期都已完成，' + left.step], loss);
    var shown = parts.filter(function (part) { return part[0]; }).map(function (part) {
      return part[0] + ' 期 × ' + marks(part[1]);
    }).join(' + ');
    var among = empty.length && empty.length < missed.length ? ['其中空白 ' + empty.length + ' 期'] : [];
    return award(left.points, named(p, keys, given).concat(among, [shown + ' = ' + marks(loss), left.step]), loss);
  }

  /* A gain brought up to all periods where some do not apply. */
  function scaled(p, gain, keys, steps) {
    var all = keysOf(p).length;
    if (keys.length === all) return award(gain, steps);
    var total = whole.nearest(whole.multiply(gain, all), keys.length);
    return award(total, steps.concat([(all - keys.length) + ' 期不适用，' + marks(gain) + ' × ' + all + ' ÷ ' +
      keys.length + ' = ' + marks(total)]));
  }

  function capped(p, keys, given) {
    var steps = [];
    var parts = keys.map(function (key) {
      var count = given.get(key);
      var raw = whole.multiply(p.each || 0, count || 0);
      var over = whole.compare(raw, p.cap) > 0;
      steps.push(key + '：' + (count === undefined ? '未填，计 0 分'
        : words.counted(count, p.unit) + ' × ' + marks(p.each || 0) + ' = ' + marks(raw) +
          (over ? '，当期封顶 ' + marks(p.cap) : '')));
      return over ? p.cap : raw;
    });
    var gain = points.sum(parts);
    if (parts.length > 1) steps.push(words.added(parts) + ' = ' + marks(gain));
    return scaled(p, gain, keys, steps);
  }

  verify.rules.periodic = {
    keys: {
      every: need(shape.oneOf('month', 'quarter', 'half')), year: may(shape.integer), each: may(shape.number),
      loss: may(shape.number), target: may(shape.integer), cap: may(shape.number), blank: may(shape.number),
      unit: may(shape.text, '件'),
    },
    fields: function (p, s) {
      var kind = kinds.periods(keysOf(p), counts(p) ? kinds.count : kinds.yesNo);
      return [verify.field('periods', kind, verify.mainLabel(s, 'periods', '各期完成情况'), p.unit)];
    },
    award: function (p, facts, s) {
      var given = facts.periods;
      var keys = keysOf(p).filter(function (key) { return given.get(key) !== kinds.LEFT_OUT; });
      if (!keys.length) return verify.emptyAward(['各期都不适用，按不适用处理']);
      if (p.loss !== null) return byLoss(p, keys, given, s);
      if (p.cap !== null) return capped(p, keys, given);
      var count = keys.filter(function (key) { return done(p, given.get(key)); }).length;
      var steps = named(p, keys, given);
      if (p.each === null) {
        var gain = whole.nearest(whole.multiply(s.most, count), keys.length);
        return award(gain, steps.concat([marks(s.most) + ' × ' + count + ' ÷ ' + keys.length + ' = ' + marks(gain)]));
      }
      var sum = whole.multiply(p.each, count);
      return scaled(p, sum, keys, steps.concat([count + ' 期 × ' + marks(p.each) + ' = ' + marks(sum)]));
    },
  };
})(window.ScoringVerify);

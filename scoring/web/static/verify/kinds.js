// The kinds of fact as a snapshot holds them: each takes only its one canonical form, and says what a typed word means.
(function (verify) {
  'use strict';

  var text = verify.text;
  var points = verify.points;
  var LEFT_OUT = 'not_applicable';
  var CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
  var UNSEEN = /^[\u200b-\u200d\u2060\ufeff \t\n\u3000]*$/;
  var LINK = new RegExp('^https?://[^' + text.SPACE + '/][^' + text.SPACE + ']*$');

  function refuse(sentence) { throw new Error(sentence); }

  function canonical(condition) { if (!condition) refuse('数据的写法不是规范形式，或者不在允许的范围里'); }

  function isCount(value) { return typeof value === 'number' && value >= 0 && value <= 999999999; }

  function units(value) {
    canonical(typeof value === 'string');
    var found = points.read(value);
    canonical(points.show(found) === value);
    return found;
  }

  /* The one of several names that a typed word means. */
  function named(word, names) {
    if (names.indexOf(word) >= 0) return word;
    var found = names.filter(function (name) { return text.plain(name) === text.plain(word); });
    return found.length ? found[0] : refuse('没有“' + word + '”这一项');
  }

  var count = {
    counts: true,
    take: function (value) { canonical(isCount(value)); return value; },
    typed: function (word) {
      var found = points.read(word);
      if (found < 0 || found % 10000) refuse('“' + word + '”不是件数');
      return found / 10000;
    },
  };

  function number(least, most) {
    function checked(found) {
      canonical((least === null || found >= least) && (most === null || found <= most));
      return found;
    }
    return {
      numbers: true,
      take: function (value) { return checked(units(value)); },
      typed: function (word) { return checked(points.read(word)); },
    };
  }

  function judged(most, step) {
    function checked(found) { canonical(found >= 0 && found <= most && found % step === 0); return found; }
    return {
      take: function (value) { return checked(units(value)); },
      typed: function (word) { return checked(points.read(word)); },
    };
  }

  var yesNo = {
    answers: true,
    take: function (value) { canonical(typeof value === 'boolean'); return value; },
    typed: function (word) {
      var plain = text.plain(word);
      if (['yes', 'true', '是'].indexOf(plain) >= 0) return true;
      return ['no', 'false', '否'].indexOf(plain) >= 0 ? false : refuse('“' + word + '”看不出是或否');
    },
  };

  /* Ticks among options {id, title}. */
  function ticks(options) {
    var order = options.map(function (one) { return one.id; });
    return {
      ticks: true,
      take: function (value) {
        canonical(Array.isArray(value));
        var places = value.map(function (id) { return order.indexOf(id); });
        canonical(places.every(function (place, n) { return place >= 0 && (n === 0 || place > places[n - 1]); }));
        return value;
      },
      typed: function (word) {
        var titles = options.map(function (one) { return one.title; });
        var name = named(word, titles.concat(order));
        return order.indexOf(name) >= 0 ? name : order[titles.lastIndexOf(name)];
      },
    };
  }

  var day = {
    take: function (value) { canonical(typeof value === 'string' && verify.days.read(value) === value); return value; },
    typed: verify.days.read,
  };

  var dayOrNot = {
    take: function (value) { return value === 'not_done' ? value : day.take(value); },
    typed: function (word) {
      return ['not_done', '未完成'].indexOf(text.strip(word)) >= 0 ? 'not_done' : day.typed(word);
    },
  };

  function level(names) {
    return {
      take: function (value) { canonical(names.indexOf(value) >= 0); return value; },
      typed: function (word) { return named(word, names); },
    };
  }

  function cleaned(word) {
    var clean = word.replace(/\r\n?/g, '\n').normalize('NFC');
    if (CONTROL.test(clean)) refuse('文字里有控制字符');
    return UNSEEN.test(clean) ? '' : text.strip(clean);
  }

  function words(limit) {
    return {
      take: function (value) {
        canonical(typeof value === 'string' && cleaned(value) === value && Array.from(value).length <= limit);
        return value;
      },
      typed: cleaned,
    };
  }

  var link = {
    take: function (value) {
      canonical(typeof value === 'string' && text.plain(value) === value && LINK.test(value) &&
        Array.from(value).length <= 2000);
      return value;
    },
  };

  /* A value for some of several keys, in the order of the keys. */
  function keyed(keys, inner) {
    return {
      take: function (value) {
        canonical(value instanceof Map && value.size > 0);
        var out = new Map();
        keys.forEach(function (key) { if (value.has(key)) out.set(key, inner(value.get(key))); });
        canonical(out.size === value.size);
        return out;
      },
      typed: function () { return refuse('这一项不能作条件'); },
    };
  }

  function perKind(names) { return keyed(names, count.take); }

  function periods(keys, inner) {
    return keyed(keys, function (value) { return value === LEFT_OUT ? value : inner.take(value); });
  }

  var rate = {
    take: function (value) {
      if (!(value instanceof Map)) return number(0, 1000000).take(value);
      var done = value.get('done'), of = value.get('of');
      canonical(value.size === 2 && isCount(done) && isCount(of) && done <= of);
      return { done: done, of: of };
    },
    typed: number(0, 1000000).typed,
  };

  function scores(most, step) {
    var one = judged(most, step);
    return {
      take: function (value) {
        canonical(Array.isArray(value) && value.length >= 1 && value.length <= 99);
        return value.map(one.take);
      },
      typed: function (word) {
        return word.split(/[、,，;；\s]+/).filter(Boolean).map(one.typed);
      },
    };
  }

  /* A register: rows of columns {name, kind, required}; a struck row holds the sealed reason. */
  function rows(columns) {
    var known = new Map(columns.map(function (one) { return [one.name, one]; }));
    known.set('struck', { name: 'struck', kind: words(200) });
    function row(value) {
      canonical(value instanceof Map);
      var out = new Map();
      value.forEach(function (cell, name) {
        var column = known.get(name);
        canonical(column !== undefined && cell !== '' && !(typeof cell === 'string' && /[\t\r\n]/.test(cell)));
        out.set(name, column.kind.take(cell));
      });
      columns.forEach(function (one) { canonical(!one.required || out.has(one.name)); });
      return out;
    }
    return {
      take: function (value) { canonical(Array.isArray(value) && value.length <= 2000); return value.map(row); },
      typed: function () { return refuse('登记簿不能作条件'); },
    };
  }

  verify.kinds = {
    count: count, number: number, judged: judged, yesNo: yesNo, ticks: ticks, day: day, dayOrNot: dayOrNot,
    level: level, words: words, link: link, perKind: perKind, periods: periods, rate: rate, scores: scores, rows: rows,
    LEFT_OUT: LEFT_OUT,
  };
})(window.ScoringVerify);

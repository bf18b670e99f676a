// Points as whole numbers of 0.0001: how they are read, rounded and written. The only place that rounds.
(function (verify) {
  'use strict';

  var whole = verify.whole;
  var SCALE = 10000;
  var SPACE = '\\t\\n\\v\\f\\r\\x1c-\\x1f \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
  var ENDS = new RegExp('^[' + SPACE + ']+|[' + SPACE + ']+$', 'g');
  var BLANKS = new RegExp('[' + SPACE + ']+', 'g');

  /* What stands between blanks; the blanks of every browser, not of this one. */
  function strip(text) { return text.replace(ENDS, ''); }

  function squeezed(text) { return text.replace(BLANKS, ''); }

  /* Text as typed: full-width signs made plain, no blanks at the ends. */
  function plain(text) { return strip(text.normalize('NFKC')); }

  /* The number a text means, in units of 0.0001. */
  function read(text) {
    var found = /^(-?)([0-9]{1,9})(?:\.([0-9]{1,4}))?$/.exec(plain(text));
    if (!found) throw new Error('“' + text + '”不是可用的数字');
    var units = Number(found[2]) * SCALE + Number(((found[3] || '') + '0000').slice(0, 4));
    return found[1] && units ? -units : units;
  }

  /* No exponent, no trailing zeros, never −0. */
  function show(units) {
    var digits = whole.text(whole.absolute(units));
    while (digits.length < 5) digits = '0' + digits;
    var places = digits.slice(-4).replace(/0+$/, '');
    return (whole.sign(units) < 0 ? '-' : '') + digits.slice(0, -4) + (places ? '.' + places : '');
  }

  /* points × part ÷ all, all three in units, rounded once. */
  function share(points, part, all) { return whole.nearest(whole.multiply(points, part), all); }

  /* value × factor, both in units, rounded. */
  function times(value, factor) { return whole.nearest(whole.multiply(value, factor), SCALE); }

  /* Units of a whole number of things. */
  function ofCount(count) { return whole.multiply(count, SCALE); }

  function sum(values) { return values.reduce(whole.add, 0); }

  function greatest(values) {
    return values.reduce(function (a, b) { return whole.compare(b, a) > 0 ? b : a; });
  }

  function least(values) {
    return values.reduce(function (a, b) { return whole.compare(b, a) < 0 ? b : a; });
  }

  /* The mean of several values, rounded. */
  function mean(values) { return whole.nearest(sum(values), values.length); }

  /* Rounded to `places` from 0 to 4. */
  function rounded(units, places) {
    var step = Math.pow(10, 4 - places);
    return whole.multiply(whole.nearest(units, step), step);
  }

  /* Order by code points, where JavaScript's own is by halves of them. */
  function byCodePoint(a, b) {
    for (var n = 0; n < a.length && n < b.length; n += 1) {
      var one = a.codePointAt(n);
      var two = b.codePointAt(n);
      if (one !== two) return one - two;
    }
    return a.length - b.length;
  }

  /* Sorted without disturbing what is equal: old browsers do. */
  function sorted(list, compare) {
    return list.map(function (item, n) { return { item: item, n: n }; })
      .sort(function (a, b) { return compare(a.item, b.item) || a.n - b.n; })
      .map(function (one) { return one.item; });
  }

  verify.points = {
    read: read, show: show, share: share, times: times, ofCount: ofCount, sum: sum, mean: mean, rounded: rounded,
    greatest: greatest, least: least,
  };
  verify.text = { strip: strip, squeezed: squeezed, plain: plain, byCodePoint: byCodePoint, sorted: sorted, SPACE: SPACE };
})(window.ScoringVerify);

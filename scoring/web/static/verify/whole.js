// Exact whole numbers: a plain number while it is safe, else a sign and limbs of seven digits. Also exact division.
// No BigInt: browsers of early 2018 do not have it.
(function (verify) {
  'use strict';

  var BASE = 10000000;
  var DIGITS = 7;
  var SAFE = 9007199254740991;

  function isBig(value) { return typeof value === 'object'; }

  function limbsOf(value) {
    if (isBig(value)) return value.limbs;
    var limbs = [];
    for (var rest = Math.abs(value); rest > 0; rest = Math.floor(rest / BASE)) limbs.push(rest % BASE);
    return limbs;
  }

  function negative(value) { return isBig(value) ? value.negative : value < 0; }

  /* The number of a sign and limbs, plain where that is exact. */
  function made(minus, limbs) {
    while (limbs.length && limbs[limbs.length - 1] === 0) limbs.pop();
    if (limbs.length <= 3) {
      var plain = 0;
      for (var n = limbs.length - 1; n >= 0; n -= 1) plain = plain * BASE + limbs[n];
      if (plain <= SAFE) return minus && plain ? -plain : plain;
    }
    return { negative: minus, limbs: limbs };
  }

  function compareLimbs(a, b) {
    if (a.length !== b.length) return a.length < b.length ? -1 : 1;
    for (var n = a.length - 1; n >= 0; n -= 1) if (a[n] !== b[n]) return a[n] < b[n] ? -1 : 1;
    return 0;
  }

  function addLimbs(a, b) {
    var out = [];
    var carry = 0;
    for (var n = 0; n < a.length || n < b.length || carry; n += 1) {
      var sum = (a[n] || 0) + (b[n] || 0) + carry;
      out.push(sum % BASE);
      carry = sum >= BASE ? 1 : 0;
    }
    return out;
  }

  /* a − b for a ≥ b. */
  function subtractLimbs(a, b) {
    var out = [];
    var borrow = 0;
    for (var n = 0; n < a.length; n += 1) {
      var left = a[n] - (b[n] || 0) - borrow;
      borrow = left < 0 ? 1 : 0;
      out.push(left < 0 ? left + BASE : left);
    }
    while (out.length && out[out.length - 1] === 0) out.pop();
    return out;
  }

  function multiplyLimbs(a, b) {
    var out = [];
    for (var i = 0; i < a.length + b.length; i += 1) out.push(0);
    for (i = 0; i < a.length; i += 1) {
      var carry = 0;
      for (var j = 0; j < b.length || carry; j += 1) {
        var sum = out[i + j] + a[i] * (b[j] || 0) + carry;
        out[i + j] = sum % BASE;
        carry = Math.floor(sum / BASE);
      }
    }
    while (out.length && out[out.length - 1] === 0) out.pop();
    return out;
  }

  /* How often b goes into a, with a < b × BASE. */
  function digit(a, b) {
    var low = 0;
    var high = BASE - 1;
    while (low < high) {
      var middle = Math.ceil((low + high) / 2);
      if (compareLimbs(multiplyLimbs(b, limbsOf(middle)), a) <= 0) low = middle; else high = middle - 1;
    }
    return low;
  }

  function divideLimbs(a, b) {
    var quotient = [];
    var rest = [];
    for (var n = a.length - 1; n >= 0; n -= 1) {
      rest = rest.length || a[n] ? [a[n]].concat(rest) : [];
      var often = digit(rest, b);
      if (often) rest = subtractLimbs(rest, multiplyLimbs(b, limbsOf(often)));
      quotient.unshift(often);
    }
    return { quotient: quotient, rest: rest };
  }

  function minus(value) {
    return isBig(value) ? { negative: !value.negative, limbs: value.limbs } : value === 0 ? 0 : -value;
  }

  function add(a, b) {
    if (!isBig(a) && !isBig(b) && Math.abs(a + b) <= SAFE) return a + b;
    var one = limbsOf(a);
    var two = limbsOf(b);
    if (negative(a) === negative(b)) return made(negative(a), addLimbs(one, two));
    if (compareLimbs(one, two) >= 0) return made(negative(a), subtractLimbs(one, two));
    return made(negative(b), subtractLimbs(two, one));
  }

  function subtract(a, b) { return add(a, minus(b)); }

  function multiply(a, b) {
    if (!isBig(a) && !isBig(b)) {
      var plain = a * b;
      if (Math.abs(plain) <= SAFE) return plain === 0 ? 0 : plain;
    }
    return made(negative(a) !== negative(b), multiplyLimbs(limbsOf(a), limbsOf(b)));
  }

  function compare(a, b) {
    if (!isBig(a) && !isBig(b)) return a < b ? -1 : a > b ? 1 : 0;
    if (negative(a) !== negative(b)) return negative(a) ? -1 : 1;
    var order = compareLimbs(limbsOf(a), limbsOf(b));
    return negative(a) ? -order : order;
  }

  function sign(value) { return compare(value, 0); }

  function absolute(value) { return negative(value) ? minus(value) : value; }

  /* The quotient rounded down and what is left over. */
  function floorDivide(a, b) {
    if (sign(b) === 0) throw new Error('算式里的除数是 0');
    if (sign(b) < 0) { a = minus(a); b = minus(b); }
    var parts = divideLimbs(limbsOf(a), limbsOf(b));
    var quotient = made(false, parts.quotient);
    var rest = made(false, parts.rest);
    if (!negative(a)) return { quotient: quotient, rest: rest };
    if (sign(rest) === 0) return { quotient: minus(quotient), rest: 0 };
    return { quotient: subtract(minus(quotient), 1), rest: subtract(b, rest) };
  }

  /* a ÷ b rounded to the nearest whole number, halves away from zero. */
  function nearest(a, b) {
    if (sign(b) < 0) { a = minus(a); b = minus(b); }
    var twice = add(multiply(absolute(a), 2), b);
    var result = floorDivide(twice, multiply(b, 2)).quotient;
    return negative(a) ? minus(result) : result;
  }

  function ceilDivide(a, b) {
    var parts = floorDivide(a, b);
    return sign(parts.rest) === 0 ? parts.quotient : add(parts.quotient, 1);
  }

  function text(value) {
    if (!isBig(value)) return String(value);
    var out = String(value.limbs[value.limbs.length - 1]);
    for (var n = value.limbs.length - 2; n >= 0; n -= 1) {
      out += ('0000000' + value.limbs[n]).slice(-DIGITS);
    }
    return (value.negative ? '-' : '') + out;
  }

  verify.whole = {
    add: add, subtract: subtract, multiply: multiply, compare: compare, sign: sign, absolute: absolute, minus: minus,
    floorDivide: floorDivide, ceilDivide: ceilDivide, nearest: nearest, text: text,
  };
})(window.ScoringVerify = window.ScoringVerify || {});

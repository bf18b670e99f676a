// Ed25519 (RFC 8032): whether a signature is right. Numbers are 16 limbs of 16 bits, the lowest first.
(function (verify) {
  'use strict';

  var LIMB = 65536;

  /* The limbs of a hex number of at most 64 digits. */
  function number(hex) {
    var whole = ('0000000000000000000000000000000000000000000000000000000000000000' + hex).slice(-64);
    var out = [];
    for (var at = 60; at >= 0; at -= 4) out.push(parseInt(whole.substr(at, 4), 16));
    return out;
  }

  var ZERO = number('0');
  var ONE = number('1');
  var PRIME = number('7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed');
  var ORDER = number('1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed');
  var INVERT = number('7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeb');
  var ROOT = number('0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe');
  var QUARTER = number('1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb');

  function below(a, b) {
    for (var n = 15; n >= 0; n -= 1) if (a[n] !== b[n]) return a[n] < b[n];
    return false;
  }

  function minus(a, b) {
    var out = [];
    var borrow = 0;
    for (var n = 0; n < 16; n += 1) {
      var left = a[n] - b[n] - borrow;
      borrow = left < 0 ? 1 : 0;
      out.push(left + borrow * LIMB);
    }
    return out;
  }

  function bit(a, n) { return (a[n >> 4] >> (n & 15)) & 1; }

  /* What overflows the top comes back 38 times at the bottom: 2 to the 256th is 38 beyond a multiple of the prime. */
  function carried(a) {
    for (var turn = 0; turn < 2; turn += 1) {
      for (var n = 0; n < 16; n += 1) {
        var over = Math.floor(a[n] / LIMB);
        a[n] -= over * LIMB;
        if (n < 15) a[n + 1] += over; else a[0] += 38 * over;
      }
    }
    return a;
  }

  function plus(a, b) { return carried(a.map(function (limb, n) { return limb + b[n]; })); }

  function less(a, b) { return carried(a.map(function (limb, n) { return limb - b[n]; })); }

  function times(a, b) {
    var out = [];
    for (var n = 0; n < 32; n += 1) out.push(0);
    for (var i = 0; i < 16; i += 1) for (var j = 0; j < 16; j += 1) out[i + j] += a[i] * b[j];
    for (n = 0; n < 16; n += 1) out[n] += 38 * out[n + 16];
    return carried(carried(out.slice(0, 16)));
  }

  function power(a, exponent) {
    var out = ONE;
    for (var n = 255; n >= 0; n -= 1) {
      out = times(out, out);
      if (bit(exponent, n)) out = times(out, a);
    }
    return out;
  }

  /* The one smallest form of a number of the field. */
  function reduced(a) {
    var out = carried(carried(a.slice()));
    while (!below(out, PRIME)) out = minus(out, PRIME);
    return out;
  }

  function same(a, b) { return reduced(less(a, b)).every(function (limb) { return limb === 0; }); }

  var D = times(less(ZERO, number('1db41')), power(number('1db42'), INVERT));     // −121665 ÷ 121666
  var TWO_D = plus(D, D);
  var SQUARE = power(number('2'), QUARTER);                                      // a square root of −1

  function added(a, b) {
    var m = times(less(a[1], a[0]), less(b[1], b[0]));
    var n = times(plus(a[1], a[0]), plus(b[1], b[0]));
    var c = times(times(a[3], b[3]), TWO_D);
    var d = times(plus(a[2], a[2]), b[2]);
    var e = less(n, m), f = less(d, c), g = plus(d, c), h = plus(n, m);
    return [times(e, f), times(g, h), times(f, g), times(e, h)];
  }

  function multiple(scalar, point) {
    var out = [ZERO, ONE, ONE, ZERO];
    for (var n = 255; n >= 0; n -= 1) {
      out = added(out, out);
      if (bit(scalar, n)) out = added(out, point);
    }
    return out;
  }

  function root(square) {
    var x = power(square, ROOT);
    if (!same(times(x, x), square)) x = times(x, SQUARE);
    return same(times(x, x), square) ? reduced(x) : null;
  }

  function fromBytes(bytes) {
    var out = [];
    for (var n = 0; n < 32; n += 2) out.push(bytes[n] + 256 * bytes[n + 1]);
    return out;
  }

  /* The point written in 32 bytes, or null if they are not the one way to write a point. */
  function point(bytes) {
    var y = fromBytes(bytes);
    var odd = y[15] >> 15;
    y[15] &= 32767;
    if (!below(y, PRIME)) return null;
    var square = times(y, y);
    var x = root(times(less(square, ONE), power(plus(times(D, square), ONE), INVERT)));
    if (x === null || (odd && same(x, ZERO))) return null;
    if ((x[0] & 1) !== odd) x = less(ZERO, x);
    return [x, y, ONE, times(x, y)];
  }

  /* 64 bytes, lowest first, as a number below the order of the base point. */
  function scalarOf(bytes) {
    var out = ZERO;
    for (var n = 511; n >= 0; n -= 1) {
      var next = [];
      var carry = (bytes[n >> 3] >> (n & 7)) & 1;
      for (var limb = 0; limb < 16; limb += 1) {
        var doubled = out[limb] * 2 + carry;
        carry = doubled >= LIMB ? 1 : 0;
        next.push(doubled - carry * LIMB);
      }
      out = below(next, ORDER) ? next : minus(next, ORDER);
    }
    return out;
  }

  var Y = times(number('4'), power(number('5'), INVERT));
  var X = root(times(less(times(Y, Y), ONE), power(plus(times(D, times(Y, Y)), ONE), INVERT)));
  if (X[0] & 1) X = reduced(less(ZERO, X));
  var BASE = [X, Y, ONE, times(X, Y)];

  /* Whether 64 bytes are the signature of the key of 32 bytes over a message. */
  function right(key, signature, message) {
    if (key.length !== 32 || signature.length !== 64) return false;
    var open = point(key);
    var commitment = point(signature.subarray(0, 32));
    var scalar = fromBytes(signature.subarray(32));
    if (open === null || commitment === null || !below(scalar, ORDER)) return false;
    var challenge = scalarOf(verify.sha512(verify.bytes.joined([signature.subarray(0, 32), key, message])));
    var one = multiple(scalar, BASE);
    var two = added(commitment, multiple(challenge, open));
    return same(times(one[0], two[2]), times(two[0], one[2])) && same(times(one[1], two[2]), times(two[1], one[2]));
  }

  verify.ed25519 = right;
})(window.ScoringVerify);

// SHA-256 (FIPS 180-4).
(function (verify) {
  'use strict';

  var ROOTS = [];
  var START = [];

  /* The first 32 bits behind the point: the constants of SHA-256 are those of the roots of the first primes. */
  function fraction(value) { return ((value - Math.floor(value)) * 4294967296) | 0; }

  for (var number = 2; ROOTS.length < 64; number += 1) {
    var prime = true;
    for (var by = 2; by * by <= number; by += 1) if (number % by === 0) prime = false;
    if (!prime) continue;
    if (START.length < 8) START.push(fraction(Math.sqrt(number)));
    ROOTS.push(fraction(Math.cbrt(number)));
  }

  function turned(word, by) { return (word >>> by) | (word << (32 - by)); }

  function schedule(view, at, words) {
    for (var n = 0; n < 16; n += 1) words[n] = view.getInt32(at + 4 * n);
    for (n = 16; n < 64; n += 1) {
      var early = words[n - 15];
      var late = words[n - 2];
      var one = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
      var two = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
      words[n] = (words[n - 16] + one + words[n - 7] + two) | 0;
    }
  }

  function round(words, state) {
    var a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (var n = 0; n < 64; n += 1) {
      var first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROOTS[n] + words[n]) | 0;
      var second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + first) | 0; d = c; c = b; b = a; a = (first + second) | 0;
    }
    var added = [a, b, c, d, e, f, g, h];
    for (n = 0; n < 8; n += 1) state[n] = (state[n] + added[n]) | 0;
  }

  /* The 32 bytes of the hash. */
  verify.sha256 = function (bytes) {
    var view = verify.bytes.padded(bytes, 64);
    var words = new Int32Array(64);
    var state = START.slice();
    for (var at = 0; at < view.byteLength; at += 64) {
      schedule(view, at, words);
      round(words, state);
    }
    return verify.bytes.ofWords(state);
  };
})(window.ScoringVerify);

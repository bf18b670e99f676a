// SM3 (GB/T 32905-2016).
(function (verify) {
  'use strict';

  var START = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
  var EARLY = 0x79cc4519;       // the constant of the first 16 rounds, and of the other 48
  var LATE = 0x7a879d8a;

  function turned(word, by) { return (word << by) | (word >>> (32 - by)); }

  /* The 68 words of a block. */
  function expanded(view, at, words) {
    for (var n = 0; n < 16; n += 1) words[n] = view.getInt32(at + 4 * n);
    for (n = 16; n < 68; n += 1) {
      var mixed = words[n - 16] ^ words[n - 9] ^ turned(words[n - 3], 15);
      words[n] = mixed ^ turned(mixed, 15) ^ turned(mixed, 23) ^ turned(words[n - 13], 7) ^ words[n - 6];
    }
  }

  function round(words, state) {
    var a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (var n = 0; n < 64; n += 1) {
      var early = n < 16;
      var constant = turned(early ? EARLY : LATE, n % 32);
      var first = turned((turned(a, 12) + e + constant) | 0, 7);
      var left = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      var right = early ? e ^ f ^ g : (e & f) | (~e & g);
      var above = (left + d + (first ^ turned(a, 12)) + (words[n] ^ words[n + 4])) | 0;
      var below = (right + h + first + words[n]) | 0;
      d = c; c = turned(b, 9); b = a; a = above;
      h = g; g = turned(f, 19); f = e; e = below ^ turned(below, 9) ^ turned(below, 17);
    }
    [a, b, c, d, e, f, g, h].forEach(function (word, place) { state[place] ^= word; });
  }

  /* The 32 bytes of the hash. */
  verify.sm3 = function (bytes) {
    var view = verify.bytes.padded(bytes, 64);
    var words = new Int32Array(68);
    var state = START.slice();
    for (var at = 0; at < view.byteLength; at += 64) {
      expanded(view, at, words);
      round(words, state);
    }
    return verify.bytes.ofWords(state);
  };
})(window.ScoringVerify);

// SHA-512, which Ed25519 is made with. A 64-bit word is two halves of 32 bits.
(function (verify) {
  'use strict';

  // The first 64 bits behind the point of the cube roots of the first 80 primes, and of the square roots of the first 8.
  var ROOTS = words('428a2f98d728ae227137449123ef65cdb5c0fbcfec4d3b2fe9b5dba58189dbbc3956c25bf348b53859f111f1b605d019' +
    '923f82a4af194f9bab1c5ed5da6d8118d807aa98a303024212835b0145706fbe243185be4ee4b28c550c7dc3d5ffb4e2' +
    '72be5d74f27b896f80deb1fe3b1696b19bdc06a725c71235c19bf174cf692694e49b69c19ef14ad2efbe4786384f25e3' +
    '0fc19dc68b8cd5b5240ca1cc77ac9c652de92c6f592b02754a7484aa6ea6e4835cb0a9dcbd41fbd476f988da831153b5' +
    '983e5152ee66dfaba831c66d2db43210b00327c898fb213fbf597fc7beef0ee4c6e00bf33da88fc2d5a79147930aa725' +
    '06ca6351e003826f142929670a0e6e7027b70a8546d22ffc2e1b21385c26c9264d2c6dfc5ac42aed53380d139d95b3df' +
    '650a73548baf63de766a0abb3c77b2a881c2c92e47edaee692722c851482353ba2bfe8a14cf10364a81a664bbc423001' +
    'c24b8b70d0f89791c76c51a30654be30d192e819d6ef5218d69906245565a910f40e35855771202a106aa07032bbd1b8' +
    '19a4c116b8d2d0c81e376c085141ab532748774cdf8eeb9934b0bcb5e19b48a8391c0cb3c5c95a634ed8aa4ae3418acb' +
    '5b9cca4f7763e373682e6ff3d6b2b8a3748f82ee5defb2fc78a5636f43172f6084c87814a1f0ab728cc702081a6439ec' +
    '90befffa23631e28a4506cebde82bde9bef9a3f7b2c67915c67178f2e372532bca273eceea26619cd186b8c721c0c207' +
    'eada7dd6cde0eb1ef57d4f7fee6ed17806f067aa72176fba0a637dc5a2c898a6113f9804bef90dae1b710b35131c471b' +
    '28db77f523047d8432caab7b40c724933c9ebe0a15c9bebc431d67c49c100d4c4cc5d4becb3e42b6597f299cfc657e2a' +
    '5fcb6fab3ad6faec6c44198c4a475817');
  var START = words('6a09e667f3bcc908bb67ae8584caa73b3c6ef372fe94f82ba54ff53a5f1d36f1510e527fade682d19b05688c2b3e6c1f' +
    '1f83d9abfb41bd6b5be0cd19137e2179');

  function words(hex) {
    var out = [];
    for (var at = 0; at < hex.length; at += 8) out.push(parseInt(hex.substr(at, 8), 16) | 0);
    return out;
  }

  /* The upper and lower half of a word turned right by so many bits (32 or more: the halves change places). */
  function turned(high, low, by) {
    if (by >= 32) return turned(low, high, by - 32);
    if (by === 0) return [high, low];
    return [(high >>> by) | (low << (32 - by)), (low >>> by) | (high << (32 - by))];
  }

  function shifted(high, low, by) { return [high >>> by, (low >>> by) | (high << (32 - by))]; }

  function mixed(high, low, a, b, c, cut) {
    var one = turned(high, low, a);
    var two = turned(high, low, b);
    var three = cut ? shifted(high, low, c) : turned(high, low, c);
    return [one[0] ^ two[0] ^ three[0], one[1] ^ two[1] ^ three[1]];
  }

  /* The sum of words given as halves: high, low, high, low … */
  function sum() {
    var low = 0;
    var high = 0;
    for (var n = 0; n < arguments.length; n += 2) {
      high += arguments[n] >>> 0;
      low += arguments[n + 1] >>> 0;
    }
    high += Math.floor(low / 4294967296);
    return [high | 0, low | 0];
  }

  function schedule(view, at) {
    var w = [];
    for (var n = 0; n < 32; n += 1) w.push(view.getInt32(at + 4 * n));
    for (n = 32; n < 160; n += 2) {
      var early = mixed(w[n - 30], w[n - 29], 1, 8, 7, true);
      var late = mixed(w[n - 4], w[n - 3], 19, 61, 6, true);
      var next = sum(w[n - 32], w[n - 31], early[0], early[1], w[n - 14], w[n - 13], late[0], late[1]);
      w.push(next[0], next[1]);
    }
    return w;
  }

  function round(w, state) {
    var s = state.slice();      // a … h, each as high, low
    for (var n = 0; n < 160; n += 2) {
      var e = mixed(s[8], s[9], 14, 18, 41);
      var choice = [(s[8] & s[10]) ^ (~s[8] & s[12]), (s[9] & s[11]) ^ (~s[9] & s[13])];
      var first = sum(s[14], s[15], e[0], e[1], choice[0], choice[1], ROOTS[n], ROOTS[n + 1], w[n], w[n + 1]);
      var a = mixed(s[0], s[1], 28, 34, 39);
      var most = [(s[0] & s[2]) ^ (s[0] & s[4]) ^ (s[2] & s[4]), (s[1] & s[3]) ^ (s[1] & s[5]) ^ (s[3] & s[5])];
      var second = sum(a[0], a[1], most[0], most[1]);
      var fifth = sum(s[6], s[7], first[0], first[1]);
      s = sum(first[0], first[1], second[0], second[1]).concat(s.slice(0, 6), fifth, s.slice(8, 14));
    }
    for (n = 0; n < 16; n += 2) {
      var added = sum(state[n], state[n + 1], s[n], s[n + 1]);
      state[n] = added[0];
      state[n + 1] = added[1];
    }
  }

  /* The 64 bytes of SHA-512. */
  function sha512(bytes) {
    var view = verify.bytes.padded(bytes, 128);
    var state = START.slice();
    for (var at = 0; at < view.byteLength; at += 128) round(schedule(view, at), state);
    return verify.bytes.ofWords(state);
  }

  verify.sha512 = sha512;
})(window.ScoringVerify);

// What is sealed: signatures, and the texts whose commitments stand in the units.
(function (verify) {
  'use strict';

  var bytes = verify.bytes;

  /* The key of a right signature over a message of ASCII; '' and a sentence where it is not right. */
  function signature(given, message, whose, outcome) {
    var before = outcome.differences.length;
    function say(sentence) { outcome.say(sentence); }
    verify.form.check(given, verify.form.SIGNATURE, whose + '签名', say);
    if (outcome.differences.length > before) return '';
    var key = given.get('key');
    if (verify.ed25519(bytes.fromHex(key), bytes.fromHex(given.get('value')), bytes.encoded(message))) return key;
    outcome.say(whose + '签名与内容不符：不是这个公钥签的，或者签过以后改动过');
    return '';
  }

  /* The key of the signature over a file's digest; '' where there is none, or a wrong one. */
  function signatureOf(file, outcome) {
    if (!file.has('signature')) return '';
    var message = 'scoring-snapshot-1 ' + file.get('algorithm') + ' ' + file.get('digest');
    return signature(file.get('signature'), message, '', outcome);
  }

  /* Every commitment in the units. */
  function commitments(units) {
    var found = new Set();
    function rows(facts) {
      if (!(facts instanceof Map)) return;
      facts.forEach(function (value) {
        if (!Array.isArray(value)) return;
        value.forEach(function (row) {
          if (row instanceof Map && row.has('struck')) found.add(row.get('struck'));
        });
      });
    }
    units.forEach(function (unit) {
      unit.get('not_applicable').forEach(function (key) { found.add(key); });
      unit.get('notes').forEach(function (key) { found.add(key); });
      unit.get('facts').forEach(rows);
      unit.get('rulings').forEach(function (ruling) {
        found.add(ruling.get('reason'));
        rows(ruling.get('facts'));
      });
    });
    return found;
  }

  /* Says every opening that is of no commitment in the units, or not of that one. */
  function openings(units, opened, digest, outcome) {
    var known = commitments(units);
    opened.forEach(function (opening, key) {
      var given = bytes.joined([bytes.fromHex(opening.get('salt')), bytes.encoded(opening.get('text'))]);
      if (!known.has(key)) outcome.say('公开的文字 ' + key + ' 在快照里没有对应的承诺');
      else if (bytes.hex(digest(given)) !== key) {
        outcome.say('公开的文字“' + opening.get('text') + '”与快照里的承诺不符：被改动过');
      }
    });
    outcome.opened = opened.size;
    known.forEach(function (key) { if (!opened.has(key)) outcome.erased += 1; });
  }

  verify.sealed = { signature: signature, signatureOf: signatureOf, openings: openings };
})(window.ScoringVerify);

// The digests a published file may be made with, the parts of a snapshot, and the hash tree over them.
(function (verify) {
  'use strict';

  var bytes = verify.bytes;
  var ALGORITHMS = {
    sha256: { name: 'sha256', title: 'SHA-256', digest: verify.sha256 },
    sm3: { name: 'sm3', title: 'SM3', digest: verify.sm3 },
  };
  var APART = ['ruleset', 'ruleset_yaml', 'units', 'cards', 'ranking'];     // what does not stand in the first part
  var LEAF = new Uint8Array([0]);
  var NODE = new Uint8Array([1]);

  /* The algorithm a file names, or null. */
  function algorithm(name) {
    return typeof name === 'string' && Object.prototype.hasOwnProperty.call(ALGORITHMS, name) ? ALGORITHMS[name] : null;
  }

  function leaf(digest, part) {
    return digest(bytes.joined([LEAF, bytes.encoded(verify.json.canonical(part))]));
  }

  function node(digest, left, right) { return digest(bytes.joined([NODE, left, right])); }

  /* What the hashes of all parts come to. */
  function root(digest, level) {
    while (level.length > 1) {
      var above = [];
      for (var n = 0; n < level.length; n += 2) {
        above.push(n + 1 < level.length ? node(digest, level[n], level[n + 1]) : level[n]);
      }
      level = above;
    }
    return level[0];
  }

  /* What a part and the hashes beside its way up come to, in hex; '' where the path has not the right length. */
  function climbed(digest, part, index, size, path) {
    if (index < 0 || index >= size) return '';
    var found = leaf(digest, part);
    var used = 0;
    for (var last = size - 1; last > 0; last = Math.floor(last / 2)) {
      var odd = index % 2 === 1;
      if (odd || index < last) {
        if (used === path.length) return '';
        var beside = bytes.fromHex(path[used]);
        used += 1;
        found = odd ? node(digest, beside, found) : node(digest, found, beside);
      }
      index = Math.floor(index / 2);
    }
    return used === path.length ? bytes.hex(found) : '';
  }

  function unfitting() { throw new Error('快照里的单位、评分卡和排名不是同一些单位'); }

  /* The mapping under a key, of exactly the keys that are named. */
  function fitting(map, keys) {
    var fits = map instanceof Map && map.size === keys.length && new Set(keys).size === keys.length;
    return fits && keys.every(function (key) { return map.has(key); }) ? map : unfitting();
  }

  /* Unit → its row of the ranking; every unit stands in one row. */
  function rowsOf(body) {
    var groups = fitting(fitting(body.get('ranking'), ['groups']).get('groups'), body.get('groups'));
    var rows = new Map();
    groups.forEach(function (some) {
      if (!Array.isArray(some)) unfitting();
      some.forEach(function (row) {
        if (!(row instanceof Map) || rows.has(row.get('unit'))) unfitting();
        rows.set(row.get('unit'), row);
      });
    });
    return rows;
  }

  /* How many rows of a group's ranking have a place. */
  function placed(rows) { return rows.filter(function (row) { return row.get('place') !== null; }).length; }

  /* Every part of a well-formed snapshot, in order. */
  function parts(body) {
    var rows = rowsOf(body);
    var units = body.get('units');
    var names = units.map(function (unit) { return unit.get('name'); });
    var cards = fitting(body.get('cards'), ['claimed', 'verified']);
    var claimed = fitting(cards.get('claimed'), names);
    var verified = fitting(cards.get('verified'), names);
    fitting(rows, names);
    var about = new Map(body);
    APART.forEach(function (key) { about.delete(key); });
    var groups = body.get('ranking').get('groups');
    var made = [
      new Map([['part', 'about'], ['snapshot', about]]),
      new Map([['part', 'rules'], ['ruleset', body.get('ruleset')], ['ruleset_yaml', body.get('ruleset_yaml')]]),
    ];
    body.get('groups').forEach(function (group) {
      made.push(new Map([['part', 'ranking'], ['group', group], ['rows', groups.get(group)]]));
    });
    units.forEach(function (unit) {
      var name = unit.get('name');
      if (!groups.has(unit.get('group'))) unfitting();
      made.push(new Map([['part', 'unit'], ['unit', unit], ['claimed', claimed.get(name)], ['verified', verified.get(name)],
        ['place', rows.get(name).get('place')], ['of', placed(groups.get(unit.get('group')))]]));
    });
    return made;
  }

  /* The digest of a snapshot in hex. */
  function digestOf(body, digest) {
    return bytes.hex(root(digest, parts(body).map(function (part) { return leaf(digest, part); })));
  }

  verify.tree = {
    algorithm: algorithm, leaf: leaf, root: root, climbed: climbed, parts: parts, digestOf: digestOf, placed: placed,
  };
})(window.ScoringVerify);

// What a verification comes to: what was recomputed, every difference, and of an excerpt what it says of its unit.
(function (verify) {
  'use strict';

  /* A difference is {where, given, found}, or {where} alone: a sentence. */
  function Outcome() {
    this.differences = [];
    this.title = this.algorithm = this.digest = this.asOf = this.key = '';
    this.plugins = [];
    this.units = this.lines = this.steps = this.opened = this.erased = 0;
    this.cards = new Map();     // recomputed: view → unit → card
    this.ranking = new Map();
    this.titles = new Map();
    this.stopped = false;       // not everything was looked at
    this.standing = null;       // of an excerpt: whose it is, and what it says of it
    this.own = null;            // of an excerpt: its parts
    this.left = [];             // of an excerpt: what only the whole file proves, in words,
    this.outside = new Set();   // and by id
    this.onPaper = false;       // whether it came with a PDF, whose bytes are as they were made
    this.stamp = null;          // of a PDF: what a certificate's signature behind it says; it is not judged here
    this.paperKey = null;       // the key that signed a PDF's pages, '' where nobody did
  }

  Outcome.prototype.say = function (where) { this.differences.push({ where: where }); };

  function shown(value) {
    if (value instanceof Map || Array.isArray(value)) return verify.json.canonical(value);
    return value === null ? '（空）' : String(value);
  }

  /* Every place where the published value is not the recomputed one, types included. */
  Outcome.prototype.compare = function (given, found, where) {
    var self = this;
    var out = this.differences;
    if (given instanceof Map && found instanceof Map) {
      found.forEach(function (item, key) {
        if (!given.has(key)) out.push({ where: where + ' › ' + key, given: '（没有）', found: shown(item) });
      });
      given.forEach(function (item, key) {
        if (found.has(key)) self.compare(item, found.get(key), where + ' › ' + key);
        else out.push({ where: where + ' › ' + key, given: shown(item), found: '（没有）' });
      });
    } else if (Array.isArray(given) && Array.isArray(found) && given.length === found.length) {
      given.forEach(function (item, n) { self.compare(item, found[n], where + ' › ' + (n + 1)); });
    } else if (given !== found) out.push({ where: where, given: shown(given), found: shown(found) });
  };

  /* Counts a recomputed card that is compared with the published one. */
  Outcome.prototype.count = function (card) {
    var self = this;
    function steps(part) { self.steps += part.get('steps').length; }
    this.lines += card.get('lines').size;
    ['lines', 'subtotals', 'stages'].forEach(function (part) { if (card.has(part)) card.get(part).forEach(steps); });
  };

  /* What stopped the verification, as a sentence: our own refusals are Errors, a browser's have other names. */
  Outcome.prototype.stop = function (error) {
    this.stopped = true;
    if (error.name === 'Error') this.say(error.message);
    else if (error instanceof RangeError) this.say('内容绕了一圈又回到自己，或嵌套太深，不能核验');
    else this.say('文件缺少应有的内容，或内容的形式不对，不能核验');
  };

  Outcome.prototype.steady = function () { return !this.differences.length; };

  verify.Outcome = Outcome;
  verify.shown = shown;
})(window.ScoringVerify);

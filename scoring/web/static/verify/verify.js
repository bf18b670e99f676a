// Verifies a published file: a snapshot or an excerpt in JSON, or a PDF that carries its excerpt.
(function (verify) {
  'use strict';

  var form = verify.form;
  var sealed = verify.sealed;

  /* A file of exactly these keys, and of others that it may have. */
  function hasKeys(file, keys, also) {
    return keys.every(function (key) { return file.has(key); }) && Array.from(file.keys()).every(function (key) {
      return keys.indexOf(key) >= 0 || also.indexOf(key) >= 0;
    });
  }

  /* The digest algorithm of a file whose outermost form is right. */
  function outermost(file, text, part, outcome) {
    var fits = file instanceof Map && (part
      ? hasKeys(file, ['algorithm', 'digest', 'excerpt', 'openings'], ['signature', 'paper'])
      : hasKeys(file, ['algorithm', 'digest', 'openings', 'snapshot'], ['signature']));
    if (!fits) {
      throw new Error(part ? '这不是本产品公布的摘录：最外层应有 excerpt、algorithm、digest、openings 四项'
        : '这不是本产品公布的快照文件：最外层应有 snapshot、algorithm、digest、openings 四项');
    }
    if (verify.json.canonical(file) !== text) outcome.say('文件不是规范写法：前后多了内容，或键的顺序、空格被改动过');
    var algorithm = verify.tree.algorithm(file.get('algorithm'));
    if (algorithm === null) throw new Error('不认识的摘要算法“' + verify.shown(file.get('algorithm')) + '”');
    return algorithm;
  }

  function checkSnapshot(file, algorithm, outcome) {
    var body = file.get('snapshot');
    if (!(body instanceof Map) || body.get('format') !== 'scoring-snapshot' || body.get('version') !== 1) {
      throw new Error('快照的格式或版本不是本页能核验的');
    }
    function say(sentence) { outcome.say(sentence); }
    form.check(body, form.SNAPSHOT, '快照', say);
    form.check(file.get('openings'), form.OPENINGS, '公开的文字', say);
    if (outcome.steady()) {
      var digest = verify.tree.digestOf(body, algorithm.digest);
      outcome.compare(file.get('digest'), digest, '快照的 ' + algorithm.title);
    }
    outcome.key = sealed.signatureOf(file, outcome);
  }

  function recompute(file, algorithm, outcome) {
    var body = file.get('snapshot');
    sealed.openings(body.get('units'), file.get('openings'), algorithm.digest, outcome);
    var run = verify.again(body, body.get('ruleset'), body.get('units'), outcome);
    outcome.cards.forEach(function (some) { some.forEach(function (card) { outcome.count(card); }); });
    outcome.ranking = verify.rank(run.ruleset, run.cards.verified);
    outcome.compare(body.get('cards'), outcome.cards, '评分卡');
    outcome.compare(body.get('ranking'), new Map([['groups', outcome.ranking]]), '排名');
    outcome.compare(body.get('groups'), Array.from(outcome.ranking.keys()), '组别');
  }

  function checked(text, outcome) {
    var file = verify.json.read(text);
    var part = file instanceof Map && file.has('excerpt');
    var algorithm = outermost(file, text, part, outcome);
    if (part) verify.excerpt.check(file, algorithm, outcome);
    else checkSnapshot(file, algorithm, outcome);
    if (!outcome.steady()) {
      outcome.stopped = true;
      return;
    }
    var about = part ? verify.excerpt.partsOf(file.get('excerpt')).snapshot : file.get('snapshot');
    outcome.title = about.get('assessment').get('title');
    outcome.asOf = about.get('assessment').get('as_of');
    outcome.algorithm = algorithm.title;
    outcome.digest = file.get('digest');
    outcome.plugins = about.get('plugins');
    if (outcome.plugins.length) {
      throw new Error('计分用到了插件 ' + outcome.plugins.join('、') + '，本页没有插件的规则，不能核验');
    }
    (part ? verify.excerpt.recompute : recompute)(file, algorithm, outcome);
  }

  function into(outcome, does) {
    try {
      does();
    } catch (error) { outcome.stop(error); }
    return outcome;
  }

  /* The outcome for the text of a published file. It stands where there is no difference. */
  verify.check = function (text) {
    var outcome = new verify.Outcome();
    return into(outcome, function () { checked(text, outcome); });
  };

  /* The outcome for a published file as it lies on a disk: JSON or PDF. */
  verify.open = function (bytes) {
    var outcome = new verify.Outcome();
    return into(outcome, function () {
      outcome.onPaper = verify.bytes.binary(bytes.subarray(0, 5)) === '%PDF-';
      if (!outcome.onPaper) return checked(verify.bytes.decoded(bytes), outcome);
      var paper = verify.stamp.off(bytes);
      outcome.stamp = paper.stamp;
      return checked(verify.paper.detached(paper.bytes), outcome);
    });
  };
})(window.ScoringVerify);

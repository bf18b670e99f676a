// A PDF that carries its excerpt: takes the excerpt out, and makes the update that attached it again, byte for byte.
(function (verify) {
  'use strict';

  var MARK = /\n% scoring-excerpt ([0-9]{1,10})\n/g;
  var NAME = '(scoring-excerpt.json)';
  var BARE = '这份 PDF 里没有核验用的数据：只有公布的评分卡带着，汇编、通报和别的 PDF 没有，' +
    '请核验评分卡或者结果文件（JSON）；如果它就是评分卡，那么被截断或者另存过，请重新下载';

  function refuse(sentence) { throw new Error(sentence); }

  /* The incremental update that attaches data to a PDF; everything is text of one character a byte. */
  function update(pages, data) {
    var end = new verify.pdf.Ending(pages);
    var stream = end.size;
    var file = end.size + 1;
    return end.update('scoring-excerpt ' + data.length, [
      [stream, '<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length ' + data.length + ' /Params << /Size ' +
        data.length + ' >> >>\nstream\n' + data + '\nendstream'],
      [file, '<< /Type /Filespec /F ' + NAME + ' /UF ' + NAME + ' /AFRelationship /Data /EF << /F ' + stream +
        ' 0 R /UF ' + stream + ' 0 R >> >>'],
      [end.root, '<<' + end.inside(end.root) + ' /AF [' + file + ' 0 R] /Names << /EmbeddedFiles << /Names [' + NAME + ' ' +
        file + ' 0 R] >> >> >>'],
    ]);
  }

  /* The text of an attached excerpt; the pages' length and digest must be those it names. */
  function excerptOf(data, pages) {
    var text, excerpt;
    try {
      text = verify.bytes.decoded(data);
      excerpt = verify.json.read(text);
    } catch (error) { refuse('PDF 里核验用的数据读不出来，被改动过'); }
    var seal = excerpt instanceof Map ? excerpt.get('paper') : null;
    if (!(seal instanceof Map)) refuse('PDF 里核验用的数据读不出来，被改动过');
    if (verify.json.canonical(excerpt) !== text) refuse('PDF 里核验用的数据不是规范写法：被改动过');
    var algorithm = verify.tree.algorithm(excerpt.get('algorithm'));
    if (algorithm === null) refuse('不认识的摘要算法“' + verify.shown(excerpt.get('algorithm')) + '”');
    if (seal.get('length') !== pages.length || seal.get('digest') !== verify.bytes.hex(algorithm.digest(pages))) {
      refuse('PDF 的页面内容被改动过：与附在后面的校验值不符');
    }
    return text;
  }

  /* The text of the excerpt that a PDF carries; refused unless every byte is as it was made. */
  function detached(bytes) {
    var all = verify.bytes.binary(bytes);
    var marks = all.match(MARK) || [];
    if (!marks.length) refuse(BARE);
    if (marks.length > 1) refuse('这份 PDF 里有几份核验用的数据，分不清哪一份是公布时附的：被改动过');
    var from = all.indexOf(marks[0]);
    var rest = all.slice(from);
    var length = Number(/[0-9]+/.exec(marks[0])[0]);
    var start = rest.indexOf('\nstream\n') + 8;
    if (start < 8 || rest.length < start + length) refuse('这份 PDF 不完整：后面被截断了');
    var text = excerptOf(bytes.subarray(from + start, from + start + length), bytes.subarray(0, from));
    var whole = update(all.slice(0, from), rest.slice(start, start + length));
    if (rest === whole) return text;
    if (rest.slice(0, whole.length) !== whole) refuse('PDF 里核验用的数据被改动过，或者后面被截断了');
    return refuse('PDF 末尾多了 ' + (rest.length - whole.length) + ' 个字节（可能另存过，或者在别处又加了数字签名）：' +
      '请用公布页面上下载的原件核验');
  }

  verify.paper = { detached: detached };
})(window.ScoringVerify);

// A PDF that carries its excerpt: takes the excerpt out, and makes the update that attached it again, byte for byte.
(function (verify) {
  'use strict';

  var MARK = /\n% scoring-excerpt ([0-9]{1,10})\n/g;
  var NAME = '(scoring-excerpt.json)';

  function refuse(sentence) { throw new Error(sentence); }

  /* What a pattern's brackets hold where it is met last. */
  function last(pattern, text) {
    var found = null;
    var one;
    while ((one = pattern.exec(text)) !== null) found = one[1];
    return found === null ? refuse('这份 PDF 的结构不是本产品写的样子') : found;
  }

  function place(at) { return at < 0 ? refuse('这份 PDF 的结构不是本产品写的样子') : at; }

  /* What of the pages' own end the update repeats. */
  function endOf(pages) {
    var trailer = pages.slice(place(pages.lastIndexOf('trailer')));
    var root = Number(last(/\/Root ([0-9]{1,10}) 0 R/g, trailer));
    var begin = place(pages.lastIndexOf('\n' + root + ' 0 obj'));
    var catalog = pages.slice(begin, place(pages.indexOf('endobj', begin)));
    return {
      root: root, size: Number(last(/\/Size ([0-9]{1,10})/g, trailer)),
      before: Number(last(/startxref[ \t\n\r\f\v]+([0-9]{1,10})[ \t\n\r\f\v]/g, trailer)),
      info: last(/(\/Info [0-9]+ 0 R)/g, trailer), id: last(/(\/ID[ \t\n\r\f\v]*\[[^\]]*\])/g, trailer),
      catalog: catalog.slice(place(catalog.indexOf('<<')) + 2, place(catalog.lastIndexOf('>>'))).replace(/[ \t\n\r\f\v]+$/, ''),
    };
  }

  function tenDigits(number) { return ('0000000000' + number).slice(-10); }

  /* The incremental update that attaches data to a PDF; everything is text of one character a byte. */
  function update(pages, data) {
    var end = endOf(pages);
    var stream = end.size;
    var file = end.size + 1;
    var objects = [
      [stream, '<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length ' + data.length + ' /Params << /Size ' +
        data.length + ' >> >>\nstream\n' + data + '\nendstream'],
      [file, '<< /Type /Filespec /F ' + NAME + ' /UF ' + NAME + ' /AFRelationship /Data /EF << /F ' + stream +
        ' 0 R /UF ' + stream + ' 0 R >> >>'],
      [end.root, '<<' + end.catalog + ' /AF [' + file + ' 0 R] /Names << /EmbeddedFiles << /Names [' + NAME + ' ' + file +
        ' 0 R] >> >> >>'],
    ];
    var out = '\n% scoring-excerpt ' + data.length + '\n';
    var rows = objects.map(function (one) {
      var row = [one[0], one[0] + ' 1\n' + tenDigits(pages.length + out.length) + ' 00000 n \n'];
      out += one[0] + ' 0 obj\n' + one[1] + '\nendobj\n';
      return row;
    });
    rows.sort(function (a, b) { return a[0] - b[0]; });
    var table = pages.length + out.length;
    return out + 'xref\n0 1\n0000000000 65535 f \n' + rows.map(function (row) { return row[1]; }).join('') +
      'trailer\n<< /Size ' + (file + 1) + ' /Root ' + end.root + ' 0 R ' + end.info + ' ' + end.id + ' /Prev ' + end.before +
      ' >>\nstartxref\n' + table + '\n%%EOF\n';
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
    if (!marks.length) refuse('这份 PDF 里没有核验用的数据：不是本产品公布的评分卡，或者被截断、另存过');
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
    return refuse('PDF 末尾多了 ' + (rest.length - whole.length) + ' 个字节（可能另存过，或者又加了数字签名）：' +
      '请用公布页面上下载的原件核验');
  }

  verify.paper = { detached: detached };
})(window.ScoringVerify);

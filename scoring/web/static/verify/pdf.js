// Incremental updates of the PDFs that this product writes; a file is text of one character for each byte.
(function (verify) {
  'use strict';

  function refuse() { throw new Error('这份 PDF 的结构不是本产品写的样子'); }

  /* What a pattern's brackets hold, everywhere it is met. */
  function all(pattern, text) {
    var found = [];
    var one;
    while ((one = pattern.exec(text)) !== null) found.push(one[1]);
    return found;
  }

  function first(found) { return found.length ? found[0] : refuse(); }

  function last(pattern, text) { return first(all(pattern, text).reverse()); }

  function place(at) { return at < 0 ? refuse() : at; }

  function tenDigits(number) { return ('0000000000' + number).slice(-10); }

  /* What an update repeats of the end of the file before it. */
  function Ending(file) {
    var trailer = file.slice(place(file.lastIndexOf('trailer')));
    this.file = file;
    this.root = Number(last(/\/Root ([0-9]{1,10}) 0 R/g, trailer));
    this.size = Number(last(/\/Size ([0-9]{1,10})/g, trailer));
    this.table = Number(last(/startxref[ \t\n\r\f\v]+([0-9]{1,10})[ \t\n\r\f\v]/g, trailer));
    this.kept = last(/(\/Info [0-9]+ 0 R)/g, trailer) + ' ' + last(/(\/ID[ \t\n\r\f\v]*\[[^\]]*\])/g, trailer);
  }

  /* What stands between the brackets of the newest object of that number, a dictionary; no blanks at its end. */
  Ending.prototype.inside = function (number) {
    if (number >= this.size) refuse();
    var begin = place(this.file.lastIndexOf('\n' + number + ' 0 obj'));
    var whole = this.file.slice(begin, place(this.file.indexOf('endobj', begin)));
    return whole.slice(place(whole.indexOf('<<')) + 2, place(whole.lastIndexOf('>>'))).replace(/[ \t\n\r\f\v]+$/, '');
  };

  /* What is to be appended so that these objects are in the file: pairs of a number and a text. */
  Ending.prototype.update = function (comment, objects) {
    var before = this.file.length;
    var out = '\n% ' + comment + '\n';
    var size = this.size;
    var rows = objects.map(function (one) {
      var row = [one[0], one[0] + ' 1\n' + tenDigits(before + out.length) + ' 00000 n \n'];
      out += one[0] + ' 0 obj\n' + one[1] + '\nendobj\n';
      size = Math.max(size, one[0] + 1);
      return row;
    });
    rows.sort(function (a, b) { return a[0] - b[0]; });
    var table = before + out.length;
    return out + 'xref\n0 1\n0000000000 65535 f \n' + rows.map(function (row) { return row[1]; }).join('') +
      'trailer\n<< /Size ' + size + ' /Root ' + this.root + ' 0 R ' + this.kept + ' /Prev ' + this.table +
      ' >>\nstartxref\n' + table + '\n%%EOF\n';
  };

  verify.pdf = { Ending: Ending, all: all, first: first, last: last, refuse: refuse, tenDigits: tenDigits };
})(window.ScoringVerify);

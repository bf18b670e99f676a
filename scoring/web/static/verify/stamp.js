// The signature of a certificate behind a PDF: takes it off where it is as this product writes it, and adds nothing else.
// Whose the certificate is, and whether it signed these bytes, is for readers of PDF to judge.
(function (verify) {
  'use strict';

  var pdf = verify.pdf;
  var MARK = /\n% scoring-signature\n/g;
  var ROOM = 16384;       // hexadecimal digits for the signature's value
  var READ = new RegExp('/Reason <([0-9a-f]*)> /Location <([0-9a-f]*)> /M \\(D:([0-9]{14})Z\\) /ByteRange ' +
    '\\[0 [0-9]{10} [0-9]{10} [0-9]{10}\\] /Contents <([0-9a-f]{' + ROOM + '})>');

  /* The text of hexadecimal digits, UTF-16 with its mark; refused where they are anything else. */
  function textOf(hex) {
    if (!/^feff/.test(hex) || hex.length % 4) pdf.refuse();
    return new TextDecoder('utf-16be', { fatal: true }).decode(verify.bytes.fromHex(hex));
  }

  function signature(given, ranges) {
    return '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /Reason <' + given[1] + '> /Location <' +
      given[2] + '> /M (D:' + given[3] + 'Z) /ByteRange [0 ' + ranges.map(pdf.tenDigits).join(' ') + '] /Contents <' +
      given[4] + '> >>';
  }

  /* The signature, its field, the first page with the field, the catalog with the form. */
  function objects(end, given, ranges) {
    var number = end.size;
    var catalog = end.inside(end.root);
    var pages = end.inside(Number(pdf.last(/\/Pages ([0-9]+) 0 R/g, catalog)));
    var page = Number(pdf.first(pdf.all(/\/Kids[ \t\n\r\f\v]*\[[ \t\n\r\f\v]*([0-9]+) 0 R/g, pages)));
    var inside = end.inside(page);
    var notes = /\/Annots[ \t\n\r\f\v]*\[/;
    var field = (number + 1) + ' 0 R';
    if (page === end.root) pdf.refuse();
    inside = notes.test(inside) ? inside.replace(notes, '/Annots [ ' + field) + ' ' : inside + ' /Annots [' + field + '] ';
    return [
      [number, signature(given, ranges)],
      [number + 1, '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature) /F 132 /Rect [-9999 -9999 -9999 -9999] /P ' +
        page + ' 0 R /V ' + number + ' 0 R >>'],
      [page, '<<' + inside + '>>'],
      [end.root, '<<' + catalog + ' /AcroForm << /Fields [' + field + '] /SigFlags 3 >> >>'],
    ];
  }

  /* The update, made from the file before it, the three texts and the value. */
  function written(before, given) {
    var end = new pdf.Ending(before);
    function made(ranges) { return end.update('scoring-signature', objects(end, given, ranges)); }
    var bare = made([0, 0, 0]);
    var start = before.length + bare.indexOf('/Contents <') + 10;
    var after = start + ROOM + 2;
    return made([start, after, before.length + bare.length - after]);
  }

  /* What the signature behind a file says, and the length of the file before it; null where none is as we write it. */
  function readFrom(all) {
    var mark = null;
    for (var one; (one = MARK.exec(all)) !== null;) mark = one.index;
    var given = mark === null ? null : READ.exec(all.slice(mark));
    if (given === null) return null;
    try {
      var stamp = { reason: textOf(given[1]), location: textOf(given[2]), at: given[3] };
      return written(all.slice(0, mark), given) === all.slice(mark) ? { length: mark, stamp: stamp } : null;
    } catch (error) { return null; }
  }

  /* The bytes before the signature, and what it says; the bytes themselves and null where there is none. */
  function off(bytes) {
    var found = readFrom(verify.bytes.binary(bytes));
    return found === null ? { bytes: bytes, stamp: null } : { bytes: bytes.subarray(0, found.length), stamp: found.stamp };
  }

  verify.stamp = { off: off };
})(window.ScoringVerify);

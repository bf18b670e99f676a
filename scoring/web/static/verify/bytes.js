// Bytes as text, as hex and in blocks for the hashes, which are written out: a page opened from a disk has no WebCrypto.
(function (verify) {
  'use strict';

  function encoded(text) { return new TextEncoder().encode(text); }

  /* The text of bytes; bytes that are not UTF-8 are refused, a mark at the start is kept. */
  function decoded(bytes) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) { throw new Error('文件不是 UTF-8 文字，不是公布的快照，或者已经损坏'); }
  }

  /* One character for each byte, so that bytes can be searched as text. */
  function binary(bytes) {
    var out = [];
    for (var at = 0; at < bytes.length; at += 8192) out.push(String.fromCharCode.apply(null, bytes.subarray(at, at + 8192)));
    return out.join('');
  }

  function fromHex(text) {
    var out = new Uint8Array(text.length / 2);
    for (var n = 0; n < out.length; n += 1) out[n] = parseInt(text.substr(2 * n, 2), 16);
    return out;
  }

  function hex(bytes) {
    return Array.from(bytes, function (byte) { return (byte < 16 ? '0' : '') + byte.toString(16); }).join('');
  }

  function joined(parts) {
    var all = new Uint8Array(parts.reduce(function (size, part) { return size + part.length; }, 0));
    parts.reduce(function (at, part) { all.set(part, at); return at + part.length; }, 0);
    return all;
  }

  /* The bytes, a one bit, and their number of bits in the last 64, filled up to whole blocks of so many bytes. */
  function padded(bytes, block) {
    var size = Math.ceil((bytes.length + 1 + block / 8) / block) * block;
    var all = new Uint8Array(size);
    all.set(bytes);
    all[bytes.length] = 128;
    var view = new DataView(all.buffer);
    view.setUint32(size - 8, Math.floor(bytes.length / 536870912));
    view.setUint32(size - 4, (bytes.length << 3) >>> 0);
    return view;
  }

  /* The bytes of words of 32 bits. */
  function ofWords(words) {
    var view = new DataView(new ArrayBuffer(4 * words.length));
    words.forEach(function (word, n) { view.setInt32(4 * n, word); });
    return new Uint8Array(view.buffer);
  }

  verify.bytes = {
    encoded: encoded, decoded: decoded, binary: binary, fromHex: fromHex, hex: hex, joined: joined, padded: padded,
    ofWords: ofWords,
  };
})(window.ScoringVerify);

// JSON as snapshots have it: read into Maps (which keep order and every key), and the one canonical way to write it.
(function (verify) {
  'use strict';

  var DEPTH = 300;
  var LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;
  var ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

  function refuse(sentence) { throw new Error(sentence); }

  function Reader(text) {
    this.text = text;
    this.at = 0;
  }

  Reader.prototype.blank = function () {
    while (this.at < this.text.length && ' \t\n\r'.indexOf(this.text[this.at]) >= 0) this.at += 1;
  };

  Reader.prototype.take = function (sign) {
    if (this.text[this.at] !== sign) refuse('不是完整的 JSON，文件可能被截断或改动过');
    this.at += 1;
  };

  Reader.prototype.value = function (depth) {
    if (depth > DEPTH) refuse('内容嵌套太深，不是本产品公布的快照文件');
    this.blank();
    var sign = this.text[this.at];
    if (sign === '{') return this.mapping(depth);
    if (sign === '[') return this.list(depth);
    if (sign === '"') return this.string();
    var words = { t: ['true', true], f: ['false', false], n: ['null', null] };
    var word = words[sign];
    if (word && this.text.substr(this.at, word[0].length) === word[0]) {
      this.at += word[0].length;
      return word[1];
    }
    return this.number();
  };

  Reader.prototype.number = function () {
    var found = /^-?(?:0|[1-9][0-9]*)/.exec(this.text.substr(this.at, 40));
    if (!found) refuse('不是完整的 JSON，文件可能被截断或改动过');
    this.at += found[0].length;
    if ('.eE'.indexOf(this.text[this.at] || ' ') >= 0) refuse('出现了小数，快照里的分值都写成文字');
    if (Math.abs(Number(found[0])) > 9007199254740991) refuse('出现了过大的整数');
    return Number(found[0]);
  };

  Reader.prototype.string = function () {
    this.take('"');
    var out = '';
    for (;;) {
      var end = this.at;
      while (end < this.text.length && this.text[end] !== '"' && this.text[end] !== '\\') end += 1;
      out += this.text.slice(this.at, end);
      this.at = end;
      if (this.text[end] === '"') break;
      this.take('\\');
      var sign = this.text[this.at];
      this.at += 1;
      if (sign === 'u') {
        var hex = this.text.substr(this.at, 4);
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) refuse('不是完整的 JSON，文件可能被截断或改动过');
        out += String.fromCharCode(parseInt(hex, 16));
        this.at += 4;
      } else if (Object.prototype.hasOwnProperty.call(ESCAPES, sign)) {
        out += ESCAPES[sign];
      } else refuse('不是完整的 JSON，文件可能被截断或改动过');
    }
    this.at += 1;
    return out;
  };

  Reader.prototype.list = function (depth) {
    var out = [];
    this.take('[');
    this.blank();
    while (this.text[this.at] !== ']') {
      if (out.length) this.take(',');
      out.push(this.value(depth + 1));
      this.blank();
    }
    this.at += 1;
    return out;
  };

  Reader.prototype.mapping = function (depth) {
    var out = new Map();
    this.take('{');
    this.blank();
    while (this.text[this.at] !== '}') {
      if (out.size) this.take(',');
      this.blank();
      var key = this.string();
      if (out.has(key)) refuse('键“' + key + '”出现两次');
      this.blank();
      this.take(':');
      out.set(key, this.value(depth + 1));
      this.blank();
    }
    this.at += 1;
    return out;
  };

  /* The value written in a text. */
  function read(text) {
    var reader = new Reader(text);
    var value = reader.value(1);
    reader.blank();
    if (reader.at < text.length) refuse('文件后面多了内容，不是公布的快照文件');
    return value;
  }

  function quoted(text) {
    if (LONE.test(text)) refuse('文字里有不成对的代理码元');
    return JSON.stringify(text);
  }

  function parts(value, out) {
    if (value instanceof Map) {
      var keys = Array.from(value.keys()).sort();     // JavaScript orders text by UTF-16 code units
      out.push('{');
      keys.forEach(function (key, n) {
        out.push((n ? ',' : '') + quoted(key) + ':');
        parts(value.get(key), out);
      });
      out.push('}');
    } else if (Array.isArray(value)) {
      out.push('[');
      value.forEach(function (item, n) {
        if (n) out.push(',');
        parts(item, out);
      });
      out.push(']');
    } else out.push(typeof value === 'string' ? quoted(value) : String(value));
  }

  /* The one way to write a value. */
  function canonical(value) {
    var out = [];
    parts(value, out);
    return out.join('');
  }

  verify.json = { read: read, canonical: canonical };
})(window.ScoringVerify);

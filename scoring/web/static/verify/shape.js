// Reads declared parts of the rules from a tree whose scalars are all text. What cannot be read is refused.
(function (verify) {
  'use strict';

  function refuse(where, sentence) { throw new Error('快照里的评分规则：' + where + '：' + sentence); }

  function text(data, where) {
    if (typeof data !== 'string') refuse(where, '这里要写文字');
    if (Array.from(data).length > 2000) refuse(where, '文字最长 2000 字');
    return data;
  }

  /* A number in units of 0.0001. */
  function number(data, where) {
    if (typeof data !== 'string') refuse(where, '这里要写一个数字');
    var bare = data.replace(/^-+/, '');
    if (data.length > 1 && bare[0] === '0' && bare.slice(0, 2) !== '0.') refuse(where, '有多余的前导 0');
    try {
      return verify.points.read(data);
    } catch (error) { return refuse(where, error.message); }
  }

  function integer(data, where) {
    var units = number(data, where);
    if (units % 10000) refuse(where, '这里要写一个整数');
    return units / 10000;
  }

  function yes(data, where) {
    if (['true', 'false', 'yes', 'no'].indexOf(data) < 0) refuse(where, '这里要写 true 或 false');
    return data === 'true' || data === 'yes';
  }

  function day(data, where) {
    if (typeof data !== 'string') refuse(where, '这里要写一个日期');
    try {
      return verify.days.read(data);
    } catch (error) { return refuse(where, error.message); }
  }

  function anything(data) { return data; }

  function oneOf() {
    var words = Array.prototype.slice.call(arguments);
    return function (data, where) {
      if (words.indexOf(data) < 0) refuse(where, '“' + data + '”不在可选的词里：' + words.join('、'));
      return data;
    };
  }

  function list(kind) {
    return function (data, where) {
      if (!Array.isArray(data)) refuse(where, '这里要写一个列表');
      return data.map(function (item, n) { return kind(item, where + ' › ' + (n + 1)); });
    };
  }

  /* A mapping, or a list of mappings of one key, which keeps an order. */
  function mapping(kind) {
    return function (data, where) {
      var out = new Map();
      function add(item, key) {
        if (out.has(key)) refuse(where, '键“' + key + '”写了两次');
        out.set(key, kind(item, where + ' › ' + key));
      }
      if (data instanceof Map) data.forEach(add);
      else if (Array.isArray(data) && data.length && data.every(function (one) {
        return one instanceof Map && one.size === 1;
      })) data.forEach(function (one) { one.forEach(add); });
      else refuse(where, '这里要写一组“键: 值”');
      return out;
    };
  }

  function need(kind) { return { kind: kind, needed: true }; }

  function may(kind, fallback) { return { kind: kind, needed: false, fallback: fallback === undefined ? null : fallback }; }

  /* An object of declared keys; a bare text fills the key `bare`; `also` are keys that somebody else reads. */
  function record(keys, bare, also) {
    return function (data, where) {
      if (typeof data === 'string' && bare) data = new Map([[bare, data]]);
      if (!(data instanceof Map)) refuse(where, '这里要写一组“键: 值”');
      data.forEach(function (item, key) {
        if (!Object.prototype.hasOwnProperty.call(keys, key) && (also || []).indexOf(key) < 0) {
          refuse(where, '不认识的键“' + key + '”');
        }
      });
      var out = {};
      Object.keys(keys).forEach(function (key) {
        if (data.has(key)) out[key] = keys[key].kind(data.get(key), where + ' › ' + key);
        else if (keys[key].needed) refuse(where, '缺少“' + key + '”');
        else out[key] = keys[key].fallback;
      });
      return out;
    };
  }

  /* A word, or something else. */
  function wordOr(words, kind) {
    return function (data, where) { return words.indexOf(data) >= 0 ? data : kind(data, where); };
  }

  verify.shape = {
    refuse: refuse, text: text, number: number, integer: integer, yes: yes, day: day, anything: anything, oneOf: oneOf,
    list: list, mapping: mapping, record: record, need: need, may: may, wordOr: wordOr,
  };
})(window.ScoringVerify);

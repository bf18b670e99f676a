// Days: their numbers, the working days between two of them, and how they are written in steps.
(function (verify) {
  'use strict';

  var FORM = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

  function leap(year) { return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0; }

  function length(year, month) {
    return month === 2 ? (leap(year) ? 29 : 28) : [4, 6, 9, 11].indexOf(month) >= 0 ? 30 : 31;
  }

  /* Whether a text is a day that exists. */
  function exists(text) {
    var found = typeof text === 'string' && FORM.exec(text);
    if (!found) return false;
    var year = Number(found[1]), month = Number(found[2]), day = Number(found[3]);
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= length(year, month);
  }

  /* Days since the first day of the year 1; the 1st of January of that year is a Monday and has number 0. */
  function number(text) {
    var found = FORM.exec(text);
    var year = Number(found[1]), month = Number(found[2]);
    var before = year - 1;
    var days = 365 * before + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
    for (var n = 1; n < month; n += 1) days += length(year, n);
    return days + Number(found[3]) - 1;
  }

  function next(text) {
    var found = FORM.exec(text);
    var year = Number(found[1]), month = Number(found[2]), day = Number(found[3]) + 1;
    if (day > length(year, month)) { day = 1; month += 1; }
    if (month > 12) { month = 1; year += 1; }
    return ('000' + year).slice(-4) + '-' + ('0' + month).slice(-2) + '-' + ('0' + day).slice(-2);
  }

  function show(text) {
    var found = FORM.exec(text);
    return Number(found[1]) + ' 年 ' + Number(found[2]) + ' 月 ' + Number(found[3]) + ' 日';
  }

  /* Working days after `start` up to and including `end`, by a calendar of exceptions. */
  function worked(start, end, calendar) {
    var count = 0;
    var last = number(end);
    for (var n = number(start) + 1, day = next(start); n <= last; n += 1, day = next(day)) {
      var usual = n % 7 < 5 ? 'work' : 'off';
      if ((calendar.has(day) ? calendar.get(day) : usual) === 'work') count += 1;
    }
    return count;
  }

  /* A day as typed: from 1990 to 2100. */
  function read(text) {
    var day = verify.text.plain(text);
    if (!exists(day) || day < '1990' || day >= '2101') throw new Error('“' + text + '”不是可用的日期');
    return day;
  }

  verify.days = { exists: exists, number: number, show: show, worked: worked, read: read };
})(window.ScoringVerify);

// The page: takes a file by choice or by drop, has it recomputed here, and shows what came out.
(function (verify) {
  'use strict';

  var told = verify.told;

  function shown(target, child, focus) {
    while (target.firstChild) target.removeChild(target.firstChild);
    target.appendChild(child);
    if (focus) child.firstChild.focus();
  }

  function take(file, target) {
    shown(target, told.waiting(file.name));
    var reader = new FileReader();
    reader.onerror = function () { shown(target, told.refused('打不开“' + file.name + '”，请换一个文件再试。'), true); };
    reader.onload = function () {
      setTimeout(function () { shown(target, told.outcome(verify.open(new Uint8Array(reader.result))), true); }, 30);
    };
    reader.readAsArrayBuffer(file);
  }

  function start() {
    var zone = document.getElementById('verify-drop');
    var input = document.getElementById('verify-file');
    var target = document.getElementById('verify-outcome');
    if (!zone || !input || !target) return;
    if (!window.Map || !window.TextDecoder || !String.prototype.normalize || !Array.from) {
      shown(target, told.refused('这个浏览器太旧，不能在这里核验，请换用 2016 年以后的浏览器，或用命令行的 scoring verify。'));
      return;
    }
    function chosen() {
      if (input.files.length) take(input.files[0], target);
      input.value = '';       // so that the same file can be chosen again
    }
    input.addEventListener('change', chosen);
    chosen();                 // a file chosen before the scripts were there
    ['dragover', 'drop', 'dragleave'].forEach(function (name) {
      zone.addEventListener(name, function (event) {
        event.preventDefault();
        zone.classList.toggle('over', name === 'dragover');
        if (name === 'drop' && event.dataTransfer.files.length) take(event.dataTransfer.files[0], target);
      });
    });
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})(window.ScoringVerify);

// What a browser sees of the page: nothing wider than the window, no empty picture, no address outside, words within it and that can be read.
// check.sh puts it into a copy of the page, in a frame as wide as the window is to be; it sends what it saw, and what is wrong, to
// the page around it, a line each.
addEventListener('load', () => {
  const wrong = [], width = document.documentElement.clientWidth;
  const say = (words, element) => {
    if (wrong.length < 30) wrong.push(words + (element ? ': ' + element.outerHTML.slice(0, 100).replace(/\s+/g, ' ') : ''));
  };
  document.querySelectorAll('details').forEach(d => (d.open = true));
  if (document.documentElement.scrollWidth > innerWidth) say(`the page is ${document.documentElement.scrollWidth} wide, the window ${innerWidth}`);
  for (const e of document.body.querySelectorAll('*')) {
    const box = e.getBoundingClientRect();
    if (box.right > width + 1 && !e.closest('.scroll')) say(`beyond the right edge by ${Math.round(box.right - width)}`, e);
  }
  // On a screen of usual width, no table has to be moved to be read.
  if (innerWidth >= 1280)
    for (const e of document.querySelectorAll('.scroll')) if (e.scrollWidth > e.clientWidth) say(`a table of ${e.scrollWidth} pixels in ${e.clientWidth}`, e.querySelector('caption, th'));
  for (const i of document.images) if (!i.complete || i.naturalWidth < 50 || i.naturalHeight < 50 || i.getBoundingClientRect().height < 20) say('an empty picture', i);
  for (const p of document.querySelectorAll('svg path')) if (p.getTotalLength() === 0) say('an empty line', p);
  for (const e of document.querySelectorAll('[src], [href]')) {
    const address = e.getAttribute('src') || e.getAttribute('href');
    if (!/^(data:|#)/.test(address)) say('an address outside of the page', e);
    if (address[0] === '#' && !document.getElementById(address.slice(1))) say('an address of nothing', e);
  }
  if (document.querySelector('script:not([data-check])')) say('a script');

  const numbers = colour => colour.match(/[\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = numbers(colour).map(x => ((x /= 255) <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = e => {
    for (; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor, alpha = numbers(colour)[3];
      if (alpha === undefined || alpha > 0) return colour;
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'rgb(18, 18, 18)' : 'rgb(255, 255, 255)';
  };
  let texts = 0;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const e = node.parentElement;
    if (!node.nodeValue.trim() || !e.getClientRects().length || e.closest('script')) continue;
    const style = getComputedStyle(e), a = light(e.closest('svg') ? style.fill : style.color), b = light(behind(e));
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), size = parseFloat(style.fontSize);
    texts++;
    const range = document.createRange();
    range.selectNodeContents(node);
    if (!e.closest('.scroll, svg') && [...range.getClientRects()].some(box => box.right > width + 1)) say('a word beyond the right edge', e);
    if (contrast < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5)) say(`contrast ${contrast.toFixed(2)}`, e);
  }
  if (texts < 20) say(`only ${texts} texts`);
  const scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  parent.postMessage([`seen ${innerWidth} ${scheme}`, ...wrong.map(line => 'wrong ' + line.replace(/\s+/g, ' '))].join('\n'), '*');
});

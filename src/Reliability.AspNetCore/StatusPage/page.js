// Keeps the page fresh without flicker; a page that cannot be reached any more says so.
setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, cache: 'no-store' });
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main[data-reliability]');
    if (!answer.ok || !fresh) throw new Error('not this page');
    document.querySelector('main').replaceWith(fresh);
  } catch {
    document.querySelector('main').style.opacity = '.4';
  }
}, 2000);

// Follows every link of the site from its first page.

/** Addresses of the same site in a page, and the ids that links may lead to. */
function parse(html, base) {
  const links = [...html.matchAll(/<(?:a|link)\s[^>]*?href="([^"]*)"/g)]
    .map((match) => new URL(match[1].replaceAll('&#38;', '&').replaceAll('&amp;', '&'), base))
    .filter((url) => url.origin === new URL(base).origin);
  const ids = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]));
  return { links, ids };
}

/** Every HTML page by path, and what is wrong with the links between them. */
export async function crawl(origin) {
  const pages = new Map();
  const others = new Map();
  const problems = [];
  const first = await fetch(origin, { redirect: 'follow' });
  const queue = [new URL(first.url).pathname];
  const known = new Set(queue);
  while (queue.length > 0) {
    const path = queue.pop();
    const response = await fetch(origin + path, { redirect: 'manual' });
    if (response.status !== 200) {
      others.set(path, response.status);
      await response.arrayBuffer();
      continue;
    }
    if (!(response.headers.get('content-type') ?? '').startsWith('text/html')) {
      others.set(path, 200);
      await response.arrayBuffer();
      continue;
    }
    const html = await response.text();
    const page = parse(html, origin + path);
    pages.set(path, { ...page, html });
    for (const link of page.links) {
      if (!known.has(link.pathname)) {
        known.add(link.pathname);
        queue.push(link.pathname);
      }
    }
  }
  for (const [path, page] of pages) {
    for (const link of page.links) {
      const target = pages.get(link.pathname);
      // `/` leads on by language: it is the address for readers of none of them.
      const chooser = link.pathname === '/' && others.get('/') === 302;
      if (!target && !chooser && others.get(link.pathname) !== 200) {
        problems.push(`${path} links to ${link.pathname}: ${others.get(link.pathname)}`);
      } else if (target && link.hash.length > 1 && !target.ids.has(decodeURIComponent(link.hash.slice(1)))) {
        problems.push(`${path} links to ${link.pathname}${link.hash}: no such place`);
      }
    }
  }
  return { pages, problems };
}

/** A page of each kind, the longest of its kind in one language: where layouts break first. Each in all languages. */
export function kinds(pages) {
  const longest = new Map();
  const first = [...pages.keys()].find((path) => path.split('/').length === 3);
  for (const [path, { html }] of pages) {
    if (!path.startsWith(first)) continue;
    const parts = path.split('/').filter(Boolean);
    // A page of its own below the language, or an entity of a section.
    const kind = parts.length <= 2 ? path : `${parts[1]} ${parts.length}`;
    const found = longest.get(kind);
    if (!found || html.length > found.html.length) longest.set(kind, { path, html });
  }
  return [...longest.values()].map(({ path, html }) => {
    const others = [...html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g)]
      .filter(([, tag]) => tag !== 'x-default')
      .map(([, , href]) => new URL(href, 'http://localhost').pathname);
    return [path, ...others.filter((other) => other !== path)];
  });
}

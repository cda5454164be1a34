/** Where the visitor is: `#/c/Living/Lamps` is the view `c` of `Living` and `Lamps`. */
export interface Route {
  view: string;
  parts: readonly string[];
  query: URLSearchParams;
}

/** The address of a view, as a link's `href`. */
export function to(view: string, parts: readonly string[] = [], query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `#/${[view, ...parts]
    .filter((part) => part !== '')
    .map(encodeURIComponent)
    .join('/')}${search && `?${search}`}`;
}

export function here(): Route {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [view = '', ...parts] = path.split('/').map(decoded);
  return { view, parts, query: new URLSearchParams(search) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

import { useSyncExternalStore } from 'react';

interface Route {
  readonly page: string;
  /** Of a link that was mailed. */
  readonly token: string;
}

let route = take();

/**
 * The page that is shown: what is behind `#`, which browsers send to no server, as links that were mailed have a token
 * there: `#/reset-password?token=...`.
 */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, () => route);
}

/** The token is taken out of the address and the history, where others at this machine would find it. */
function take(): Route {
  const [page = '', query = ''] = location.hash.replace(/^#/, '').split('?');
  const token = new URLSearchParams(query).get('token');
  if (token !== null) history.replaceState(null, '', `#${page}`);
  return { page: page || '/', token: token ?? '' };
}

function subscribe(listener: () => void): () => void {
  const changed = () => {
    route = take();
    listener();
  };
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

export function go(page: string): void {
  location.hash = page;
}

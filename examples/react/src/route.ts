import { useSyncExternalStore } from 'react';

/**
 * The page that is shown: what is behind `#`, which browsers send to no server, as links that were mailed have a token
 * there: `#/reset-password?token=...`.
 */
export function useRoute(): { readonly page: string; readonly token: string } {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const [page = '', query = ''] = hash.replace(/^#/, '').split('?');
  return { page: page || '/', token: new URLSearchParams(query).get('token') ?? '' };
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

export function go(page: string): void {
  location.hash = page;
}

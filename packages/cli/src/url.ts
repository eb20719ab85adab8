import { InvalidArgumentError } from 'commander';

/** The address of something that runs, from a command line; without a slash at its end. */
export function readUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) {
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  }
  throw new InvalidArgumentError(
    'It has to begin with http:// or https://, as in http://127.0.0.1:3000.',
  );
}

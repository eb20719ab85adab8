import { basePath } from '../../../lib/contract/administration.ts';
import { openApiDocument, openApi as row } from '../../../lib/contract/documentation.ts';
import { apiUrl } from '../../../lib/contract/places.ts';
import { publishedAction } from '../../actions/published.ts';
import type { Runtime } from '../../composition/runtime.ts';

/** Seconds. It changes only with a deployment. */
const MAX_AGE = 300;

export async function make(rt: Runtime) {
  const document = rt.get(openApiDocument);
  const url = serverOf(rt.get(apiUrl), rt.get(basePath), Object.keys(document.paths));
  const body = { ...document, servers: [{ url }] };
  return publishedAction(row, async () => ({
    statusCode: 200,
    headers: { 'cache-control': `public, max-age=${MAX_AGE}` },
    body,
  }));
}

/** What the paths are below on the host of the API, such as the name of a stage, known now. */
function serverOf(url: string, base: string, paths: readonly string[]): string {
  const { pathname } = new URL(url);
  const isInPaths = paths.every((path) => path === base || path.startsWith(`${base}/`));
  return (isInPaths ? pathname.slice(0, pathname.length - base.length) : pathname) || '/';
}

import * as z from 'zod/mini';
import { PAGE_FILES, type PageFile, docs as row } from '../../../lib/contract/documentation.ts';
import { publishedAction } from '../../actions/published.ts';
import { gzippedFile, plainFile } from '../../composition/pages.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { acceptsGzip } from '../../http/encoding.ts';
import { readQuery } from '../../http/query.ts';
import { validate } from '../../http/validation.ts';

/** Seconds. It changes only with a deployment. */
const MAX_AGE = 300;

/**
 * The page runs its own script and calls its own origin, and nothing else: no script in the page, no other host, no
 * form. Its style sheet draws icons from `data:`.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const names = Object.keys(PAGE_FILES) as [PageFile, ...PageFile[]];

export const schema = z.object({ file: z._default(z.enum(names), 'index.html') });

export async function make(rt: Runtime) {
  return publishedAction(row, async (event) => {
    const { file } = validate(schema, readQuery(event), 'query');
    return {
      statusCode: 200,
      headers: {
        'cache-control': `public, max-age=${MAX_AGE}`,
        'content-security-policy': POLICY,
        vary: 'accept-encoding',
      },
      file: {
        type: PAGE_FILES[file],
        ...(acceptsGzip(event)
          ? { encoding: 'gzip', content: gzippedFile(rt, file) }
          : { content: plainFile(rt, file) }),
      },
    };
  });
}

/** The API described for programs: its OpenAPI document, and a page that shows it. */
import { get } from './action.ts';
import { basePath } from './administration.ts';
import { anyone } from './callers.ts';
import type { Manifest } from './manifest.ts';
import { apiUrl } from './places.ts';
import { derivedFile } from './setting.ts';
import { holding, page } from './success.ts';

/** What functions need to know of an OpenAPI document. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, unknown>>;
}

export const openApiDocument = derivedFile<OpenApiDocument>()('openApiDocument');

/** Files of the page, and their types; the first is the page itself. */
export const PAGE_FILES = {
  'index.html': 'text/html; charset=utf-8',
  'initializer.js': 'text/javascript; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
} as const;

export type PageFile = keyof typeof PAGE_FILES;

export const openApi = anyone(
  'open-api',
  get('/openapi.json', { gives: holding('OpenApiDocument') }),
  'The OpenAPI document of the API.',
  { onlyWith: 'apiDocument', published: true, settings: [openApiDocument, apiUrl, basePath] },
);

export const docs = anyone(
  'docs',
  get('/docs', {
    query: ['file'],
    gives: page('Swagger UI, which reads the document and calls the API'),
  }),
  'A page that shows the OpenAPI document and calls the API.',
  { onlyWith: 'apiPages', published: true, ownFolder: true },
);

export const DOCUMENTATION = {
  actions: [openApi, docs],
  settings: [openApiDocument],
  events: {},
  refusals: {},
} as const satisfies Manifest;

import { createHash } from 'node:crypto';
import { type HostedPagesSettings, hostedPages, type PageAsset } from '../../lib/contract/pages.ts';
import { HttpOwnApi } from '../adapters/own-api.ts';
import type { ShowDeps } from '../pages/show.ts';
import { plainFile } from './pages.ts';
import type { Runtime } from './runtime.ts';

/** @throws for a function that was made without pages */
export function pagesSettings(rt: Runtime): HostedPagesSettings {
  const settings = rt.get(hostedPages);
  if (settings === undefined) throw new Error('this function is for an API with pages');
  return settings;
}

export function showDeps(rt: Runtime): ShowDeps {
  const settings = pagesSettings(rt);
  const { pathname } = new URL(settings.api);
  const paths: Readonly<Record<string, string>> = { ...settings.reads, ...settings.actions };
  return {
    settings,
    api: new HttpOwnApi(settings.api),
    urlOf: (action) =>
      paths[action] === undefined ? undefined : `${pathname.replace(/\/$/, '')}${paths[action]}`,
  };
}

/** Changes with the file, so that browsers may keep it for good. */
export function versionOf(rt: Runtime, name: PageAsset): string {
  const hash = () => createHash('sha256').update(plainFile(rt, name)).digest('base64url');
  return rt.once(`version:${name}`, () => hash().slice(0, 8));
}

/** Where the pages of an API are. */
import { Token } from 'aws-cdk-lib';
import { type FormPagesSettings, PAGES, type PageName } from '../../contract/page-forms.ts';
import { pages as row } from '../../contract/pages.ts';
import type { OAuthClient } from '../../oauth-client';
import { backendOf } from '../settings/oauth-clients';
import type { PagesSettings } from '../settings/pages';
import type { Settings } from '../settings/settings';
import { routePathOf } from './route-path';

/**
 * Where browsers go that come back from a provider: where the client says, else to the pages, if its backend is theirs.
 *
 * @param issuer base URL of the API
 */
export function returnUrlsOf(
  client: OAuthClient,
  settings: Settings,
  issuer: string,
): Pick<OAuthClient, 'successUrl' | 'errorUrl' | 'mfaUrl'> {
  const { pages } = settings;
  const isOfPages = pages !== undefined && backendOf(client, settings) === pages.backend;
  const { url, home } = isOfPages ? formPagesOf(pages, settings, issuer) : {};
  const pageUrl = (page: PageName) => (url === undefined ? undefined : `${url}/${PAGES[page]}`);
  const {
    successUrl = home ?? pageUrl('account'),
    errorUrl = pageUrl('sign-in'),
    mfaUrl = pageUrl('second-factor'),
  } = client;
  return {
    ...(successUrl !== undefined && { successUrl }),
    ...(errorUrl !== undefined && { errorUrl }),
    ...(mfaUrl !== undefined && { mfaUrl }),
  };
}

/**
 * What functions are told of the pages that have forms for them.
 *
 * @param issuer base URL of the API
 */
export function formPagesOf(
  { home }: PagesSettings,
  settings: Settings,
  issuer: string,
): FormPagesSettings {
  const path = routePathOf({ action: row }, settings).replace(/\/\{page\}$/, '');
  return {
    url: `${issuer}${path.slice(settings.basePath.length)}`,
    ...(home !== undefined && { home }),
    origins: settings.allowedOrigins.filter((origin) => !Token.isUnresolved(origin)),
  };
}

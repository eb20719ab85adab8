import { PASSWORD } from '../../support/passwords.ts';
import { newEmail } from './client.ts';
import { FactorClient } from './factor-client.ts';
import { PageVisitor, type VisitedPage } from './page-visitor.ts';
import type { ApiUser } from './system.ts';

/** A user whose browser is signed in, on the page of their account. */
export interface OnPages {
  readonly browser: PageVisitor;
  readonly account: VisitedPage;
  readonly email: string;
  readonly user: ApiUser;
}

/** Does what people do with the pages of an API. */
export class PageClient extends FactorClient {
  /** Path of a page. */
  page(name: string): string {
    return `${this.#base}/${name}`;
  }

  /** The last part of the path of a page that was visited. */
  place({ url }: VisitedPage): string {
    return url.pathname.replace(`${this.#base}/`, '');
  }

  /** @param headers what the browser says with each request, of its language for one */
  visitor(headers: Readonly<Record<string, string>> = {}): PageVisitor {
    return new PageVisitor(this.system.origin, { 'accept-language': 'en', ...headers });
  }

  async signInOn(browser: PageVisitor, email: string, password = PASSWORD): Promise<VisitedPage> {
    const form = await browser.visit(this.page('sign-in'));
    return browser.send(form, '/login/cookie', { username: email, password });
  }

  /** A new user with a name, who has signed in. */
  async onPages(flags: { readonly is_verified?: boolean } = {}): Promise<OnPages> {
    const email = newEmail();
    const input = { email, password: PASSWORD, name: 'Ada', ...flags };
    const user = await this.system.createUser(input);
    const browser = this.visitor();
    return { browser, email, user, account: await this.signInOn(browser, email) };
  }

  get #base(): string {
    return `${new URL(this.system.url).pathname}/pages`;
  }
}

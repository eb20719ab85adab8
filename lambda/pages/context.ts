import type { Child } from './parts/html.ts';
import type { Say } from './texts.ts';
import type { Frame, PageName } from './view.ts';

/** What every part of a page may look at. */
export interface Context {
  readonly frame: Frame;
  readonly page: PageName;
  readonly say: Say;
  /** Labels of custom fields, by the names of the fields. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What a template makes of a view. */
export interface Content {
  /** The heading, and the name of the document. */
  readonly title: string;
  readonly lead?: Child;
  readonly body: Child;
  /** Other ways to go, below the card. */
  readonly after?: Child;
  /** A page of the account: which one of its navigation it belongs to, and whose account it is. */
  readonly account?: { readonly current: PageName; readonly email?: string };
}

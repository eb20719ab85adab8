/** The checks of `npm run verify:aws`, in the order in which they run. */
export const CHECKS = [
  'deployment',
  'cold-keys',
  'cases',
  'gateway',
  'policies',
  'subscription',
  'rotation',
  'events',
  'redeployment',
  'upgrade',
  'removal',
] as const;

export type CheckName = (typeof CHECKS)[number];

/** Something that the product relies on, or promises, and that only AWS can show. */
export interface Claim {
  /** Its name in `verified-on-aws.json`. */
  readonly id: string;
  readonly claim: string;
  /** AWS's document, or where none says it, the closest to one. */
  readonly source: string;
  /** One line for a shell. */
  readonly hand: string;
  /** What of `npm run verify:aws` shows it. */
  readonly check?: CheckName;
  /** Why no check shows it; given where there is no check. */
  readonly byHand?: string;
}

/** A concern's claims, with a heading for the page. */
export interface ClaimGroup {
  readonly about: string;
  readonly claims: readonly Claim[];
}

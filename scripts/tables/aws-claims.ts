/** What `docs/aws-claims.md` and the README say of what only AWS can show, and what was seen there. */
import type { Claim, ClaimGroup } from '../../test/aws/claims/claim.ts';
import { CLAIM_GROUPS, CLAIMS } from '../../test/aws/claims/index.ts';
import { readRecord, seenOnAws, type VerificationRecord } from '../../test/aws/record.ts';
import { table } from './markdown.ts';

/** A section for each concern. */
export function awsClaims(): string {
  const record = readRecord();
  return CLAIM_GROUPS.map((group) => section(group, record)).join('\n\n');
}

function section({ about, claims }: ClaimGroup, record: VerificationRecord): string {
  const rows = claims.map((each) => [
    `<a id="${each.id}"></a>${each.claim} [AWS](${each.source})`,
    `\`${each.hand}\``,
    each.check === undefined ? `by hand: ${each.byHand}` : `\`${each.check}\``,
    seenOf(each, record),
  ]);
  return [`## ${about}`, table(['claim', 'by hand', 'check', 'seen in AWS'], rows)].join('\n\n');
}

function seenOf({ id }: Claim, record: VerificationRecord): string {
  const found = record.on === 'AWS' ? record.claims.find(({ claim }) => claim === id) : undefined;
  if (found === undefined || found.result === 'not reached') return 'not yet';
  return found.result === 'pass' ? `${record.date?.slice(0, 10)}` : `otherwise: ${found.seen}`;
}

/** One sentence for the README. */
export function seenInAws(): string {
  const record = readRecord();
  const seen = seenOnAws(record).length;
  const [all, pages] = [CLAIMS.length, '[docs/aws-claims.md](docs/aws-claims.md)'];
  if (seen === 0) {
    return `What only AWS can show is ${all} claims, each with a check. None has been seen there yet:\n${pages}.`;
  }
  const where = `in ${record.region}, ${record.date?.slice(0, 10)}`;
  return `What only AWS can show is ${all} claims. ${seen} were seen there (${where}), ${all - seen} were not:\n${pages}.`;
}

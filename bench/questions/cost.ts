/** A month's bill by the number of active users, beside Cognito: arithmetic with list prices (`docs/cost.md`), and nothing measured but CPU time. */
import { compared } from '../../scripts/cost/tables.ts';
import type { Kind, Question } from '../question.ts';

const USERS = [1_000, 100_000, 1_000_000, 10_000_000] as const;

const SUBJECTS: readonly {
  readonly name: string;
  readonly kind: Kind;
  readonly of: keyof ReturnType<typeof compared>;
}[] = [
  { name: 'cdk-users-api', kind: 'ours', of: 'ours' },
  { name: 'Cognito Lite', kind: 'peer', of: 'lite' },
  { name: 'Cognito Essentials', kind: 'peer', of: 'essentials' },
];

export const cost: Question = {
  name: 'cost',
  title: 'A month in us-east-1 by active users: ten logins and a hundred reads of each',
  figures: USERS.map((users) => ({
    name: String(users),
    title: `${users.toLocaleString('en-US')} active users`,
    unit: 'USD',
  })),
  rounds: 1,
  subjects: async () =>
    SUBJECTS.map(({ name, kind, of }) => ({
      name,
      kind,
      start: async () => async () =>
        Object.fromEntries(USERS.map((users) => [users, compared(users)[of]])),
    })),
};

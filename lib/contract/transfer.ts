/** Users who move in from another system, with their hashes, and out again: functions of an operator. */
import { may } from './action.ts';
import { LIST_INDEX, TRANSFER_READS } from './attributes.ts';
import { unrouted } from './callers.ts';
import type { Manifest } from './manifest.ts';
import { COMPARED_PASSWORD } from './password-hash.ts';
import { IMPORTED_ATTRIBUTES, SUPERUSER_COUNT_ATTRIBUTES } from './write-attributes.ts';

/** Users that one call of `import-users` takes. */
export const MOST_IMPORTED = 500;

/** Why a user is not imported: for a program. A message beside it says the rest. */
export const IMPORT_REASONS = {
  INVALID_JSON: 'The line is no JSON object in UTF-8, or longer than 64 kB.',
  INVALID_FIELDS: 'A field is missing or wrong, a custom one included.',
  UNKNOWN_HASH: 'The hash is of no scheme that login verifies.',
  UNDECLARED_HASH: 'The hash is of a scheme, or a cost, that the API does not declare.',
  EMAIL_TAKEN: 'Another user has the address, in the API or further up in the file.',
  ID_TAKEN: 'Another user has the id.',
  ID_DELETED: 'The user with the id was deleted from this API, in the last 97 days.',
} as const;

export type ImportReason = keyof typeof IMPORT_REASONS;

/** A user of a call that is not imported. */
export interface ImportRejection {
  /** The position in the call. */
  readonly index: number;
  readonly reason: ImportReason;
  readonly message: string;
}

/** What became of the users of one call. */
export interface ImportResult {
  readonly imported: number;
  /** Users who were there, under their id and their address: a call before this one imported them. */
  readonly present: number;
  readonly rejected: readonly ImportRejection[];
  /** Positions of those that could not be written now, or that no time was left for: send them again. */
  readonly left: readonly number[];
  /** Names of fields that nothing keeps, as no user model has them. */
  readonly ignored: readonly string[];
}

/** How far one partition of the list of users has been exported. */
export interface ExportWalk {
  readonly partition: string;
  /** Id of the last user. */
  readonly after?: string | undefined;
}

/** What one call of `export-users` gives. */
export interface ExportPage {
  /** In the format that an import takes. */
  readonly users: readonly object[];
  /** What is left to do: call again with each, in any order or at once. */
  readonly next: readonly ExportWalk[];
}

export const importUsers = unrouted(
  'operator',
  'import-users',
  'Store users of another system with the hashes of their passwords, for an operator.',
  {
    onlyWith: 'importUsers',
    model: true,
    settings: COMPARED_PASSWORD,
    table: [
      may('PutItem', ['profile', 'credential'], { attributes: IMPORTED_ATTRIBUTES }),
      may('ConditionCheckItem', ['credential', 'deletion']),
      may('UpdateItem', 'superuser-count', { attributes: SUPERUSER_COUNT_ATTRIBUTES }),
    ],
  },
);

export const exportUsers = unrouted(
  'operator',
  'export-users',
  'Read all users with the hashes of their passwords, for an operator.',
  {
    onlyWith: 'exportUsers',
    table: [
      may('Query', 'profile', {
        index: true,
        attributes: [LIST_INDEX.partitionKey, LIST_INDEX.sortKey],
      }),
      may('BatchGetItem', ['profile', 'credential'], { attributes: TRANSFER_READS }),
    ],
  },
);

export const TRANSFER = {
  actions: [importUsers, exportUsers],
  settings: [],
  events: {},
  refusals: {},
} as const satisfies Manifest;

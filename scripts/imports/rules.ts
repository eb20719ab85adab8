/** Which file may import which, types included: `npm run lint` checks it. */
import type { IFlattenedRuleSet } from 'dependency-cruiser';

type Rule = NonNullable<IFlattenedRuleSet['forbidden']>[number];

/** A folder whose rooms have an order, bottom first: a room imports itself and those before it. */
export interface House {
  readonly folder: string;
  /** Names of folders; a list is one of files right in the folder, `*` all of them. */
  readonly rooms: readonly (string | readonly string[])[];
}

export const HOUSES: readonly House[] = [
  {
    folder: 'lib/private',
    rooms: [
      ['acknowledge', 'assets', 'errors', 'late-warnings'],
      'given',
      'settings',
      ['outputs'],
      'storage',
      'metrics',
      'limits',
      'functions',
      'gateway',
      'verifiers',
      'events',
      'openapi',
      [
        'alarms',
        'dashboard-rows',
        'granting',
        'import-sources',
        'imported-users-api',
        'knowledge',
        'listening-users-api',
        'make-functions',
        'make-resources',
        'neighbours',
        'own-knowledge',
        'protecting-users-api',
        'publication',
        'published',
        'users-api-base',
        'users-api-routes',
        'warnings',
      ],
    ],
  },
  {
    folder: 'lambda',
    rooms: [
      'pages',
      'users',
      'auth',
      'adapters',
      'composition',
      'http',
      'exports',
      'grouped',
      'actions',
      'handlers',
    ],
  },
  {
    folder: 'lambda/users',
    rooms: [
      ['*'],
      'model',
      'events',
      'limits',
      'passwords',
      'accounts',
      'sessions',
      'verification',
      'factors',
      'login',
      'email-login',
      'oauth',
      'passkeys',
      'administration',
      'transfer',
    ],
  },
  {
    folder: 'lambda/adapters/dynamodb',
    // The stream reads the items of every room.
    rooms: [
      ['*'],
      'limits',
      'passwords',
      'accounts',
      'sessions',
      'factors',
      'passkeys',
      'login',
      'email-login',
      'oauth',
      'administration',
      'transfer',
      'events',
    ],
  },
];

/** What the order leaves open: folders of the runtime that are independent of each other. */
const APART: readonly Rule[] = [
  apart('adapters', 'auth'),
  apart('http', '(adapters|composition)'),
  apart('actions', 'exports'),
  apart('handlers', '(exports|grouped)'),
];

/** What each folder may import from outside. */
const BORDERS: readonly Rule[] = [
  ...border('lambda/users', {
    files: ['lib/contract/'],
    modules: ['crypto', 'net', 'url', 'util', 'zlib'],
    types: [],
  }),
  ...border('lambda/auth', {
    files: ['lambda/users/', 'lambda/describe-error.ts', 'lib/contract/'],
    modules: ['crypto'],
    types: ['@types/aws-lambda', 'jose'],
  }),
  ...border('lib/contract', { files: [], modules: [], types: [] }),
  {
    name: 'only-contract',
    comment: 'The runtime shares with the construct the contract, and what current-user reads.',
    severity: 'error',
    from: { path: '^lambda/' },
    to: { path: '^(lib/(?!contract/|current-user)|packages/)' },
  },
  {
    name: 'construct-without-runtime',
    comment: 'The construct deploys the bundles; jsii compiles only lib/.',
    severity: 'error',
    from: { path: '^lib/' },
    to: { path: '^(lambda|packages|scripts|test)/' },
  },
  {
    name: 'local-of-its-own',
    comment: 'packages/local serves any CDK app.',
    severity: 'error',
    from: { path: '^packages/local/' },
    to: { path: '^(lib|lambda|test|scripts)/' },
  },
  {
    name: 'client-of-its-own',
    comment: 'packages/client is for browsers: it imports nothing but its own files.',
    severity: 'error',
    from: { path: '^packages/client/src/' },
    to: { pathNot: '^packages/client/src/' },
  },
  {
    name: 'handlers-are-entries',
    comment: 'Lambda starts handlers; nothing imports them.',
    severity: 'error',
    from: { path: '^lambda/' },
    to: { path: '^lambda/handlers/' },
  },
  {
    name: 'tests-stay-outside',
    comment: 'What is shipped imports no tests.',
    severity: 'error',
    from: { path: '^(lib|lambda|packages/local/src)/' },
    to: { path: '(^|/)test/' },
  },
];

const NO_CYCLES: Rule = {
  name: 'no-cycles',
  comment: 'Files that import each other, even if only types, can be understood only together.',
  severity: 'error',
  from: {},
  to: { circular: true },
};

export const RULES: readonly Rule[] = [NO_CYCLES, ...HOUSES.flatMap(orderOf), ...APART, ...BORDERS];

function orderOf({ folder, rooms }: House): Rule[] {
  const name = folder.replaceAll('/', '-');
  return rooms.slice(0, -1).map((room, index) => ({
    name: `${name}-${typeof room === 'string' ? room : 'files'}-is-below`,
    comment: `In ${folder} the order is ${rooms.map(nameOf).join(' < ')}.`,
    severity: 'error',
    from: { path: patternOf(folder, [room]) },
    to: { path: patternOf(folder, rooms.slice(index + 1)) },
  }));
}

function nameOf(room: House['rooms'][number]): string {
  return typeof room === 'string' ? room : 'files';
}

function patternOf(folder: string, rooms: House['rooms']): string {
  const inside = rooms.flatMap((room) =>
    typeof room === 'string'
      ? `${room}/`
      : room.map((name) => (name === '*' ? '[^/]+$' : `${name}\\.ts$`)),
  );
  return `^${folder}/(${inside.join('|')})`;
}

function apart(folder: string, other: string): Rule {
  return {
    name: `lambda-${folder}-apart`,
    comment: `lambda/${folder} knows nothing of ${other}.`,
    severity: 'error',
    from: { path: `^lambda/${folder}/` },
    to: { path: `^lambda/${other}/` },
  };
}

interface Border {
  /** Of ours, besides the folder's own. */
  readonly files: readonly string[];
  /** Of Node. */
  readonly modules: readonly string[];
  /** Packages that are imported for their types. */
  readonly types: readonly string[];
}

function border(folder: string, { files, modules, types }: Border): Rule[] {
  const name = folder.replaceAll('/', '-');
  const from = { path: `^${folder}/` };
  const allowed = [`${folder}/`, ...files];
  const packages = types.map((type) => `node_modules/${type}/`);
  return [
    {
      name: `${name}-files`,
      comment: `Of our files, ${folder} imports its own${files.map((file) => `, ${file}`).join('')}.`,
      severity: 'error',
      from,
      to: { path: '^(lib|lambda|packages|scripts|test)/', pathNot: `^(${allowed.join('|')})` },
    },
    {
      name: `${name}-packages`,
      comment: `${folder} imports no package${modules.length > 0 ? `, of Node ${modules.join(', ')}` : ''}.`,
      severity: 'error',
      from,
      to: {
        path: '^(?!(lib|lambda|packages|scripts|test)/)',
        pathNot: `^(${[...modules.map((module) => `${module}$`), ...packages].join('|') || '$'})`,
      },
    },
    {
      name: `${name}-types`,
      comment: `Of packages, ${folder} imports only types.`,
      severity: 'error',
      from,
      to: { path: '^node_modules/', dependencyTypesNot: ['type-only'] },
    },
  ];
}

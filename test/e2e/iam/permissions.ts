import { ACTIONS } from '../../../lib/contract/index.ts';
import type { Answer, SignedCall } from '../../support/aws/fault-proxy.ts';
import { type Account, accessRequests } from './access-requests.ts';
import { type AccessRequest, evaluate, type Grant, grantsOf } from './evaluate.ts';
import type { Statement } from './statement.ts';

/**
 * Stands in for IAM: judges the calls of the functions by the policies of their roles, and remembers
 * which of what is granted was needed.
 */
export class Permissions {
  /** By the access key id of whom they allow something. */
  readonly #policies: ReadonlyMap<string, readonly Statement[]>;
  readonly #account: Account;
  readonly #used = new Set<string>();
  #denials: string[] = [];

  constructor(policies: ReadonlyMap<string, readonly Statement[]>, account: Account) {
    this.#policies = policies;
    this.#account = account;
  }

  /** The answer that refuses a call, as AWS words it; `undefined` for a call that is allowed. */
  authorize({ caller, target, input }: SignedCall): Answer | undefined {
    try {
      for (const request of accessRequests(this.#account, target, input)) {
        if (!this.judge(caller, request)) return accessDenied(caller, request);
      }
      return undefined;
    } catch (error) {
      // What isn't understood is not allowed.
      this.#denials.push(`${caller} can't be judged: ${(error as Error).message}`);
      return accessDenied(caller, { action: target, resource: '*' });
    }
  }

  /** Whether the caller's policy allows a request; one that it does not is a denial. */
  judge(caller: string, request: AccessRequest): boolean {
    const grants = evaluate(this.#policies.get(caller) ?? [], request);
    for (const grant of grants ?? []) this.#used.add(describe(caller, grant));
    if (grants === undefined) this.#denials.push(describeRequest(caller, request));
    return grants !== undefined;
  }

  /** What was denied since this was last called. */
  takeDenials(): string[] {
    const denials = this.#denials;
    this.#denials = [];
    return denials;
  }

  /** Everything that the policies grant. */
  granted(): string[] {
    return [...this.#policies].flatMap(([caller, statements]) =>
      statements.flatMap(grantsOf).map((grant) => describe(caller, grant)),
    );
  }

  /** What of that a call needed so far. */
  used(): string[] {
    return [...this.#used];
  }

  /** What the policies grant and no call needed yet. */
  unused(): string[] {
    return [...new Set(this.granted())].filter(
      (grant) => !this.#used.has(grant) && !UNNEEDED.test(grant),
    );
  }
}

function describe(caller: string, { action, resource, key, attribute }: Grant): string {
  const keys = key === undefined ? '' : `, keys like ${key}`;
  if (attribute === undefined) return `${caller}: ${action} on ${resource}${keys}`;
  // The functions of one action have one row: what one of them needs is there for all.
  return `${caller.replace(ONE_OF_MANY, '$1')}: ${action} of ${attribute} on ${resource}`;
}

/** Actions of which there is a function for each backend or client, in the id of such a function. */
const ONE_OF_MANY = new RegExp(
  `^(Users(?:${ACTIONS.filter(({ perBackend, perClient }) => perBackend || perClient)
    .map(({ name }) => name.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase()))
    .join('|')}))\\w+$`,
);

/**
 * Attributes that no call needs to name. Of reads: the key of the index, which IAM asks for beside those of
 * the table. Of writes: what only users of a user model have.
 */
const UNNEEDED = /: dynamodb:(BatchGetItem of list|(Put|Update)Item of (custom|claims)) on /;

function describeRequest(caller: string, request: AccessRequest): string {
  const { action, resource, leadingKeys, attributes } = request;
  const keys = leadingKeys === undefined ? 'without keys' : `keys ${leadingKeys.join(', ')}`;
  const named = attributes === undefined ? '' : `, attributes ${attributes.join(', ')}`;
  return `${caller} may not ${action} on ${resource}, ${keys}${named}`;
}

function accessDenied(caller: string, { action, resource }: AccessRequest): Answer {
  const message =
    `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} ` +
    `because no identity-based policy allows the ${action} action`;
  return {
    status: 400,
    body: { __type: 'com.amazon.coral.service#AccessDeniedException', message },
  };
}

/** Whether the domain of an API leads to it while the stack is deployed, when AWS reads what the API publishes. */
import { Annotations, Stack, Stage } from 'aws-cdk-lib';
import { CfnApiMapping, CfnDomainName, type IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { type Construct, Dependable, type IDependable } from 'constructs';
import { known, quoted } from '../errors';
import { isOf } from '../is-of';
import { warnAtSynth } from '../late-warnings';
import type { DomainSettings } from '../settings/domain';

interface Issuer extends Construct {
  readonly httpApi: IHttpApi;
  readonly url: string;
}

/** Of each users API that this app makes, where it was said to answer. */
const SAID = new WeakMap<Construct, DomainSettings | undefined>();

export function rememberDomain(users: Construct, domain: DomainSettings | undefined): void {
  SAID.set(users, domain);
}

/** Those whose domain is looked at when the tree is complete. */
const LOOKED_AT = new WeakSet<Construct>();

/** Warns where a first deployment would find nothing behind the domain. An import is deployed already. */
export function warnOfDns(users: Issuer): void {
  if (!SAID.has(users)) return;
  const said = SAID.get(users);
  const url = quoted(users.url);
  switch (said?.kind) {
    case 'at':
      warn(
        users,
        `UsersDomain.at(${url})`,
        'what is in front of the API needs the API first, so deploy both, then add what reads it, and acknowledge this',
      );
      break;
    case 'custom':
      if (said.hostedZone !== undefined) break;
      warn(
        users,
        'one without hostedZone',
        'deploy the domain first, set the DNS, then add what reads it, or give UsersDomain.custom the hostedZone',
      );
      break;
    case undefined:
      if (LOOKED_AT.has(users)) break;
      LOOKED_AT.add(users);
      warnAtSynth(users, () =>
        namesWithoutRecord(users).map((name) => warningOf(users, name, ADD_A_RECORD)),
      );
  }
}

const ADD_A_RECORD =
  'add the record to this app, or deploy the domain first, set the DNS, then add what reads it, and acknowledge this';

function warn(users: Issuer, got: string, fix: string): void {
  const { id, message } = warningOf(users, got, fix);
  Annotations.of(users).addWarningV2(id, message);
}

function warningOf({ url }: Issuer, got: string, fix: string) {
  return {
    id: 'cdk-users-api:domainWithoutDns' as const,
    message:
      `domain: got ${got}, expected ${known(url) ?? 'it'} to lead to the API when AWS reads the discovery document ` +
      `there, as it does to make an authorizer or an identity source; ${fix}`,
  };
}

function namesWithoutRecord(users: Issuer): readonly string[] {
  const names = namesOf(users);
  const records = allIn(users).filter(isOf(CfnRecordSet));
  return names
    .filter((name) => !records.some((record) => leadsTo(record, name)))
    .map(
      (name) => `the domain ${JSON.stringify(name)} of ${users.httpApi.node.path} without a record`,
    );
}

/** Domains of this app that the API is mapped to, where they are known. */
function namesOf({ httpApi, node }: Issuer): readonly string[] {
  const all = (Stage.of(httpApi) ?? node.root).node.findAll();
  const mapped = all
    .filter(isOf(CfnApiMapping))
    .filter(({ apiId }) => apiId === httpApi.apiId)
    .map(({ domainName }) => domainName);
  return all
    .filter(isOf(CfnDomainName))
    .filter(({ ref }) => mapped.includes(ref))
    .flatMap(({ domainName }) => known(domainName) ?? []);
}

function allIn(users: Construct) {
  return (Stage.of(users) ?? users.node.root).node.findAll();
}

/** A record whose name only the deployment knows may lead anywhere. */
function leadsTo({ name }: CfnRecordSet, domain: string): boolean {
  const of = known(name)?.replace(/\.$/, '');
  return of === undefined || of === domain || of === domain.replace(/^[^.]+/, '*');
}

/** The records of a given API's domain that are in a stack, by the time that it is synthesised. */
export function recordsFor(users: Issuer, stack: Stack): IDependable {
  const records: IDependable = {};
  Dependable.implement(records, {
    get dependencyRoots() {
      if (!SAID.has(users) || SAID.get(users) !== undefined) return [];
      const names = namesOf(users);
      return allIn(users)
        .filter(isOf(CfnRecordSet))
        .filter((each) => Stack.of(each) === stack)
        .filter((each) => known(each.name) !== undefined)
        .filter((each) => names.some((name) => leadsTo(each, name)));
    },
  });
  return records;
}
